"""Pictures by their shapes: names that never touch, lines that never cross, words that are true."""

import itertools
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import MAPS, layered, make_map
from tests.topicmap.export.geometry import faults, leaders
from topicmap.colors import INK, QUIET_INK, THEMES, UNASSIGNED_POINT, contrast
from topicmap.errors import BadSettings
from topicmap.export.captions import Name
from topicmap.export.captions_outside import captions_outside, cross
from topicmap.export.captions_over import captions_over
from topicmap.export.choices import LABELS, PRESETS, choices
from topicmap.export.choices import THEMES as LOOKS
from topicmap.export.composition import compose
from topicmap.export.letters import Letters
from topicmap.export.light import Light, light_of
from topicmap.export.shapes import Frame
from topicmap.scene import draw_scene
from topicmap.topic_map import TopicMap

FRAME = Frame(0.0, 60.0, 960.0, 430.0)
COLUMNS = (Frame(30, 60, 150, 430), Frame(780, 60, 150, 430))
LETTERS = Letters()
texts = st.text("abcdefg hijklmnop ABC-é", min_size=1, max_size=60).filter(str.strip)
some_names = st.lists(
    st.tuples(texts, st.floats(0, 1), st.floats(200, 760), st.floats(60, 490)), max_size=40,
    unique_by=lambda one: one[0].strip(),
).map(
    lambda rows: [
        Name(number, " ".join(text.split()), share, x, y, "#333333")
        for number, (text, share, x, y) in enumerate(sorted(rows, key=lambda row: -row[1]))
    ]
)  # fmt: skip


def picture(topic_map, light=None, **chosen):
    return compose(topic_map, draw_scene(topic_map), choices(**chosen), light)


def boxes_overlap(captions):
    boxes = [caption.box for caption in captions]
    return [
        (a, b) for a, b in itertools.combinations(boxes, 2)
        if a[0] < b[2] - 1e-6 and b[0] < a[2] - 1e-6 and a[1] < b[3] - 1e-6 and b[1] < a[3] - 1e-6
    ]  # fmt: skip


@settings(max_examples=150)
@given(some_names)
def test_names_at_the_sides_never_touch_and_their_lines_never_cross(names):
    captions = captions_outside(names, COLUMNS, LETTERS, 1.0)
    assert not boxes_overlap(captions)
    lines = [(caption.port, (caption.name.x, caption.name.y)) for caption in captions]
    assert not [pair for pair in itertools.combinations(lines, 2) if cross(*pair)]
    for caption in captions:
        left, top, right, bottom = caption.box
        column = COLUMNS[0] if caption.anchor == "end" else COLUMNS[1]
        assert column.left <= left + 1e-6 and right <= column.right + 1e-6
        assert column.top <= top + 1e-6 and bottom <= column.bottom + 1e-6
    kept = [caption.name.number for caption in captions]
    assert sorted(kept) == list(range(len(kept))), "the most important stay"


@pytest.mark.parametrize(
    ("one", "other", "crosses"),
    [
        (((0, 0), (4, 4)), ((0, 4), (4, 0)), True),
        (((0, 0), (4, 4)), ((0, 4), (1, 3)), False),
        (((0, 0), (4, 0)), ((5, 0), (9, 0)), False),
        (((0, 0), (4, 0)), ((3, 0), (9, 0)), True),
        (((0, 0), (4, 0)), ((4, 0), (9, 3)), False),
        (((0, 0), (4, 0)), ((2, 0), (2, 3)), True),
    ],
)
def test_what_it_is_for_two_lines_to_cross(one, other, crosses):
    assert cross(one, other) == cross(other, one) == crosses


@settings(max_examples=60)
@given(some_names)
def test_names_over_the_map_never_touch_and_stay_inside(names):
    points = np.array([(name.x, name.y) for name in names]).reshape(-1, 2)
    captions = captions_over(names, FRAME, points, LETTERS, 1.0)
    assert not boxes_overlap(captions)
    for caption in captions:
        left, top, right, bottom = caption.box
        assert left >= FRAME.left and right <= FRAME.right
        assert top >= FRAME.top and bottom <= FRAME.bottom
    if names:
        assert captions and captions[0].name.number == 0, "the most important is there"


