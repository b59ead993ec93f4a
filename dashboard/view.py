"""View: what the visitor looks at, and its form in the address of the page."""

import re
import unicodedata
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from dashboard.areas import corners, numbers_in, papers_in_area
from dashboard.filters import Filters, names_in, tidy_name
from topicmap.kinds import possible_colors
from topicmap.topic_map import UNASSIGNED, TopicMap

SORTS = ("", "strength", "new", "old", "title", "topic")
MOST_PICKS = 200  # more do not go into an address
LONGEST_TEXT = 2_000
_OTHER_TOPICS = (
    "The map was built anew since: its topics and places are others now, so that the topic, the "
    "area, the filter by topic and the part of the map that were chosen before were left out."
)


@dataclass(frozen=True)
class View:
    """What the visitor chose, by names and ids, so that a link keeps its meaning.

    Parameters
    ----------
    map
        Name of the map; empty for the first one.
    paper
        Id of the picked paper, or empty.
    topic
        The picked topic (−1: the unassigned papers), or None. Together with ``paper`` it is the
        topic in whose table the paper was picked.
    compare
        A second topic beside the picked one, or None.
    query
        What is searched for.
    by_meaning
        Whether papers that mean the like are searched for, instead of words.
    filters
        Which papers are shown.
    color
        What the points are coloured by: ``topic``, ``nearest`` (topic, for the unassigned too),
        ``year``, ``strength``, or the name of a column of kinds, such as ``venue``.
    box
        The part of the map that is seen, as the browser writes it: its left, right, lower and
        upper edge in map units, with commas. Empty for the whole map.
    area
        The corners of an area that was drawn around papers, see `dashboard.areas`; empty for none.
        There is none beside a picked topic.
    sort
        One of `SORTS`: the order in which papers are listed.
    picks
        Ids of papers picked to be taken along, in the order in which they were.
    made
        `fingerprint` of the map whose topics and places are meant; empty where it is not known.
    """

    map: str = ""
    paper: str = ""
    topic: int | None = None
    compare: int | None = None
    query: str = ""
    by_meaning: bool = False
    filters: Filters = field(default_factory=Filters)
    color: str = "topic"
    box: str = ""
    area: str = ""
    sort: str = ""
    picks: tuple[str, ...] = ()
    made: str = ""

    @property
    def picked(self) -> str:
        """The picked paper's id, ``topic:ID``, ``area``, or nothing."""
        if self.paper:
            return self.paper
        if self.topic is not None:
            return f"topic:{self.topic}"
        return "area" if self.area else ""

    @property
    def is_bound(self) -> bool:
        """Whether it names topics or places, which are others when the map is built anew."""
        return self.topic is not None or bool(self.filters.topics or self.box or self.area)

    def to_params(self) -> dict[str, str | list[str]]:
        """The parameters of an address that shows this view; none for the view at first sight."""
        params: dict[str, str | list[str]] = {}
        if self.topic is not None:
            params["topic"] = str(self.topic)
        if self.paper:
            params["paper"] = self.paper
        if self.compare is not None:
            params["compare"] = str(self.compare)
        if self.query:
            params["q"] = self.query
        if self.by_meaning:
            params["by"] = "meaning"
        params |= self.filters.to_params()
        if self.color != "topic":
            params["color"] = self.color
        if self.box:
            params["view"] = self.box
        if self.area:
            params["area"] = self.area
        if self.sort:
            params["sort"] = self.sort
        if 0 < len(self.picks) <= MOST_PICKS:
            params["picks"] = list(self.picks)
        if self.map:
            params["map"] = self.map
        if self.made and self.is_bound:
            params["made"] = self.made
        return params

    @classmethod
    def from_params(cls, params: Mapping[str, Sequence[str]]) -> tuple["View", list[str]]:
        """The view of an address and what in the address was of no use, as sentences.

        Whether papers, topics and sources exist is for `fit` to say.
        """
        filters, notes = Filters.from_params(params)
        last = {name: str(values[-1]) for name, values in params.items() if len(values)}
        by_meaning = last.get("by", "") == "meaning"
        view = cls(
            map=tidy_name(last.get("map", "")),
            paper=tidy_name(last.get("paper", "")),
            topic=_topic(last.get("topic", ""), notes),
            compare=_topic(last.get("compare", ""), notes),
            query=tidy_query(last.get("q", "")),
            by_meaning=by_meaning,
            filters=filters,
            color=tidy_name(last.get("color", "")) or "topic",
            box=last.get("view", ""),
            area=last.get("area", ""),
            sort=tidy_name(last.get("sort", "")),
            picks=names_in(params.get("picks", ()), MOST_PICKS),
            made=tidy_name(last.get("made", "")),
        )
        if len(last.get("q", "")) > LONGEST_TEXT:
            notes.append(
                f"The link searches for more than {LONGEST_TEXT:,} letters; the rest was left out."
            )
        if view.sort not in SORTS:
            notes.append("The link names an order that there is not; it was left out.")
            view = replace(view, sort="")
        if view.area and corners(view.area) is None:
            notes.append("The link names an area that there is not; it was left out.")
            view = replace(view, area="")
        if view.box and box_edges(view.box) is None:
            notes.append("The link names a part of the map that there is not; it was left out.")
            view = replace(view, box="")
        return view, notes

    def fit(
        self, topic_map: TopicMap, colors: Sequence[str] | None = None, made: str = ""
    ) -> tuple["View", list[str]]:
        """The view as far as the map has what it names, and sentences about the rest.

        ``colors`` are its `possible_colors` and ``made`` its `fingerprint`, where they are known
        already.
        """
        notes: list[str] = []
        view = self
        if view.made and view.is_bound and view.made != (made or fingerprint(topic_map)):
            notes.append(_OTHER_TOPICS)
            filters = replace(view.filters, topics=())
            view = replace(view, topic=None, compare=None, filters=filters, box="", area="")
        view = _fit_picked(replace(view, made=""), topic_map, notes)
        filters, unknown = view.filters.fit(topic_map)
        notes += unknown
        view = _fit_places(replace(view, filters=filters), topic_map, notes)
        if view.color != "topic" and view.color not in (
            colors or possible_colors(topic_map.papers)
        ):
            notes.append("This map cannot be coloured that way.")
            view = replace(view, color="topic")
        return view, notes


