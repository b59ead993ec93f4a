"""Topic → colour, by its place on the map; scales for years and strengths.

Colours are made in OKLCH (Björn Ottosson, "A perceptual color space", 2020), where equal steps
of hue and lightness look equal, and given as ``#rrggbb``.
"""

import math
from dataclasses import dataclass

import numpy as np

PAPER = {"light": "#fbf9f4", "dark": "#15171b"}
UNASSIGNED_POINT = {"light": "#b9b6b0", "dark": "#565a61"}
INK = {"light": "#23262b", "dark": "#f4f1ea"}
QUIET_INK = {"light": "#5b5f66", "dark": "#a9adb4"}
HIT = {"light": "#f4a21c", "dark": "#ffd678"}
THEMES = ("light", "dark")

_CONTRAST = 7.6  # well above 4.5, so that a quiet label still reads
_STEPS = 9


@dataclass(frozen=True)
class Palette:
    """Colours by theme ("light", "dark"), one of each kind a topic, in the order of the topics."""

    points: dict[str, list[str]]
    labels: dict[str, list[str]]


def topic_palette(places: np.ndarray) -> Palette:
    """Colours of topics: hue by the angle around the middle, paler in the middle.

    Parameters
    ----------
    places
        (topics, 2) float, the topics' places on the map.
    """
    places = np.asarray(places, float).reshape(-1, 2)
    hues, reach = _hues(places), _reach(places)
    points: dict[str, list[str]] = {theme: [] for theme in THEMES}
    labels: dict[str, list[str]] = {theme: [] for theme in THEMES}
    order = np.argsort(np.argsort(hues, kind="stable"), kind="stable")
    for hue, far, rank in zip(hues, reach, order, strict=True):
        step = 0.025 if rank % 2 else -0.025
        points["light"].append(oklch(0.74 - 0.13 * far + step, 0.085 + 0.075 * far, hue))
        points["dark"].append(oklch(0.77 - 0.06 * far + step, 0.085 + 0.065 * far, hue))
        labels["light"].append(_readable(0.46 - 0.04 * far, 0.07 + 0.07 * far, hue, "light"))
        labels["dark"].append(_readable(0.86, 0.055 + 0.045 * far, hue, "dark"))
    return Palette(points, labels)


def category_colors(count: int, theme: str) -> list[str]:
    """Colours for unordered things such as sources: evenly spaced hues, told apart by lightness."""
    base = 0.62 if theme == "light" else 0.76
    return [
        oklch(base + (0.07 if place % 2 else -0.05), 0.14, 40 + 360 * place / max(count, 1))
        for place in range(count)
    ]


def scale_colors(theme: str) -> list[str]:
    """Nine colours from little to much, monotone in lightness, for years and strengths."""
    faint, strong = ((0.86, 0.42), (0.36, 0.86))[theme == "dark"]
    return [
        oklch(faint + (strong - faint) * t, 0.06 + 0.11 * math.sin(math.pi * (0.2 + 0.6 * t)), h)
        for t, h in zip(np.linspace(0, 1, _STEPS), np.linspace(95, 265, _STEPS), strict=True)
    ]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, from 1 to 21 (WCAG 2.2)."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def oklch(lightness: float, chroma: float, hue: float) -> str:
    """``#rrggbb`` of a colour in OKLCH (hue in degrees), with as much chroma as a screen has."""
    low, high = 0.0, chroma
    if not _fits(_linear_rgb(lightness, chroma, hue)):
        for _ in range(12):
            middle = (low + high) / 2
            fits = _fits(_linear_rgb(lightness, middle, hue))
            low, high = (middle, high) if fits else (low, middle)
        chroma = low
    red, green, blue = (_gamma(value) for value in _linear_rgb(lightness, chroma, hue))
    return f"#{red:02x}{green:02x}{blue:02x}"


def _hues(places: np.ndarray) -> np.ndarray:
    """Hue of each place: its angle, with the gaps between neighbours evened out by half."""
    count = len(places)
    if count < 2:
        return np.full(count, 250.0)
    away = places - (places.min(axis=0) + places.max(axis=0)) / 2
    angles = np.degrees(np.arctan2(away[:, 1], away[:, 0])) % 360
    order = np.argsort(angles, kind="stable")
    gaps = np.diff(angles[order])
    hues = np.empty(count)
    steps = np.concatenate(([0.0], np.cumsum(0.5 * gaps + 0.5 * 360 / count)))
    hues[order] = angles[order[0]] + steps
    return hues % 360


def _reach(places: np.ndarray) -> np.ndarray:
    """Distance of each place from the middle, from 0 to 1 at the farthest."""
    if len(places) < 2:
        return np.full(len(places), 0.7)
    away = places - (places.min(axis=0) + places.max(axis=0)) / 2
    span = np.maximum(np.ptp(places, axis=0) / 2, 1e-9)
    distance = np.hypot(*(away / span).T)
    return np.clip(distance / max(float(distance.max()), 1e-9), 0, 1)


def _readable(lightness: float, chroma: float, hue: float, theme: str) -> str:
    """The colour, made darker (lighter in the dark) until it reads well on the background."""
    step = -0.01 if theme == "light" else 0.01
    color = oklch(lightness, chroma, hue)
    while contrast(color, PAPER[theme]) < _CONTRAST and 0.05 < lightness < 0.98:
        lightness += step
        color = oklch(lightness, chroma, hue)
    return color


def _linear_rgb(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a = chroma * math.cos(math.radians(hue))
    b = chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _fits(rgb: tuple[float, float, float]) -> bool:
    return all(-1e-4 <= value <= 1 + 1e-4 for value in rgb)


def _gamma(value: float) -> int:
    value = min(max(value, 0.0), 1.0)
    value = 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055
    return round(255 * value)


def _luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