@settings(max_examples=40)
@given(st.integers(2, 70), st.integers(0, 10_000), st.sampled_from(sorted(PRESETS)))
def test_random_maps_have_no_fault(topics, seed, preset):
    topic_map = make_map(4 * topics, topics, 3, seed)
    scattered = np.random.default_rng(seed).normal(0, 5, (len(topic_map), 2))
    topic_map = moved(topic_map, scattered)
    for labels in ("over", "outside"):
        drawn = picture(topic_map, preset=preset, labels=labels)
        assert faults(drawn) == []
        told = [words.text for words in drawn.words if "not named" in words.text]
        missing = topics - len(drawn.labels)
        assert bool(told) == bool(missing)
        if missing:
            assert f"{missing} smaller topic" in told[0]


def moved(topic_map: TopicMap, places: np.ndarray) -> TopicMap:
    """The map with its papers elsewhere."""
    papers = topic_map.papers.assign(x=places[:, 0], y=places[:, 1])
    middles = papers.groupby("topic")[["x", "y"]].mean().reindex(topic_map.topics.index)
    topics = topic_map.topics.assign(x=middles["x"], y=middles["y"])
    return replace(topic_map, papers=papers, topics=topics)


@pytest.mark.parametrize("theme", [look for look in LOOKS if look != "auto"])
@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("labels", LABELS)
def test_every_preset_and_theme_has_no_fault(preset, theme, labels):
    topic_map = layered(make_map(200, 12, 20))
    for layer in ("auto", "regions", "subtopics"):
        chosen = {"preset": preset, "theme": theme, "labels": labels, "layer": layer}
        assert faults(picture(topic_map, **chosen, title="A title", subtitle="and more")) == []


@pytest.mark.parametrize("kind", MAPS)
@pytest.mark.parametrize("labels", LABELS)
def test_every_kind_of_map_has_a_picture(kind, labels):
    topic_map = MAPS[kind]()
    drawn = picture(topic_map, labels=labels)
    assert faults(drawn) == []
    assert sum(len(dots.x) for dots in drawn.dots) == len(topic_map)
    assert len(drawn.labels) == len(topic_map.topics)


def test_the_largest_topics_are_named_and_the_rest_is_told():
    topic_map = make_map(400, 70, 0)
    drawn = picture(topic_map, preset="square", labels="outside")
    named = {" ".join(line.text for line in label) for label in drawn.labels}
    order = topic_map.topics.sort_values("size", ascending=False, kind="stable")["label"]
    assert named == set(order[: len(named)])
    assert 0 < len(named) < 70
    assert f"{70 - len(named)} smaller topics not named." in drawn.notes


def test_regions_are_named_where_most_topics_could_not_be():
    topic_map = layered(make_map(400, 90, 0))
    regions = set(topic_map.regions["label"])
    assert {" ".join(t.text for t in label) for label in many_named(topic_map)} <= regions
    few = picture(layered(make_map()))
    assert {label[0].text for label in few.labels}.isdisjoint(regions)


def many_named(topic_map: TopicMap) -> tuple:
    labels = picture(topic_map, preset="square").labels
    assert labels
    return labels


@pytest.mark.parametrize("theme", THEMES)
def test_words_read_over_the_strongest_glow(theme):
    drawn = picture(make_map(), theme=theme)
    strongest = max(area.opacity for area in drawn.areas)
    assert 1 - (1 - strongest) ** 6 < 0.45  # of all levels together
    assert contrast(INK[theme], drawn.paper) > 10
    assert contrast(QUIET_INK[theme], drawn.paper) > 5
    assert all(line.halo == drawn.paper for label in drawn.labels for line in label)


def test_the_view_shows_that_part_of_the_map_alone():
    topic_map = make_map()
    x, y = topic_map.papers["x"], topic_map.papers["y"]
    edges = (float(x.min()), float(x.median()), float(y.min()), float(y.median()))
    drawn = picture(topic_map, view=edges)
    x0, x1, y0, y1 = drawn.box
    assert x0 <= edges[0] and edges[1] <= x1 and y0 <= edges[2] and edges[3] <= y1
    inside = x.between(x0, x1) & y.between(y0, y1)
    assert sum(len(dots.x) for dots in drawn.dots) == inside.sum() < len(topic_map)
    assert faults(drawn) == []


@pytest.mark.parametrize("edge", [1e-300, 1e-6, 1e9, 1e308])
def test_a_view_of_next_to_nothing_or_from_afar_is_refused(edge):
    with pytest.raises(BadSettings, match=r"the map .* at most 4,000 times smaller or larger"):
        picture(make_map(), view=(-edge, edge, -edge, edge))


