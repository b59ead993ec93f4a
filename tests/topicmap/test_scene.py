import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import MAPS, layered, make_map
from topicmap.contours import density_rings
from topicmap.scene import (
    ASPECT,
    NOMINAL_WIDTH,
    WRAP_AT,
    Box,
    Label,
    apart_from,
    draw_scene,
    home_box,
    place_labels,
    point_style,
    text_width,
    wrap_label,
)

HOME = Box(-10, 10, -8, 8)
some_labels = st.lists(
    st.builds(
        lambda x, y, width, height, band: Label(
            "topic", 0, ("a",), x, y, 12, 600, width, height, 0, 0, *band
        ),
        st.floats(-9, 9), st.floats(-7, 7), st.floats(20, 150), st.floats(14, 60),
        st.sampled_from([(0.0, math.inf), (0.0, 30.0), (30.0, math.inf), (90.0, math.inf)]),
    ),
    max_size=12,
)  # fmt: skip


def box_at(label: Label, scale: float) -> tuple[float, float, float, float]:
    x, y = label.x * scale + label.dx, -label.y * scale + label.dy
    return (x - label.width / 2, x + label.width / 2, y - label.height / 2, y + label.height / 2)


def overlap(one: Label, other: Label, scale: float) -> bool:
    a, b = box_at(one, scale), box_at(other, scale)
    return a[0] < b[1] and b[0] < a[1] and a[2] < b[3] and b[2] < a[3]


@given(some_labels, st.floats(0.1, 2000))
def test_labels_never_overlap_at_any_scale(labels, scale):
    placed = place_labels(labels, HOME)
    shown = [label for label in placed if label.scale <= scale < label.until]
    for one, other in itertools.combinations(shown, 2):
        assert not overlap(one, other, scale)


@given(some_labels)
def test_labels_that_are_shown_stay_shown_while_their_layer_is(labels):
    placed = place_labels(labels, HOME)
    assert len(placed) == len(labels)
    for label, before in zip(placed, labels, strict=True):
        assert label.scale >= before.scale
        assert label.until == before.until
    if placed:
        assert placed[0].scale == labels[0].scale


@given(some_labels.filter(lambda labels: len(labels) > 1), st.floats(1, 4))
def test_apart_means_apart_from_then_on(labels, further):
    one, other = labels[:2]
    scale = apart_from(one, other)
    if np.isfinite(scale):
        assert not overlap(one, other, scale * further + 1e-6)


def test_labels_hide_few_points():
    label = Label("topic", 0, ("a",), 0.0, 0.0, 12, 600, 100, 30)
    points = np.random.default_rng(0).normal(0, 0.3, (50, 2))
    (placed,) = place_labels([label], HOME, points)
    assert (placed.dx, placed.dy) != (0, 0)


@pytest.mark.parametrize("kind", list(MAPS))
def test_every_kind_of_map_can_be_drawn(kind):
    topic_map = MAPS[kind]()
    scene = draw_scene(topic_map)
    assert len(scene.labels) == len(scene.boxes) == len(scene.outlines) == len(topic_map.topics)
    assert scene.home.width / scene.home.height == pytest.approx(ASPECT)
    assert topic_map.papers["x"].between(scene.home.x0, scene.home.x1).all()
    assert topic_map.papers["y"].between(scene.home.y0, scene.home.y1).all()
    for box in scene.boxes:
        assert box.width / box.height == pytest.approx(ASPECT)


def test_labels_are_inside_at_first_sight():
    scene = draw_scene(make_map())
    scale = NOMINAL_WIDTH / scene.home.width
    for label in scene.labels:
        x0, x1, y0, y1 = box_at(label, scale)
        assert scene.home.x0 * scale < x0 < x1 < scene.home.x1 * scale
        assert -scene.home.y1 * scale < y0 < y1 < -scene.home.y0 * scale


def test_regions_are_named_from_afar_then_topics_then_subtopics():
    scene = draw_scene(layered(make_map(60, 6, 4)))
    first_sight = NOMINAL_WIDTH / scene.home.width
    by_layer = {
        layer: [label for label in scene.labels if label.layer == layer]
        for layer in ("region", "topic", "subtopic")
    }
    assert [len(labels) for labels in by_layer.values()] == [3, 6, 12]
    for label in by_layer["region"]:
        assert label.until < first_sight
    for label in by_layer["topic"]:
        assert label.scale >= by_layer["region"][0].until
    for label in by_layer["subtopic"]:
        assert label.scale > 1.5 * first_sight
    for scale in first_sight * np.geomspace(0.3, 300, 60):
        shown = [label for label in scene.labels if label.scale <= scale < label.until]
        for one, other in itertools.combinations(shown, 2):
            assert not overlap(one, other, scale)


def test_a_region_of_one_topic_is_named_once():
    topic_map = layered(make_map(40, 5, 2))
    labels = draw_scene(topic_map).labels
    assert {label.number for label in labels if label.layer == "region"} == {0, 1}
    (alone,) = [label for label in labels if label.layer == "topic" and label.number == 4]
    assert alone.scale < min(label.until for label in labels)


