"""Filters: which papers are shown, and their form in the address."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from topicmap.kinds import years_of
from topicmap.topic_map import UNASSIGNED, TopicMap

_MOST_NAMES = 200  # of sources or venues to choose from, and in an address
_LONGEST_NAME = 300
_COLUMNS = {"sources": "source", "venues": "venue"}
_NO_FILTER = "The link names a filter that there is not; it was left out."


@dataclass(frozen=True)
class Filters:
    """Which papers are shown: those that pass every filter.

    Parameters
    ----------
    sources, venues
        Only papers of these sources and venues; empty for all.
    topics
        Only papers of these topics, −1 for the unassigned; empty for all.
    years
        Only papers from the first of these years to the last; None for all, those without a year
        among them.
    strength
        Only papers that belong so much to their nearest topic, in [0, 1].
    assigned
        Only papers that are in a topic.
    """

    sources: tuple[str, ...] = ()
    venues: tuple[str, ...] = ()
    topics: tuple[int, ...] = ()
    years: tuple[int, int] | None = None
    strength: float = 0.0
    assigned: bool = False

    def chosen(self, name: str, value: Any) -> "Filters":
        """The filters with one of them as a visitor chose it."""
        kinds = {"strength": float, "assigned": bool}
        changed: Any = kinds.get(name, tuple)(value)
        return replace(self, **{name: changed})

    def to_params(self) -> dict[str, str | list[str]]:
        """The parameters of an address with these filters."""
        params: dict[str, str | list[str]] = {
            column: list(getattr(self, name)) for name, column in _COLUMNS.items()
        }
        params["topics"] = ",".join(map(str, self.topics))
        params["years"] = "" if self.years is None else "-".join(map(str, self.years))
        params["strength"] = f"{self.strength:g}" if self.strength else ""
        params["unassigned"] = "hidden" if self.assigned else ""
        return {name: value for name, value in params.items() if value}

    @classmethod
    def from_params(cls, params: Mapping[str, Sequence[str]]) -> tuple["Filters", list[str]]:
        """The filters of an address, and what in it was of no use, as sentences."""
        last = {name: str(values[-1]) for name, values in params.items() if len(values)}
        topics = _matched(r"-?\d{1,6}(?:,-?\d{1,6}){0,199}", last.get("topics", ""))
        years = _matched(r"\d{1,4}-\d{1,4}", last.get("years", ""))
        strength = _matched(r"0?\.\d{1,2}|1(?:\.0)?", last.get("strength", ""))
        ends = tuple(map(int, years.split("-"))) if years else ()
        filters = cls(
            **{name: names_in(params.get(column, ())) for name, column in _COLUMNS.items()},
            topics=tuple(dict.fromkeys(map(int, topics.split(",")))) if topics else (),
            years=(ends[0], ends[1]) if ends and ends[0] <= ends[1] else None,
            strength=float(strength or 0),
            assigned=last.get("unassigned") == "hidden",
        )
        named = (last.get(name) for name in ("topics", "years", "strength", "unassigned"))
        taken = (filters.topics, filters.years, filters.strength, filters.assigned)
        lost = any(text and not value for text, value in zip(named, taken, strict=True))
        return filters, [_NO_FILTER] if lost else []

    def fit(self, topic_map: TopicMap) -> tuple["Filters", list[str]]:
        """The filters as far as the map has what they name, and sentences about the rest.

        A filter that all papers pass is none.
        """
        notes: list[str] = []
        filters = replace(self, assigned=self.assigned and topic_map.unassigned > 0)
        for name, one in (("sources", "source"), ("venues", "venue"), ("topics", "topic")):
            named = getattr(filters, name)
            known = _known(topic_map, name) if named else ()
            kept = tuple(value for value in named if value in known)
            if kept != named:
                notes.append(f"A {one} that this map does not have was left out of the filter.")
            if _among(topic_map.papers, name, kept).all():
                kept = ()
            changed: dict[str, Any] = {name: kept}
            filters = replace(filters, **changed)
        if filters.years is not None:
            span = year_span(topic_map.papers)
            first, last = filters.years
            if span is None or last < span[0] or first > span[1]:
                notes.append("This map has no papers of those years; the filter was left out.")
                filters = replace(filters, years=None)
            else:
                years = max(first, span[0]), min(last, span[1])
                filters = replace(filters, years=None if years == span else years)
        return filters, notes


def shown_papers(papers: pd.DataFrame, filters: Filters) -> np.ndarray:
    """Which papers pass the filters: (n,) bool."""
    shown = np.ones(len(papers), dtype=bool)
    for name in ("sources", "venues", "topics"):
        shown &= _among(papers, name, getattr(filters, name))
    if filters.years is not None:
        years = years_of(papers)
        shown &= (years >= filters.years[0]) & (years <= filters.years[1])
    if filters.strength:
        shown &= papers["strength"].to_numpy(float) >= filters.strength
    if filters.assigned:
        shown &= papers["topic"].to_numpy() != UNASSIGNED
    return shown


def choices(topic_map: TopicMap) -> dict[str, list[Any]]:
    """What the filters by sources, venues and topics offer.

    Sources come in order of first appearance, venues by name, topics by size and the unassigned
    last; of more than 200 sources or venues the most frequent.
    """
    order = topic_map.topics.sort_values("size", ascending=False, kind="stable").index
    offered: dict[str, list[Any]] = {
        "topics": [*map(int, order), *([UNASSIGNED] if topic_map.unassigned else [])]
    }
    for name, column in _COLUMNS.items():
        counts = _texts(topic_map.papers, column).value_counts(sort=False)
        frequent = set(counts.nlargest(_MOST_NAMES).index)
        names = [value for value in counts.index if value in frequent]
        offered[name] = sorted(names) if name == "venues" else names
    return offered


def year_span(papers: pd.DataFrame) -> tuple[int, int] | None:
    """The first and last year of the papers; None where these are not two years."""
    years = years_of(papers)
    known = years[years > 0]
    if not len(known) or known.min() == known.max():
        return None
    return int(known.min()), int(known.max())


def _known(topic_map: TopicMap, name: str) -> set[Any]:
    """The sources, venues or topics that some paper of a map has."""
    if name == "topics":
        return set(topic_map.papers["topic"].unique())
    return set(_texts(topic_map.papers, _COLUMNS[name]).unique())


def _texts(papers: pd.DataFrame, column: str) -> pd.Series:
    """The texts of a column, where it has any."""
    known = papers[column].dropna() if column in papers else pd.Series([], dtype=object)
    return known.astype(str)


def _among(papers: pd.DataFrame, name: str, values: Sequence[Any]) -> np.ndarray:
    """(n,) bool: which papers are of one of the sources, venues or topics; all without any."""
    column = _COLUMNS.get(name, "topic")
    if not values or column not in papers:
        return np.ones(len(papers), dtype=bool)
    own = papers[column] if name == "topics" else papers[column].map(str, na_action="ignore")
    return own.isin(list(values)).to_numpy(bool)


def _matched(pattern: str, text: str) -> str:
    """The text, if it is of that form throughout and in plain digits; else nothing."""
    return text if re.fullmatch(pattern, text, flags=re.ASCII) else ""


def names_in(values: Sequence[str], most: int = _MOST_NAMES) -> tuple[str, ...]:
    """The different names of an address, none of them empty."""
    named = (tidy_name(str(value)) for value in list(values)[:most])
    return tuple(dict.fromkeys(filter(None, named)))


def tidy_name(text: str) -> str:
    """A name from outside, cut to a sensible length, without control characters."""
    return "".join(char for char in text if unicodedata.category(char) != "Cc")[:_LONGEST_NAME]
