import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from topicmap.colors import (
    PAPER,
    THEMES,
    category_colors,
    contrast,
    oklch,
    scale_colors,
    topic_palette,
)

QUIET = 0.8  # opacity of labels that are not picked
places = st.integers(0, 40).flatmap(
    lambda count: arrays(float, (count, 2), elements=st.floats(-100, 100))
)


def mixed(color: str, paper: str, opacity: float) -> str:
    parts = [
        round(opacity * int(color[i : i + 2], 16) + (1 - opacity) * int(paper[i : i + 2], 16))
        for i in (1, 3, 5)
    ]
    return "#" + "".join(f"{part:02x}" for part in parts)


@given(places)
def test_every_topic_has_readable_colors(places):
    palette = topic_palette(places)
    for theme in THEMES:
        assert len(palette.points[theme]) == len(palette.labels[theme]) == len(places)
        for color in palette.points[theme] + palette.labels[theme]:
            assert re.fullmatch("#[0-9a-f]{6}", color)
        for color in palette.labels[theme]:
            assert contrast(color, PAPER[theme]) >= 4.5
            assert contrast(mixed(color, PAPER[theme], QUIET), PAPER[theme]) >= 4.5


@given(places)
def test_same_places_same_colors(places):
    assert topic_palette(places) == topic_palette(places.copy())


def test_neighbors_look_alike_and_opposites_do_not():
    angles = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    points = topic_palette(np.column_stack([np.cos(angles), np.sin(angles)])).points["light"]
    rgb = np.array([[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in points], float)
    beside = np.linalg.norm(rgb - np.roll(rgb, 1, axis=0), axis=1)
    across = np.linalg.norm(rgb - np.roll(rgb, 12, axis=0), axis=1)
    assert np.median(beside) < np.median(across) / 2


def test_the_middle_is_paler():
    points = topic_palette(np.array([[0, 0], [5, 0], [-5, 0], [0, 5], [0, -5]])).points["light"]
    spread = [
        max(rgb) - min(rgb) for rgb in ([int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in points)
    ]
    assert spread[0] < min(spread[1:])


@pytest.mark.parametrize("theme", THEMES)
def test_scales_grow_away_from_the_background(theme):
    steps = [contrast(color, PAPER[theme]) for color in scale_colors(theme)]
    assert steps == sorted(steps)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("count", [0, 1, 2, 5, 12])
def test_categories_are_distinct(theme, count):
    assert len(set(category_colors(count, theme))) == count


def test_contrast_of_black_and_white():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert oklch(1, 0, 0) == "#ffffff"
    assert oklch(0.62796, 0.25768, 29.2339) == "#ff0000"
