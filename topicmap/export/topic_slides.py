"""A slide a topic: its name and size, keywords, typical papers, and its place on the map."""

from dataclasses import dataclass, replace

import numpy as np

from topicmap.cells import known, link_of, names_of, quoted_title, text_in
from topicmap.colors import UNASSIGNED_POINT
from topicmap.contours import Ring
from topicmap.export.light import Light
from topicmap.export.names import fitted
from topicmap.export.papers_drawn import Stage, dots, glow
from topicmap.export.plotted import papers_png
from topicmap.export.powerpoint import Deck, Run
from topicmap.export.shapes import SEMIBOLD, Area, Dots, Frame, Picture, Text
from topicmap.export.sheet import Sheet
from topicmap.kinds import years_of
from topicmap.relations import nearest_topics
from topicmap.topic_map import TopicMap
from topicmap.wording import counted, provenance, topic_name

HEADING, BODY, SMALL = 10.5, 13.0, 10.0  # letters, in points on a slide
TOP, FOOT = 104.0, 30.0  # where the content of a slide begins and ends

_TITLE, _FACTS = 26.0, 13.0
_HEAD = 26.0
_PICTURE = 0.46  # of the width
_AROUND = 0.075  # free space around the papers, so that their glow is not cut
_GAP = 6.0
_PAPERS, _KEYWORDS, _AUTHORS, _NEAR = 5, 10, 3, 3
_DPI = 144
_TOLD = {
    "cohesion": "Cohesion",
    "npmi": "Keywords together (NPMI)",
    "trustworthiness": "Trustworthiness",
    "stability": "Found again",
}


@dataclass(frozen=True)
class Pictures:
    """The map beside each topic: all papers in grey, the same for all, and its own over them."""

    sheet: Sheet
    stage: Stage
    frame: Frame
    faint: bytes

    @classmethod
    def of(cls, sheet: Sheet) -> "Pictures":
        """The pictures of a map, of the size that they have on a topic's slide."""
        width = sheet.width * _PICTURE
        top = TOP * sheet.unit
        frame = Frame(
            sheet.width - sheet.side - width, top, width, sheet.height - top - FOOT * sheet.unit
        )
        inner = Frame(0.0, 0.0, frame.width, frame.height)
        stage = Stage(
            fitted(replace(sheet, choices=replace(sheet.choices, view=None)), inner), inner
        )
        grey = UNASSIGNED_POINT[sheet.theme]
        areas, papers = cls._drawn(sheet, stage)
        picture = cls._picture(
            sheet,
            stage,
            [replace(area, color=grey) for area in areas],
            [
                replace(one, color=np.full(len(one.x), grey), opacity=one.opacity / 2)
                for one in papers
            ],
        )
        return cls(sheet, stage, frame, papers_png(picture, _DPI))

    def topic(self, topic: int) -> bytes:
        """A topic's own glow and papers, over nothing."""
        sheet, stage = self.sheet, self.stage
        own = sheet.topic_map.papers["topic"].to_numpy() == topic
        shown = replace(sheet, light=Light(shown=own))
        outlines: tuple[list[list[Ring]], ...] = tuple(
            levels if at == topic else [[] for _ in levels]
            for at, levels in enumerate(sheet.scene.outlines)
        )
        shown = replace(shown, scene=replace(sheet.scene, outlines=outlines))
        return papers_png(self._picture(sheet, stage, *self._drawn(shown, stage)), _DPI, True)

    @staticmethod
    def _drawn(sheet: Sheet, stage: Stage) -> tuple[list[Area], list[Dots]]:
        light = Light(shown=sheet.light.shown)
        tones = replace(sheet.tones, numbers=sheet.topic_map.papers["topic"].to_numpy(int))
        tones = replace(tones, colors=sheet.scene.palette.points[sheet.theme])
        return (
            glow(sheet.topic_map, sheet.scene, stage, light, sheet.theme, True),
            dots(sheet.topic_map, sheet.scene, stage, light, tones, sheet.theme),
        )

    @staticmethod
    def _picture(sheet: Sheet, stage: Stage, areas: list[Area], papers: list[Dots]) -> Picture:
        box, frame = stage.box, stage.frame
        return Picture(
            frame.width, frame.height, sheet.paper, "", "", frame,
            (box.x0, box.x1, box.y0, box.y1), frame, tuple(areas), tuple(papers),
        )  # fmt: skip


def _greyed(dots: Dots, grey: str) -> Dots:
    return replace(dots, color=np.full(len(dots.x), grey), opacity=dots.opacity / 2)


def add_topic(
    deck: Deck, sheet: Sheet, pictures: Pictures, topic: int, centres: np.ndarray
) -> None:
    """A topic: its name and size, keywords, typical papers, and its place on the map."""
    topic_map, unit = sheet.topic_map, sheet.unit
    row = topic_map.topics.loc[topic]
    name = " ".join(str(row["label"]).split())
    deck.add_slide(_notes(topic_map, topic, centres))
    words = f"The place of {name} on the map"
    deck.add_picture(pictures.faint, pictures.frame, "The whole map, faded")
    deck.add_picture(pictures.topic(topic), pictures.frame, words)
    add_heading(deck, sheet, name, _facts(topic_map, topic), _color(sheet, topic))
    top = TOP * unit
    width = sheet.width * (1 - _PICTURE) - 2 * sheet.side - 10 * unit
    frame = Frame(sheet.side, top, width, sheet.height - top - FOOT * unit)
    heading = (HEADING * unit, sheet.quiet_ink)
    keywords = ", ".join([*row["keywords"]][:_KEYWORDS])
    paragraphs = [
        [Run("KEYWORDS", *heading, bold=True)],
        [Run(keywords, BODY * unit, sheet.ink)],
        [Run("TYPICAL PAPERS", *heading, bold=True)],
    ]
    room = frame.height - _height(sheet, paragraphs, width)
    for paper in row["examples"][:_PAPERS]:
        told = _paper(sheet, str(paper), width)
        room -= _height(sheet, [told], width)
        if room < 0:
            break
        paragraphs.append(told)
    deck.add_text(frame, paragraphs, _GAP * unit)
    add_foot(deck, sheet)