def test_a_picked_topic_stands_out():
    topic_map = make_map()
    drawn = picture(topic_map, highlight="topic:1", labels="over")
    faded, bright = drawn.dots
    size = topic_map.topics["size"].loc[1]
    assert len(bright.x) == size and len(faded.x) == len(topic_map) - size
    assert faded.opacity < 0.2 < 0.8 < bright.opacity
    assert topic_map.topics["label"].loc[1] in " ".join(words.text for words in drawn.words)
    assert drawn.labels[0][0].text.split()[0] == topic_map.topics["label"].loc[1].split()[0]


def test_found_papers_stand_out():
    topic_map = make_map()
    light = light_of(topic_map, "search:graph")
    drawn = picture(topic_map, highlight="search:graph")
    found = topic_map.papers["title"].str.contains("graph", case=False, na=False)
    assert light.lit.sum() >= found.sum() > 0
    assert len(drawn.dots[-1].x) == light.lit.sum()
    assert len(drawn.dots[0].x) == light.lit.sum(), "their glow"
    assert any("with “graph”" in words.text for words in drawn.words)


def test_a_picked_paper_has_lines_to_those_most_like_it():
    topic_map = make_map()
    drawn = picture(topic_map, highlight="paper:p012", labels="over")
    near = topic_map.neighbors("p012", 5)
    assert len(leaders(drawn)) == len(near)
    papers = topic_map.papers
    box, frame = drawn.box, drawn.map

    def place(paper):
        x, y = papers.loc[paper, ["x", "y"]]
        scale = frame.width / (box[1] - box[0])
        return frame.left + (x - box[0]) * scale, frame.top + (box[3] - y) * scale

    ends = [line[1] for line in leaders(drawn)]
    assert all(line[0] == pytest.approx(place("p012")) for line in leaders(drawn))
    assert ends == [pytest.approx(place(paper)) for paper in near.index]


@pytest.mark.parametrize(
    ("highlight", "told"),
    [
        ("topic:99", "There is no topic '99'; this map has the topics 0 to 4"),
        ("topic:Graphs", "There is no topic 'Graphs'"),
        ("search:zebra", "No paper of this map has the words 'zebra'"),
        ("search:!!", "No paper of this map has the words"),
        ("paper:nobody", "There is no paper 'nobody' on this map; the first one has the id 'p000'"),
        ("graphs", "give topic:NUMBER, search:WORDS or paper:ID"),
        ("topic:", "give topic:NUMBER"),
    ],
)
def test_a_highlight_of_what_is_not_there(highlight, told):
    with pytest.raises(BadSettings, match=told):
        picture(make_map(), highlight=highlight)


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ({"preset": "b2"}, "There is no preset 'b2'; choose one of 16:9, 4:3"),
        ({"theme": "pink"}, "There is no theme 'pink'; choose one of auto, light, dark, print"),
        ({"labels": "under"}, "There is no labels 'under'"),
        ({"layer": "papers"}, "There is no layer 'papers'"),
        ({"dpi": 3}, "dpi is 3; it must be a number from 36 to 1200"),
        ({"preset": "a0", "dpi": 1200}, "would have .* pixels; choose fewer dpi"),
        ({"title": "word " * 100}, "The title has 500 letters; give one of at most 300"),
        ({"colour": "topic"}, "There is no choice 'colour'; topicmap knows preset, theme"),
        ({"color": "mood"}, "cannot be coloured by 'mood'; choose one of topic, nearest, source"),
        ({"font": "no/such.ttf"}, "The font .* cannot be read"),
        ({"view": (1.0, 1.0, 0.0, 2.0)}, "The view is .* give left, right, lower and upper edge"),
    ],
)
def test_choices_that_cannot_be(chosen, told):
    with pytest.raises(BadSettings, match=told):
        picture(make_map(), **chosen)