def _fit_picked(view: View, topic_map: TopicMap, notes: list[str]) -> View:
    """The view with the picked papers and topics that the map has."""
    ids, topics = topic_map.papers.index, len(topic_map.topics)
    if view.paper and view.paper not in ids:
        notes.append("The picked paper is not in this map.")
        view = replace(view, paper="")
    if view.topic is not None and not UNASSIGNED <= view.topic < topics:
        notes.append("The picked topic is not in this map.")
        view = replace(view, topic=None)
    if view.compare is not None and not 0 <= view.compare < topics:
        notes.append("The topic to compare with is not in this map.")
        view = replace(view, compare=None)
    if view.topic in (None, UNASSIGNED, view.compare):
        view = replace(view, compare=None)
    picks = tuple(paper for paper in view.picks if paper in ids)
    if picks != view.picks:
        lost = len(view.picks) - len(picks)
        notes.append(f"{lost:,} of the papers picked to be taken along are not in this map.")
        view = replace(view, picks=picks)
    return pick_paper(view, topic_map, view.paper) if view.paper else view


def _fit_places(view: View, topic_map: TopicMap, notes: list[str]) -> View:
    """The view with the part of the map and the area that hold papers."""
    if view.box and not _is_on_map(view.box, topic_map.papers):
        notes.append("The part of the map that the link names is empty; it was left out.")
        view = replace(view, box="")
    if view.area and not papers_in_area(topic_map.papers, view.area).any():
        notes.append("There is no paper in the area that was drawn; it was left out.")
        view = replace(view, area="")
    if view.area and view.topic is not None:
        notes.append("The link names a topic and an area; the area was left out.")
        view = replace(view, area="")
    return view


def fingerprint(topic_map: TopicMap) -> str:
    """Eight hexadecimal digits that change with the topics and the places of the papers."""
    names = "\n".join(map(str, topic_map.topics["label"]))
    papers = topic_map.papers
    found = zlib.crc32(names.encode("utf-8", "replace"))
    for column, kind in (("x", np.float32), ("y", np.float32), ("topic", np.int32)):
        found = zlib.crc32(papers[column].to_numpy().astype(kind).tobytes(), found)
    return f"{found:08x}"


def box_edges(text: str) -> tuple[float, float, float, float] | None:
    """The left, right, lower and upper edge that a text names; None where it names no box."""
    edges = numbers_in(text)
    if len(edges) != 4:
        return None
    x0, x1, y0, y1 = edges
    return (x0, x1, y0, y1) if x0 < x1 and y0 < y1 else None


def _is_on_map(box: str, papers: pd.DataFrame) -> bool:
    edges = box_edges(box)
    if edges is None:
        return False
    x0, x1, y0, y1 = edges
    x, y = papers["x"], papers["y"]
    return bool(x0 <= x.max() and x1 >= x.min() and y0 <= y.max() and y1 >= y.min())


def tidy_query(text: str) -> str:
    """A query as it is kept: one line, no control characters, of limited length."""
    plain = "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in text)
    return " ".join(plain.split())[:LONGEST_TEXT].strip()


def pick_paper(view: View, topic_map: TopicMap, paper: str) -> View:
    """The view with a paper picked; the picked topic stays when the paper belongs to it."""
    home = topic_map.papers["topic"].iloc[topic_map.row(paper)]
    return replace(view, paper=paper, topic=view.topic if view.topic == home else None)


def pick_topic(view: View, topic: int) -> View:
    """The view with a topic picked and no paper or area."""
    compare = None if topic == view.compare else view.compare
    return replace(view, paper="", topic=topic, compare=compare, area="")


def pick_area(view: View, area: str) -> View:
    """The view with the papers in an area picked."""
    return replace(view, paper="", topic=None, compare=None, area=area)


def pick_nothing(view: View) -> View:
    """The view with nothing picked."""
    return replace(view, paper="", topic=None, compare=None, area="")


def _topic(text: str, notes: list[str]) -> int | None:
    if not text:
        return None
    if re.fullmatch(r"-?[0-9]{1,6}", text):
        return int(text)
    notes.append("The link names a topic that there is not; it was left out.")
    return None