def _color(sheet: Sheet, topic: int) -> str:
    return sheet.scene.palette.labels[sheet.theme][topic]


def add_heading(deck: Deck, sheet: Sheet, title: str, below: str, color: str) -> None:
    """The title of a slide and the line below it."""
    room, unit = sheet.width - 2 * sheet.side, sheet.unit
    size = _TITLE * unit
    title = sheet.letters.shortened(title, size, room, SEMIBOLD)
    down = (_HEAD + _TITLE * 0.8) * unit
    width = sheet.letters.width(title, size, SEMIBOLD)
    deck.add_lines([Text(title, sheet.side, down, size, color, width, SEMIBOLD)], title=True)
    if below:
        size = _FACTS * unit
        below = sheet.letters.shortened(below, size, room)
        width = sheet.letters.width(below, size)
        text = Text(below, sheet.side, down + 24 * unit, size, sheet.quiet_ink, width)
        deck.add_lines([text])


def add_foot(deck: Deck, sheet: Sheet) -> None:
    """What the map was made of, at the foot of a slide."""
    if not sheet.choices.provenance:
        return
    size = 9.0 * sheet.unit
    line = sheet.letters.shortened(provenance(sheet.topic_map), size, sheet.width - 2 * sheet.side)
    down = sheet.height - 20 * sheet.unit
    width = sheet.letters.width(line, size)
    deck.add_lines([Text(line, sheet.side, down, size, sheet.quiet_ink, width)])


def _facts(topic_map: TopicMap, topic: int) -> str:
    """Size, share, years and strength of a topic in a line."""
    papers = topic_map.papers[topic_map.papers["topic"] == topic]
    years = years_of(papers)
    years = years[years > 0]
    span = ""
    if len(years):
        first, last = years.min(), years.max()
        span = f"{first}" if first == last else f"{first}–{last}"
    share = f"{len(papers) / len(topic_map):.0%} of the map"
    strength = f"mean strength {papers['strength'].mean():.2f}"
    return " · ".join(filter(None, [counted(len(papers), "paper"), share, span, strength]))


def _paper(sheet: Sheet, paper_id: str, width: float) -> list[Run]:
    """A paper in a paragraph: its title, which is a link, and who wrote it when."""
    paper = sheet.topic_map.papers.loc[paper_id]
    size = BODY * sheet.unit
    title = quoted_title(text_in(paper, "title"), text_in(paper, "abstract"))
    lines = sheet.letters.wrapped(title, size, width)
    if len(lines) > 2:
        lines = [lines[0], sheet.letters.shortened(" ".join(lines[1:]), size, width)]
    link = link_of(paper.get("url"), paper.get("doi"))
    runs = [Run(" ".join(lines), size, sheet.ink, link=link)]
    names = names_of(paper.get("authors"))
    who = ", ".join(names[:_AUTHORS]) + (" and others" if len(names) > _AUTHORS else "")
    year = years_of(sheet.topic_map.papers.loc[[paper_id]])[0]
    small = SMALL * sheet.unit
    if told := " · ".join(filter(None, [who, str(year) if year else ""])):
        told = sheet.letters.shortened(told, small, width)
        runs.append(Run(told, small, sheet.quiet_ink, below=True))
    return runs


def _height(sheet: Sheet, paragraphs: list[list[Run]], width: float) -> float:
    """How high paragraphs are at most."""
    total = 0.0
    for runs in paragraphs:
        for run in runs:
            lines = sheet.letters.wrapped(run.text, run.size, width * 0.97)
            total += max(len(lines), 1) * run.size * 1.2
        total += _GAP * sheet.unit
    return total


def _notes(topic_map: TopicMap, topic: int, centres: np.ndarray) -> str:
    """What the speaker has at hand: the numbers of a topic."""
    row = topic_map.topics.loc[topic]
    weights = zip(row["keywords"], row["keyword_weights"], strict=True)
    near = nearest_topics(centres, topic, _NEAR)
    lines = [
        f"Topic {topic}: {row['label']}",
        _facts(topic_map, topic),
        "Keywords: " + ", ".join(f"{word} {weight:.2f}" for word, weight in weights),
    ]
    if len(near):
        pairs = zip(near.index, near, strict=True)
        named = (f"{topic_name(topic_map, int(other))} {value:.2f}" for other, value in pairs)
        lines.append("Nearest topics (cosine): " + ", ".join(named))
    told = {words: row.get(name) for name, words in _TOLD.items()}
    lines += [f"{words}: {value:.2f}" for words, value in told.items() if known(value)]
    if known(row.get("grab_bag")) and bool(row["grab_bag"]):
        lines.append("A grab bag: its papers have less in common than those of other topics.")
    return "\n".join(lines)