@pytest.mark.parametrize("theme", THEMES)
def test_colours_stand_for_what_is_chosen(theme):
    topic_map = make_map()
    papers = topic_map.papers
    by_source = picture(topic_map, color="source", theme=theme)
    (dots,) = by_source.dots
    assert len(set(dots.color)) == papers["source"].nunique()
    names = {words.text for words in by_source.words}
    assert {"first.txt", "second.txt", "third <b>.txt"} < names
    assert all(label[0].color == INK[theme] for label in by_source.labels)
    by_year = picture(topic_map, color="year", theme=theme)
    unknown = int(papers["year"].isna().sum())
    (dots,) = by_year.dots
    assert (dots.color == UNASSIGNED_POINT[theme]).sum() == unknown
    years = papers["year"].dropna()
    assert {str(years.min()), str(years.max()), "Year"} <= {w.text for w in by_year.words}
    assert f"grey: {unknown} papers without a year" in " ".join(w.text for w in by_year.words)
    assert len(by_year.swatches) == 9
    assert faults(by_source) == faults(by_year) == []


def test_words_around_the_map_can_be_turned_off():
    topic_map = make_map()
    bare = picture(topic_map, title="", subtitle="", provenance=False)
    assert [words.text for words in bare.words] == ["grey: 9 papers in no topic"]
    usual = picture(topic_map, title="Our field")
    told = [words.text for words in usual.words]
    assert told[0] == "Our field"
    assert told[1] == "90 papers in 5 topics"
    fingerprint = topic_map.settings.fingerprint
    assert told[2] == f"90 papers · 3 sources · made 2025-01-02 · settings {fingerprint} · topicmap"
    assert bare.map.height > usual.map.height


def test_where_the_line_at_the_foot_is_too_long_its_last_part_is_left_out():
    topic_map = make_map()
    versions = {"topicmap": "0.1.0 of a long name that nobody would give to a version"}
    topic_map = replace(topic_map, about={**topic_map.about, "versions": versions})
    told = [words.text for words in picture(topic_map, preset="square").words]
    fingerprint = topic_map.settings.fingerprint
    assert f"90 papers · 3 sources · made 2025-01-02 · settings {fingerprint}" in told


def test_a_long_title_is_made_smaller_and_then_cut():
    drawn = picture(make_map(), title="Very long titles " * 15, preset="square")
    title = drawn.words[0]
    assert title.text.endswith("…") and title.size < 20
    assert faults(drawn) == []


LONG = "An unusually long label " * 9
SCRIPTS = ("联邦学习与图神经网络", "التعلم الآلي العميق", "深層学習による画像認識", "연합 학습")


def renamed(names) -> TopicMap:
    topic_map = make_map()
    labels = [names[at % len(names)] + (f" {at}" if at else "") for at in range(5)]
    return replace(topic_map, topics=topic_map.topics.assign(label=labels))


@pytest.mark.parametrize("labels", LABELS)
def test_labels_of_two_hundred_letters(labels):
    drawn = picture(renamed([LONG, "w" * 200]), labels=labels)
    assert faults(drawn) == []
    assert drawn.labels and any(label[-1].text.endswith("…") for label in drawn.labels)


@pytest.mark.parametrize("labels", LABELS)
def test_letters_that_the_font_lacks_are_told(labels):
    drawn = picture(renamed(SCRIPTS), labels=labels)
    (note,) = [note for note in drawn.notes if "font" in note]
    assert "no letter for " in note and "联" in note and "--font FILE" in note
    assert faults(drawn) == []


def test_greek_and_cyrillic_are_in_the_font():
    drawn = picture(renamed(["β-VAE für Größen", "Обучение с подкреплением", "Ελληνικά ζητήματα"]))
    assert not [note for note in drawn.notes if "font" in note]


def test_the_description_tells_what_is_seen():
    topic_map = make_map()
    words = picture(topic_map).description
    assert words.startswith("A map of 90 papers in 5 topics")
    assert all(label in words for label in topic_map.topics["label"])


def test_what_is_hidden_is_not_drawn():
    topic_map = make_map()
    shown = np.arange(90) < 30
    drawn = picture(topic_map, Light(shown=shown))
    assert sum(len(dots.x) for dots in drawn.dots) == 30


def test_one_place_for_all_papers():
    topic_map = moved(make_map(20, 2, 0), np.zeros((20, 2)))
    for labels in LABELS:
        assert faults(picture(topic_map, labels=labels)) == []


def test_papers_without_titles_or_years():
    topic_map = make_map()
    papers = topic_map.papers.drop(columns=["year", "venue"]).assign(
        title=None, authors=pd.Series([None] * 90, index=topic_map.papers.index)
    )
    assert faults(picture(replace(topic_map, papers=papers), highlight="paper:p003")) == []
