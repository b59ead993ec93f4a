"""Pure: a paper → what its card says, as plain values without any markup."""

from typing import Any

import numpy as np

from topicmap.cards.chips import paper_line, topic_chip
from topicmap.cells import known, link_of, names_of, text_in, title_of
from topicmap.scene import Scene
from topicmap.topic_map import TopicMap
from topicmap.wording import counted


def paper_card(topic_map: TopicMap, scene: Scene, paper: str) -> dict[str, Any]:
    """A paper: all that is known of it, its topic and strength, and the papers most like it."""
    row: Any = topic_map.papers.loc[paper]
    nearest, home = int(row["nearest_topic"]), int(row["topic"])
    everything = np.ones(len(topic_map), dtype=bool)
    return {
        "kind": "paper",
        "paper": paper,
        "row": topic_map.row(paper),
        **paper_entry(row),
        "topic": topic_chip(topic_map, scene, home, everything),
        "nearest": topic_chip(topic_map, scene, nearest, everything) if home != nearest else None,
        "neighbors": [
            {**paper_line(topic_map, str(other)), "likeness": round(float(likeness), 2)}
            for other, likeness in topic_map.neighbors(paper).items()
        ],
    }


def paper_entry(row: Any) -> dict[str, Any]:
    """What a row of the papers says by itself: title, authors, where, when, link, strength."""
    title = title_of(text_in(row, "title"), text_in(row, "abstract"))
    return {
        "title": title.text,
        "ownTitle": title.own,
        "authors": names_of(row.get("authors")),
        "moreAuthors": row.get("authors_truncated") is True,
        "abstract": text_in(row, "abstract"),
        "facts": _facts(row),
        "source": _source(row),
        "url": link_of(row.get("url"), row.get("doi")),
        "strength": round(float(row["strength"]), 3),
    }


def _facts(row: Any) -> list[str]:
    """Where and when a paper appeared, as far as its entry says so."""
    facts = [str(row.get(name)) for name in ("venue", "session") if known(row.get(name))]
    date, year = row.get("date"), row.get("year")
    facts += [str(date)] if known(date) else [str(year)] if known(year) else []
    return facts + ([str(row.get("comments"))] if known(row.get("comments")) else [])


def _source(row: Any) -> str:
    """The file and lines that a paper was read from, and its repetitions."""
    if not known(row.get("source")):
        return ""
    first, last = row.get("line_start"), row.get("line_end")
    words = str(row.get("source"))
    if known(first) and known(last):
        words += f", line {first}" if first == last else f", lines {first}–{last}"
    repeated = row.get("duplicates")
    return f"{words} · {counted(len(repeated), 'repetition')}" if known(repeated) else words
