"""A map → map and network files for VOSviewer: its topics, and its papers where they are not many.

Map files are tables with tabs and a line of headers, network files two numbers and a strength a
line without one, as VOSviewer's manual and the documentation of VOSviewer Online say. Labels and
descriptions stand in double quotes; descriptions are HTML, so words are escaped there.
"""

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Any

import numpy as np

from topicmap.cells import link_of, names_of, quoted_title, text_in
from topicmap.relations import nearest_papers, topic_centres
from topicmap.topic_map import UNASSIGNED, TopicMap
from topicmap.wording import counted

TOPICS_MAP, TOPICS_NETWORK = "topics_map.txt", "topics_network.txt"
PAPERS_MAP, PAPERS_NETWORK = "papers_map.txt", "papers_network.txt"
FILES = frozenset((TOPICS_MAP, TOPICS_NETWORK, PAPERS_MAP, PAPERS_NETWORK))

MOST = 10_000  # papers
_NEIGHBORS = 5
_MOST_CLUSTERS = 1_000


def write(topic_map: TopicMap, folder: Path) -> tuple[str, ...]:
    """Notes on the files that the folder now holds."""
    _write(folder / TOPICS_MAP, _topics(topic_map))
    _write(folder / TOPICS_NETWORK, _links(topic_centres(topic_map)))
    how = "Open them in VOSviewer: Create, Create a map based on network data."
    if len(topic_map) > MOST:
        return (
            how,
            f"{counted(len(topic_map), 'paper')} are too many for it; the topics are there.",
        )
    _write(folder / PAPERS_MAP, _papers(topic_map))
    _write(folder / PAPERS_NETWORK, _links(topic_map.vectors))
    return (how,)


def _topics(topic_map: TopicMap) -> Iterable[Sequence[Any]]:
    """A row a topic; regions are the clusters."""
    topics = topic_map.topics
    yield ["id", "label", "description", "x", "y", "cluster", "weight<Papers>", "score<Strength>"]
    for number, (_, row) in enumerate(topics.iterrows()):
        members = topic_map.papers[topic_map.papers["topic"] == number]
        cluster = int(row.get("region", number)) if len(topic_map.regions) else number
        keywords = ", ".join(map(str, row["keywords"]))
        yield [
            number + 1,
            _quoted(row["label"]),
            _quoted(escape(keywords)),
            *_place(row),
            _cluster(cluster),
            int(row["size"]),
            round(float(members["strength"].mean()), 3),
        ]


def _papers(topic_map: TopicMap) -> Iterable[Sequence[Any]]:
    """A row a paper; topics are the clusters."""
    papers = topic_map.papers
    years = "year" in papers and bool(papers["year"].notna().all())
    head = ["id", "label", "description", "url", "x", "y", "cluster", "weight<Strength>"]
    yield [*head, "score<Year>"] if years else head
    for at, row in enumerate(papers.to_dict("records")):
        title = quoted_title(text_in(row, "title"), text_in(row, "abstract"))
        authors = ", ".join(names_of(row.get("authors")))
        description = "<br>".join(escape(part) for part in (title, authors) if part)
        cells = [
            at + 1,
            _quoted(title),
            _quoted(description),
            link_of(row.get("url"), row.get("doi")),
            *_place(row),
            _cluster(int(row["topic"])),
            round(float(row["strength"]), 3),
        ]
        yield [*cells, int(row["year"])] if years else cells


def _links(vectors: np.ndarray) -> Iterable[Sequence[Any]]:
    """Pairs of items, each once, and their cosine, for the items most like each."""
    if len(vectors) < 2:
        return
    rows, likeness = nearest_papers(vectors, _NEIGHBORS)
    pairs = {
        (min(one, other), max(one, other)): like
        for one, (near, likes) in enumerate(zip(rows.tolist(), likeness.tolist(), strict=True))
        for other, like in zip(near, likes, strict=True)
        if like > 0
    }
    for (one, other), like in sorted(pairs.items()):
        yield [one + 1, other + 1, f"{like:.4f}"]


def _place(row: Any) -> list[str]:
    return [f"{float(row[name]):.5f}" for name in ("x", "y")]


def _cluster(number: int) -> int | str:
    """Clusters count from 1 to 1,000; what is in none has an empty cell."""
    return "" if number == UNASSIGNED else number % _MOST_CLUSTERS + 1


def _quoted(text: object) -> str:
    """The text in double quotes and on one line, with none of them inside."""
    plain = " ".join(str(text).split()).replace('"', "”")
    return f'"{plain}"'


def _write(path: Path, rows: Iterable[Sequence[Any]]) -> None:
    lines = ("\t".join(map(str, row)) for row in rows)
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
