"""Pure: TopicMap and View → what the side panel says, as plain values without any markup."""

from typing import Any

import numpy as np

from dashboard.view import View, papers_in_area
from dashboard.words import (
    counted,
    grab_bag_line,
    known,
    names_of,
    naming_line,
    part_of,
    quoted_title,
    text_in,
    title_of,
    topic_name,
)
from topicmap.scene import Scene
from topicmap.topic_map import UNASSIGNED, TopicMap

_EXAMPLES = 4
_LINK_STARTS = ("https://", "http://")


def panel_card(topic_map: TopicMap, scene: Scene, view: View, shown: np.ndarray) -> dict[str, Any]:
    """The card of what is picked, or the summary of the map when nothing is.

    ``shown`` (n,) bool says which papers pass the filters; the cards count those.
    """
    if view.paper:
        hidden = not shown[topic_map.row(view.paper)]
        return {**paper_card(topic_map, scene, view.paper), "hidden": hidden}
    if view.topic is not None:
        return topic_card(topic_map, scene, view.topic, shown)
    if view.area:
        inside = shown & papers_in_area(topic_map.papers, view)
        return area_card(topic_map, scene, inside)
    return summary_card(topic_map, scene, shown)


def summary_card(topic_map: TopicMap, scene: Scene, shown: np.ndarray) -> dict[str, Any]:
    """The list of the topics, the largest first, and last the unassigned, where there are some."""
    topics = topic_map.topics.sort_values("size", ascending=False, kind="stable").index
    listed = [*topics, *([UNASSIGNED] if topic_map.unassigned else [])]
    return {
        "kind": "summary",
        "topics": [topic_chip(topic_map, scene, int(topic), shown) for topic in listed],
    }


def area_card(topic_map: TopicMap, scene: Scene, inside: np.ndarray) -> dict[str, Any]:
    """The papers in an area: how many, and their topics, the most frequent first."""
    card = summary_card(topic_map, scene, inside)
    topics = sorted((one for one in card["topics"] if one["shown"]), key=lambda one: -one["shown"])
    return {**card, "topics": topics, "area": f"{counted(int(inside.sum()), 'paper')} in the area"}


def topic_card(topic_map: TopicMap, scene: Scene, topic: int, shown: np.ndarray) -> dict[str, Any]:
    """A topic: label, who named it, whether it is a grab bag, count, keywords, typical papers.

    The weights of keywords lie between 0 and 1.
    """
    card = {"kind": "topic", **topic_chip(topic_map, scene, topic, shown)}
    if topic == UNASSIGNED:
        return {**card, "naming": "", "keywords": [], "examples": []}
    row = topic_map.topics.loc[topic]
    weights = [float(weight) for weight in row["keyword_weights"]]
    strongest = max([*weights, 1e-12])
    remarks = (naming_line(topic_map, topic), grab_bag_line(topic_map, topic))
    return {
        **card,
        "naming": ". ".join(filter(None, remarks)),
        "keywords": [
            {"word": str(word), "weight": max(weight, 0.0) / strongest, "value": round(weight, 3)}
            for word, weight in zip(row["keywords"], weights, strict=False)
        ],
        "examples": [
            _line(topic_map, str(paper))
            for paper in list(row["examples"])[:_EXAMPLES]
            if paper in topic_map.papers.index
        ],
    }


def paper_card(topic_map: TopicMap, scene: Scene, paper: str) -> dict[str, Any]:
    """A paper: all that is known of it, its topic and strength, and the papers most like it."""
    row: Any = topic_map.papers.loc[paper]
    title = title_of(text_in(row, "title"), text_in(row, "abstract"))
    nearest, home = int(row["nearest_topic"]), int(row["topic"])
    everything = np.ones(len(topic_map), dtype=bool)
    return {
        "kind": "paper",
        "paper": paper,
        "row": topic_map.row(paper),
        "title": title.text,
        "ownTitle": title.own,
        "authors": names_of(row.get("authors")),
        "moreAuthors": row.get("authors_truncated") is True,
        "abstract": text_in(row, "abstract"),
        "facts": _facts(row),
        "source": _source(row),
        "url": _link(row),
        "topic": topic_chip(topic_map, scene, home, everything),
        "nearest": topic_chip(topic_map, scene, nearest, everything) if home != nearest else None,
        "strength": round(float(row["strength"]), 3),
        "neighbors": [
            {**_line(topic_map, str(other)), "likeness": round(float(likeness), 2)}
            for other, likeness in topic_map.neighbors(paper).items()
        ],
    }


def topic_chip(topic_map: TopicMap, scene: Scene, topic: int, shown: np.ndarray) -> dict[str, Any]:
    """A topic in short: id, label, size, how many of its papers are shown, colours by theme."""
    left = int((topic_map.papers["topic"].to_numpy()[shown] == topic).sum())
    if topic == UNASSIGNED:
        size, colors = topic_map.unassigned, {}
    else:
        size = int(topic_map.topics["size"].loc[topic])
        colors = {
            theme: {"point": points[topic], "label": scene.palette.labels[theme][topic]}
            for theme, points in scene.palette.points.items()
        }
    return {
        "topic": topic,
        "label": topic_name(topic_map, topic),
        "size": size,
        "shown": left,
        "count": part_of(left, size, "paper"),
        "colors": colors,
    }


def _line(topic_map: TopicMap, paper: str) -> dict[str, Any]:
    row = topic_map.papers.loc[paper]
    title = quoted_title(text_in(row, "title"), text_in(row, "abstract"))
    return {"row": topic_map.row(paper), "title": title}


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


def _link(row: Any) -> str:
    """An address that a browser may open; a DOI becomes one."""
    url, doi = row.get("url"), row.get("doi")
    if isinstance(url, str) and url.strip().lower().startswith(_LINK_STARTS):
        return url.strip()
    if isinstance(doi, str) and doi.strip().startswith("10."):
        return f"https://doi.org/{doi.strip()}"
    return ""
