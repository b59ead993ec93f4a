"""A map → slides: the whole map, a slide a topic, and for a deck how it was made and how good."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from topicmap.export.choices import Choices
from topicmap.export.composition import compose_sheet, sheet_of
from topicmap.export.light import Light
from topicmap.export.plotted import papers_png
from topicmap.export.powerpoint import STRETCH, Deck, Run
from topicmap.export.shapes import Frame, Picture
from topicmap.export.sheet import Sheet
from topicmap.export.topic_slides import (
    BODY,
    FOOT,
    SMALL,
    TOP,
    Pictures,
    add_foot,
    add_heading,
    add_topic,
)
from topicmap.quality_words import figure_groups
from topicmap.relations import topic_centres
from topicmap.scene import Scene
from topicmap.topic_map import TopicMap
from topicmap.wording import counted, made_at, provenance

_METHOD = (
    "Titles and abstracts become vectors by what they mean and which words they use.",
    "Several layouts are grouped in several ways; what they agree on are the topics. A paper that "
    "belongs to none stays unassigned and is grey.",
    "Labels and keywords are phrases that many of a topic's papers and few others have.",
    "Near on the map means alike; the axes mean nothing, and far distances say little.",
)
_LONG = 1_600  # letters; more are written smaller


def slides(
    topic_map: TopicMap,
    scene: Scene,
    choices: Choices,
    light: Light | None = None,
    full: bool = False,
) -> tuple[bytes, tuple[str, ...]]:
    """The bytes of a PowerPoint file, and notes on it.

    Parameters
    ----------
    full
        Whether slides on how the map was made and on its quality follow.
    """
    sheet = sheet_of(topic_map, scene, choices, light)
    sheet = replace(sheet, letters=replace(sheet.letters, stretch=STRETCH))
    deck = Deck(sheet.size, sheet.paper)
    overview = compose_sheet(sheet)
    _add_overview(deck, sheet, overview)
    pictures = Pictures.of(sheet)
    centres = topic_centres(topic_map) if len(topic_map.topics) else np.empty((0, 0))
    for topic in topic_map.topics.index:
        add_topic(deck, sheet, pictures, int(topic), centres)
    if full:
        _add_list(deck, sheet, "How this map was made", _made(topic_map))
        _add_list(deck, sheet, "How far to trust it", _quality(topic_map))
    return deck.content(overview.title, made_at(topic_map)), overview.notes


def _add_overview(deck: Deck, sheet: Sheet, picture: Picture) -> None:
    """The map as a picture, its names, lines and words as text boxes and lines over it."""
    deck.add_slide(f"{picture.description}\n\n{provenance(sheet.topic_map)}")
    whole = Frame(0.0, 0.0, picture.width, picture.height)
    resolution = sheet.choices.resolution
    deck.add_picture(papers_png(picture, resolution), whole, picture.description)
    for line in picture.lines:
        if len(line.points) == 2:
            deck.add_line(line)
    for circle in picture.circles:
        if circle.fill:
            deck.add_disc(circle)
    for label in picture.labels:
        deck.add_lines(label)
    for place, words in enumerate(picture.words):
        deck.add_lines([words], title=place == 0)


def _add_list(deck: Deck, sheet: Sheet, title: str, entries: Sequence[tuple[str, str]]) -> None:
    """A slide with entries: what it is in bold, and words on it."""
    deck.add_slide("\n".join(" ".join(filter(None, entry)) for entry in entries))
    add_heading(deck, sheet, title, "", sheet.ink)
    unit = sheet.unit
    top = TOP * 0.75 * unit
    frame = Frame(sheet.side, top, sheet.width - 2 * sheet.side, sheet.height - top - FOOT * unit)
    longest = sum(len(name) + len(words) for name, words in entries)
    size = (BODY if longest < _LONG else SMALL + 1) * unit
    paragraphs = [
        [Run(f"{name}  ", size, sheet.ink, bold=True), Run(words, size, sheet.quiet_ink)]
        for name, words in entries
    ]
    deck.add_text(frame, paragraphs, 7 * unit)
    add_foot(deck, sheet)


def _made(topic_map: TopicMap) -> list[tuple[str, str]]:
    """How the map was made: the steps, and what they were given."""
    settings, about = topic_map.settings, topic_map.about
    steps = [(f"{number}.", step) for number, step in enumerate(_METHOD, 1)]
    versions = about.get("versions") or {}
    used = ", ".join(f"{name} {version}" for name, version in versions.items())
    given = [
        ("Papers", f"{counted(len(topic_map), 'paper')}, {topic_map.unassigned:,} unassigned"),
        ("Vectors by", str(about.get("embedder") or settings.embedder)),
        ("Seed", str(settings.seed)),
        ("Settings", settings.fingerprint),
        ("With", used),
    ]
    return [*steps, *(entry for entry in given if entry[1])]


def _quality(topic_map: TopicMap) -> list[tuple[str, str]]:
    """The figures of the map in plain words."""
    figures = [figure for group in figure_groups(topic_map) for figure in group["figures"]]
    return [(f"{figure['name']}: {figure['value']}", figure["words"]) for figure in figures]
