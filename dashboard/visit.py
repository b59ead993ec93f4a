"""One visitor's session: what was chosen, and how each choice changes the view."""

import secrets
from dataclasses import dataclass, field, fields, replace
from threading import BoundedSemaphore
from typing import Any

from dashboard.areas import area_of
from dashboard.filters import Filters
from dashboard.tables import TOPIC_COLUMN
from dashboard.view import (
    LONGEST_TEXT,
    View,
    pick_area,
    pick_nothing,
    pick_paper,
    pick_topic,
    tidy_query,
)
from topicmap.topic_map import UNASSIGNED, TopicMap

SEARCH, COLOR, MAP, SORT = "search", "color", "map_name", "sort"
COMPARE, WAY = "compare", "by_meaning"
FILTERS = {f"filter-{field.name}": field.name for field in fields(Filters)}
TABLE = "table"
_FILES_AT_ONCE = 2
Choice = dict[str, list[Any]]
_UNTOUCHED: Choice = {"rows": [], "cells": []}


@dataclass
class Visit:
    """One visitor's session.

    `seen` holds what was last taken over from each widget, or given to it; `told` the page on which
    each widget was told its value, and how often; `page` the page whose address was last written,
    and `turned` whether another one was asked for since; `go` where the view was last asked to go,
    a topic or row and a mark of this journey; `ask` a mark of the last wish for a picture of what
    is seen, and `picture` what that was, until it is shown; `listed` the papers of the table that
    was last drawn, each with its topic; `several` whether its chosen rows are papers to be taken
    along; `round` how often these were set elsewhere than in a table; `fresh` whether no run has
    been finished yet; `making` what each file that is made for the visitor has to get hold of.
    """

    view: View
    notes: list[str] = field(default_factory=list)
    seen: dict[str, Any] = field(default_factory=dict)
    told: dict[str, tuple[str, int]] = field(default_factory=dict)
    page: str = ""
    turned: bool = False
    go: dict[str, Any] | None = None
    ask: str = ""
    picture: dict[str, Any] | None = None
    opened: Any = None
    table: str = TABLE
    listed: list[tuple[str, int]] = field(default_factory=list)
    several: bool = False
    round: int = 0
    fresh: bool = True
    making: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(_FILES_AT_ONCE))

    def note(self, sentences: list[str]) -> None:
        """Add sentences that the visitor should read."""
        self.notes.extend(sentence for sentence in sentences if sentence not in self.notes)

    def take(self, key: str, value: Any) -> None:
        """Take over what the visitor chose in a widget."""
        before, self.seen[key] = self.seen.get(key), value
        view = self.view
        if key == WAY:
            view = replace(view, by_meaning=value)
        elif key == SEARCH:
            view = replace(view, query=tidy_query(value or ""))
            if len(value or "") > LONGEST_TEXT:
                self.note([f"Only the first {LONGEST_TEXT:,} letters are searched for."])
        elif key in FILTERS:
            view = replace(view, filters=view.filters.chosen(FILTERS[key], value))
        elif key == COLOR:
            view = replace(view, color=value)
        elif key == SORT:
            view = replace(view, sort=value)
        elif key == COMPARE:
            view = replace(view, compare=value)
        elif key == MAP:
            view = View(map=value, query=view.query, by_meaning=view.by_meaning)
        else:
            view = self._with_table(value, before or _UNTOUCHED)
        self.view = view

    def _with_table(self, chosen: Choice, before: Choice) -> View:
        """The view with what was chosen in the table since: rows, or a cell, which picks its paper.

        A cell of the column of topics picks the topic.
        """
        view, count = self.view, len(self.listed)
        rows = [self.listed[row][0] for row in chosen["rows"] if 0 <= row < count]
        if self.several:
            here = {paper for paper, _ in self.listed}
            kept = [paper for paper in view.picks if paper not in here or paper in rows]
            view = replace(view, picks=tuple(dict.fromkeys([*kept, *rows])))
        elif rows and chosen["rows"] != before["rows"]:
            view = replace(view, paper=rows[0])
        for row, column in chosen["cells"] if chosen["cells"] != before["cells"] else ():
            if 0 <= row < count:
                paper, topic = self.listed[row]
                is_topic = column == TOPIC_COLUMN
                view = pick_topic(view, topic) if is_topic else replace(view, paper=paper)
        return view

    def take_pick(self, pick: dict[str, Any], topic_map: TopicMap) -> None:
        """Take over a pick, or a wish to begin anew; some send the view on a journey."""
        paper, topic = pick.get("paper"), pick.get("topic")
        if "picture" in pick:
            self.picture = pick
        elif pick.get("reset") is True:
            self.view = View(map=self.view.map)
            self.go = None
        elif isinstance(paper, int) and 0 <= paper < len(topic_map):
            self.view = pick_paper(self.view, topic_map, str(topic_map.papers.index[paper]))
            self.go = _journey(row=paper) if pick.get("show") is True else None
        elif isinstance(topic, int) and UNASSIGNED <= topic < len(topic_map.topics):
            self.view = pick_topic(self.view, topic)
            self.go = _journey(topic=topic) if topic != UNASSIGNED else None
        elif area := area_of(pick.get("area")):
            self.view = pick_area(self.view, area)
            self.go = None
        elif paper is None and topic is None and "area" not in pick:
            self.view = pick_nothing(self.view)
            self.go = None


def _journey(**where: int) -> dict[str, Any]:
    """A wish to go to a topic or a paper (its row), with a mark of its own."""
    return {**where, "journey": secrets.token_hex(4)}
