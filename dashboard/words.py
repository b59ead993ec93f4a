"""Cells of the paper table → words to show."""

from typing import Any

import numpy as np
import pandas as pd

from topicmap.papers import ShownTitle, shown_title
from topicmap.topic_map import UNASSIGNED, TopicMap


def known(value: Any) -> bool:
    """Whether a cell holds something."""
    if isinstance(value, (list, tuple, np.ndarray)):
        return len(value) > 0
    return value is not None and not pd.isna(value) and value != ""


def names_of(value: object) -> list[str]:
    """The names in a cell of authors, whether a list, a text or nothing."""
    if isinstance(value, (list, tuple, np.ndarray)):
        return [str(name) for name in value]
    return [value] if isinstance(value, str) and value else []


def title_of(title: object, abstract: object) -> ShownTitle:
    """`shown_title` of a paper, whatever its cells hold."""
    own, text = (value if isinstance(value, str) else None for value in (title, abstract))
    return shown_title(own, text)


def quoted_title(title: object, abstract: object) -> str:
    """The title in a line; the first words of an abstract stand in quotes."""
    shown = title_of(title, abstract)
    return shown.text if shown.own else f"“{shown.text}”"


def topic_name(topic_map: TopicMap, topic: int) -> str:
    """The label of a topic; "Unassigned" for −1."""
    return "Unassigned" if topic == UNASSIGNED else str(topic_map.topics["label"].loc[topic])


def counted(number: int, noun: str) -> str:
    """ "1 paper", "2 papers"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def map_title(name: str) -> str:
    """A map's name as a title: ``my_maps-2`` → ``My maps 2``."""
    words = name.replace("_", " ").replace("-", " ").strip() or name
    return words[:1].upper() + words[1:]


def summary_line(topic_map: TopicMap) -> str:
    """The map in a line: papers, topics, the unassigned, sources, day of making."""
    parts = [
        counted(len(topic_map), "paper"),
        counted(len(topic_map.topics), "topic"),
        f"{topic_map.unassigned:,} unassigned",
    ]
    if "source" in topic_map.papers and (sources := topic_map.papers["source"].nunique()):
        parts.append(counted(int(sources), "source"))
    if created := str(topic_map.about.get("created", ""))[:10]:
        parts.append(f"made {created}")
    return " · ".join(parts)