def test_larger_topics_have_larger_labels():
    sizes = [label.size for label in draw_scene(make_map()).labels]
    assert sizes == sorted(sizes, reverse=True)


@given(
    st.lists(st.text("abcdefgh-", min_size=1, max_size=25), min_size=1, max_size=5).map(" ".join)
)
def test_labels_are_wrapped_between_words(text):
    lines = wrap_label(text)
    assert " ".join(lines).split() == text.split()
    assert all(len(line) <= WRAP_AT or " " not in line for line in lines)


def test_lines_are_even():
    assert wrap_label("Large language models") == ("Large language", "models")
    assert wrap_label("Retrieval-augmented generation") == ("Retrieval-augmented", "generation")
    assert wrap_label("") == ("",)


def test_wide_letters_are_wide():
    assert text_width("MMMM") > text_width("mmii") > text_width("iiii")
    assert text_width("漢字") > text_width("ab")


@pytest.mark.parametrize(("count", "size"), [(5_000, 5.0), (20_000, 3.5), (200_000, 2.0)])
def test_points_are_small_in_large_maps(count, size):
    assert point_style(count)[0] == pytest.approx(size)


def test_one_point_has_a_view():
    box = home_box(np.array([3.0]), np.array([4.0]))
    assert box.x0 < 3 < box.x1
    assert box.y0 < 4 < box.y1


def inside(x: float, y: float, rings: list) -> bool:
    """Even-odd rule."""
    crossed = False
    for ring in rings:
        for (x0, y0), (x1, y1) in itertools.pairwise([*ring, ring[0]]):
            if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
                crossed = not crossed
    return crossed


def test_outlines_enclose_where_points_are():
    random = np.random.default_rng(1)
    x = np.concatenate([random.normal(0, 0.5, 60), random.normal(6, 0.5, 60)])
    y = random.normal(0, 0.5, 120)
    wide, narrow = density_rings(x, y, 0.6, [0.1, 0.6])
    assert inside(0, 0, wide)
    assert inside(6, 0, wide)
    assert not inside(3, 0, wide)
    assert not inside(0, 4, wide)
    assert sum(inside(a, b, wide) for a, b in zip(x, y, strict=True)) > 110
    assert sum(map(len, narrow)) < sum(map(len, wide))


def test_outlines_of_nothing_and_of_one_point():
    assert density_rings(np.array([]), np.array([]), 1.0, [0.5]) == [[]]
    (rings,) = density_rings(np.array([2.0]), np.array([3.0]), 1.0, [0.5])
    assert inside(2, 3, rings)


@given(st.integers(1, 30), st.integers(0, 5))
def test_rings_are_closed_and_finite(count, seed):
    random = np.random.default_rng(seed)
    for rings in density_rings(random.random(count), random.random(count), 0.05, [0.05, 0.5]):
        assert rings
        for ring in rings:
            assert len(ring) >= 4
            assert np.isfinite(np.array(ring)).all()


@pytest.mark.parametrize("papers", [1, 2, 3])
def test_the_label_of_a_few_papers_leaves_them_free(papers):
    topic_map = make_map(papers, 1, 0)
    scene = draw_scene(topic_map)
    for zoom in (0.7, 1.0, 1.6):
        scale = zoom * NOMINAL_WIDTH / scene.home.width
        x0, x1, y0, y1 = box_at(scene.labels[0], scale)
        for x, y in topic_map.papers[["x", "y"]].to_numpy() * (scale, -scale):
            assert not (x0 - 4 < x < x1 + 4 and y0 - 4 < y < y1 + 4)


def test_labels_leave_the_points_around_them_free():
    topic_map = make_map()
    scene = draw_scene(topic_map)
    for zoom in (0.7, 1.0, 1.6):
        scale = zoom * NOMINAL_WIDTH / scene.home.width
        x, y = topic_map.papers["x"] * scale, -topic_map.papers["y"] * scale
        hidden = [
            int((x.between(*box[:2]) & y.between(*box[2:])).sum())
            for box in (box_at(label, scale) for label in scene.labels)
        ]
        assert sum(hidden) < len(topic_map) / 15


def test_a_scattered_topic_is_shown_where_it_is_densest():
    topic_map = make_map(60, 2, 0)
    papers = topic_map.papers
    scattered = papers.index[papers["topic"] == 1]
    far = scattered[: len(scattered) // 5]
    papers.loc[far, ["x", "y"]] = papers.loc[papers["topic"] == 0, ["x", "y"]].to_numpy()[
        : len(far)
    ]
    scene = draw_scene(topic_map)
    box = scene.boxes[1]
    kept = papers.loc[scattered.difference(far)]
    assert box.width < scene.home.width * 0.6
    assert (kept["x"].between(box.x0, box.x1) & kept["y"].between(box.y0, box.y1)).mean() > 0.8
