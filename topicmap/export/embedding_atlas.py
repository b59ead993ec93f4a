"""A map → a folder for Embedding Atlas: papers and labels as tables, and the line that opens them.

The columns and options are those of its command line (version 0.26): places, pre-computed
neighbours by row, and a table of labels with ``x``, ``y``, ``text``, ``level`` and ``priority``.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from topicmap.cells import link_of, names_of, quoted_title, text_in
from topicmap.relations import nearest_papers
from topicmap.topic_map import TopicMap
from topicmap.wording import topic_name

PAPERS, LABELS, COMMAND = "papers.parquet", "labels.parquet", "command.txt"
FILES = frozenset((PAPERS, LABELS, COMMAND))

_NEIGHBORS = 10
_MOST = 20_000  # papers with neighbours
_LEVELS = ("regions", "topics", "subtopics")


def write(topic_map: TopicMap, folder: Path) -> tuple[str, ...]:
    """Notes on the tables and the command that the folder now holds."""
    papers = _papers(topic_map)
    near = len(topic_map) <= _MOST and len(topic_map) > 1
    if near:
        papers = papers.assign(neighbors=pd.Series(_neighbors(topic_map), dtype=object))
    papers.to_parquet(folder / PAPERS, index=False)
    _labels(topic_map).to_parquet(folder / LABELS, index=False)
    parts = ["embedding-atlas", PAPERS, "--text text --x x --y y"]
    parts += ["--neighbors neighbors"] if near else []
    command = " ".join([*parts, f"--labels {LABELS}"])
    (folder / COMMAND).write_text(f"{command}\n", "utf-8")
    return (f"Open it in that folder: {command}",)


def _papers(topic_map: TopicMap) -> pd.DataFrame:
    """A row a paper: what can be read, filtered and coloured by."""
    papers = topic_map.papers
    rows = papers.to_dict("records")
    titles = [quoted_title(text_in(row, "title"), text_in(row, "abstract")) for row in rows]
    abstracts = [text_in(row, "abstract") for row in rows]
    regions = topic_map.regions
    years = papers["year"].astype("Int64").to_numpy() if "year" in papers else None
    return pd.DataFrame(
        {
            "id": papers.index.astype(str),
            "title": titles,
            "text": [
                f"{title}\n\n{text}".strip() for title, text in zip(titles, abstracts, strict=True)
            ],
            "authors": [", ".join(names_of(row.get("authors"))) for row in rows],
            "year": years,
            "venue": [text_in(row, "venue") for row in rows],
            "url": [link_of(row.get("url"), row.get("doi")) for row in rows],
            "topic": [topic_name(topic_map, int(topic)) for topic in papers["topic"]],
            "region": [
                str(regions["label"].get(row.get("region"), "")) if len(regions) else ""
                for row in rows
            ],
            "strength": papers["strength"].to_numpy(float),
            "x": papers["x"].to_numpy(float),
            "y": papers["y"].to_numpy(float),
        }
    )


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
        for level, table in enumerate(getattr(topic_map, name) for name in _LEVELS)
        if len(table)
    ]
    columns = ["x", "y", "text", "level", "priority"]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=columns)
