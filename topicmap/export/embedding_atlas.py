"""A map → a folder for Embedding Atlas: papers and labels as tables, and the line that opens them.

The columns and options are those of its command line (version 0.26): places, pre-computed
neighbours by row, and a table of labels with ``x``, ``y``, ``text``, ``level`` and ``priority``.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from topicmap.cells import link_of, names_of, quoted_title, text_in
from topicmap.relations import nearest_papers
from topicmap.topic_map import UNASSIGNED, TopicMap
from topicmap.wording import topic_name

PAPERS, LABELS, COMMAND = "papers.parquet", "labels.parquet", "command.txt"
FILES = frozenset((PAPERS, LABELS, COMMAND))

_NEIGHBORS = 10
_MOST = 20_000  # papers with neighbours
_LEFT_OUT_WHERE_EMPTY = ("authors", "year", "venue", "url", "region")


def write(topic_map: TopicMap, folder: Path) -> tuple[str, ...]:
    """Notes on the tables and the command that the folder now holds.

    There are no labels without topics; Embedding Atlas then makes its own.
    """
    papers, labels = _papers(topic_map), _labels(topic_map)
    command = ["embedding-atlas", PAPERS, "--text text --x x --y y"]
    if 1 < len(topic_map) <= _MOST:
        papers = papers.assign(neighbors=pd.Series(_neighbors(topic_map), dtype=object))
        command.append("--neighbors neighbors")
    papers.to_parquet(folder / PAPERS, index=False)
    if len(labels):
        labels.to_parquet(folder / LABELS, index=False)
        command.append(f"--labels {LABELS}")
    (folder / COMMAND).write_text(" ".join(command) + "\n", "utf-8", newline="\n")
    return (f"Open it in that folder: {' '.join(command)}",)


def _papers(topic_map: TopicMap) -> pd.DataFrame:
    """A row a paper: what can be read, filtered and coloured by."""
    papers = topic_map.papers
    topics = {
        number: topic_name(topic_map, number) for number in (UNASSIGNED, *topic_map.topics.index)
    }
    regions = topic_map.regions["label"].to_dict()
    rows = papers.to_dict("records")
    titles = [text_in(row, "title") for row in rows]
    abstracts = [text_in(row, "abstract") for row in rows]
    texts = list(zip(titles, abstracts, strict=True))
    table = pd.DataFrame(
        {
            "id": papers.index.astype(str),
            "title": [quoted_title(title, abstract) for title, abstract in texts],
            "text": [f"{title}\n\n{abstract}".strip() for title, abstract in texts],
            "authors": [", ".join(names_of(row.get("authors"))) for row in rows],
            "year": pd.array([row.get("year") for row in rows], dtype="Int64"),
            "venue": [text_in(row, "venue") for row in rows],
            "url": [link_of(row.get("url"), row.get("doi")) for row in rows],
            "topic": [topics[row["topic"]] for row in rows],
            "topic_number": papers["topic"].to_numpy(),
            "region": [regions.get(row.get("region"), "") for row in rows],
            "strength": papers["strength"].to_numpy(float),
            "x": papers["x"].to_numpy(float),
            "y": papers["y"].to_numpy(float),
        }
    )
    empty = [name for name in _LEFT_OUT_WHERE_EMPTY if set(table[name].dropna()) <= {""}]
    return table.drop(columns=empty)


def _neighbors(topic_map: TopicMap) -> list[dict[str, list[float]]]:
    """The rows of the papers most like each, and 1 − cosine, nearest first."""
    rows, likeness = nearest_papers(topic_map.vectors, _NEIGHBORS)
    distances = np.maximum(1 - likeness.astype(float), 0)
    return [
        {"ids": near, "distances": far}
        for near, far in zip(rows.tolist(), distances.tolist(), strict=True)
    ]


def _labels(topic_map: TopicMap) -> pd.DataFrame:
    """The names of all layers, the uppermost as level 0, the larger before the smaller."""
    layers = (topic_map.regions, topic_map.topics, topic_map.subtopics)
    tables = [
        pd.DataFrame(
            {
                "x": table["x"].to_numpy(float),
                "y": table["y"].to_numpy(float),
                "text": table["label"].astype(str).to_numpy(),
                "level": level,
                "priority": table["size"].to_numpy(float),
            }
        )
        for level, table in enumerate(table for table in layers if len(table))
    ]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()
