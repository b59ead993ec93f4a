"""Maps, topics and views → words to show."""

from collections.abc import Sequence

import numpy as np

from dashboard.filters import Filters
from dashboard.view import View
from topicmap.bundle import BundleInfo
from topicmap.placing import Placed
from topicmap.search import LONGEST
from topicmap.topic_map import UNASSIGNED, TopicMap
from topicmap.wording import counted, part_of, topic_name

NO_PAPERS = "No paper is left. Search for other words, or take back a filter in the sidebar."
_QUOTED = 40  # letters
_NAMED = 3
ORDERS = {
    "": "Usual order",
    "strength": "Strongest first",
    "new": "Newest first",
    "old": "Oldest first",
    "title": "By title",
    "topic": "By topic",
}


def map_line(info: BundleInfo) -> str:
    """A map in a choice of several: its size and day of making."""
    parts = [counted(info.papers, "paper"), info.created[:10]]
    return " · ".join(filter(None, parts))


def summary_line(topic_map: TopicMap, shown: np.ndarray) -> str:
    """The map in a line: papers, topics, the unassigned, sources, day of making.

    ``shown`` says which papers pass the filter; where some do not, it says how many do.
    """
    unassigned = int((topic_map.papers["topic"].to_numpy()[shown] == UNASSIGNED).sum())
    parts = [
        part_of(int(shown.sum()), len(topic_map), "paper"),
        counted(len(topic_map.topics), "topic"),
        f"{unassigned:,} unassigned",
    ]
    if "source" in topic_map.papers and (sources := topic_map.papers["source"].nunique()):
        parts.append(counted(int(sources), "source"))
    if created := str(topic_map.about.get("created", ""))[:10]:
        parts.append(f"made {created}")
    return " · ".join(parts)


def narrowed(topic_map: TopicMap, view: View, query: str) -> str:
    """What narrows the papers down, each after a middle dot: topic, area, words, filters."""
    parts = [] if view.topic is None else [topic_name(topic_map, view.topic)]
    parts += ["in the area drawn"] if view.area else []
    like = "most like" if view.by_meaning else "with"
    parts += [f"{like} “{_cropped(query)}”"] if query else []
    parts += filter_words(topic_map, view.filters)
    return "".join(f" · {part}" for part in parts)


def _cropped(query: str) -> str:
    return query if len(query) <= _QUOTED else query[: _QUOTED - 1].rstrip() + "…"


def filter_words(topic_map: TopicMap, filters: Filters) -> list[str]:
    """What each filter lets through, in words."""
    topics = [topic_name(topic_map, topic) for topic in filters.topics]
    parts = [f"from {_listed(filters.sources, 'source')}"] if filters.sources else []
    parts += [f"at {_listed(filters.venues, 'venue')}"] if filters.venues else []
    parts += [f"in {_listed(topics, 'topic')}"] if topics else []
    if filters.years is not None:
        first, last = filters.years
        parts += [f"of {first}" if first == last else f"of {first}–{last}"]
    parts += [f"strength at least {filters.strength:g}"] if filters.strength else []
    return parts + (["without the unassigned"] if filters.assigned else [])


def _listed(names: Sequence[str], noun: str) -> str:
    """Up to three names, or how many there are."""
    return ", ".join(names) if len(names) <= _NAMED else counted(len(names), noun)


def place_answer(placed: Placed, shown: int) -> str:
    """What a search by meaning found, of which so many papers are shown."""
    nearest = counted(len(placed.rows), "nearest paper")
    if shown < len(placed.rows):
        nearest += f", {shown:,} shown"
    return f"Hardly any alike; the {nearest}" if placed.is_far else f"The {nearest}"


def search_answer(query: str, found: int | None, shown: int, total: int) -> str:
    """What a search found, or how many papers there are to search in.

    ``found`` counts hits among the papers shown; it is None when the query has no word.
    """
    papers = part_of(shown, total, "paper")
    if not query:
        return papers
    if found is None:
        return f"No word to search for · {papers}"
    long = f" · only the first {LONGEST} letters are searched" if len(query) > LONGEST else ""
    if not found and shown == total:
        return f"No paper has these words{long}"
    number = f"{found:,}" if found else "None"
    whole = "" if shown == total else " shown"
    return f"{number} of {counted(shown, 'paper')}{whole}{long}"
