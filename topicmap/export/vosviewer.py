"""A map → map and network files for VOSviewer: its topics, and its papers where they are not many.

Map files are tables with tabs and a line of headers, network files two numbers and a strength a
line without one, as VOSviewer's manual and the documentation of VOSviewer Online say. Labels,
descriptions and addresses stand in double quotes; descriptions are HTML, so words are escaped.
VOSviewer Online opens no fewer than three items, and no network without links.
"""

import re
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np

from topicmap.cells import link_of, names_of, quoted_title, text_in
from topicmap.errors import BadSettings
from topicmap.relations import nearest_papers, topic_centres
from topicmap.topic_map import UNASSIGNED, TopicMap
from topicmap.wording import counted, topic_name

TOPICS_MAP, TOPICS_NETWORK = "topics_map.txt", "topics_network.txt"
PAPERS_MAP, PAPERS_NETWORK = "papers_map.txt", "papers_network.txt"
FILES = frozenset((TOPICS_MAP, TOPICS_NETWORK, PAPERS_MAP, PAPERS_NETWORK))

FEWEST, MOST = 3, 10_000  # items; more are slow to draw
_NEIGHBORS = 5
_MOST_CLUSTERS = 1_000
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_OF_ADDRESSES = "!#$%&'()*+,/:;=?@[]~"


def write(topic_map: TopicMap, folder: Path) -> tuple[str, ...]:
    """Notes on the files that the folder now holds.

    Raises
    ------
    BadSettings
        The map has too few topics and too few or too many papers for VOSviewer.
    """
    topics, papers = counted(len(topic_map.topics), "topic"), counted(len(topic_map), "paper")
    left_out = []
    if len(topic_map.topics) >= FEWEST:
        _write(folder / TOPICS_MAP, _topics(topic_map))
        _write(folder / TOPICS_NETWORK, _links(topic_centres(topic_map)))
    else:
        left_out.append(topics)
    if FEWEST <= len(topic_map) <= MOST:
        _write(folder / PAPERS_MAP, _papers(topic_map))
        _write(folder / PAPERS_NETWORK, _links(topic_map.vectors))
    else:
        left_out.append(papers)
    if len(left_out) == 2:
        raise BadSettings(
            f"VOSviewer is given {FEWEST} to {MOST:,} items, and this map has {topics} and "
            f"{papers}; choose another format, such as .html."
        )
    return (
        "Use Open, not Create, in VOSviewer or at app.vosviewer.com, and give it a map file and "
        "the network file beside it.",
        *(f"It is given {FEWEST} to {MOST:,} items, and the map has {what}." for what in left_out),
    )


def _topics(topic_map: TopicMap) -> Iterable[Sequence[Any]]:
    """A row a topic; regions are the clusters."""
    topics = topic_map.topics
    yield ["id", "label", "description", "x", "y", "cluster", "weight<Papers>", "score<Strength>"]
    for number, (_, row) in enumerate(topics.iterrows()):
        members = topic_map.papers[topic_map.papers["topic"] == number]
        cluster = int(row.get("region", number)) if len(topic_map.regions) else number
        region = topic_map.regions["label"].get(cluster, "")
        yield [
            number + 1,
            _label(row["label"]),
            _description(", ".join(map(str, row["keywords"])), region),
            *_place(row),
            _cluster(cluster),
            int(row["size"]),
            round(float(members["strength"].mean()), 3),
        ]


def _papers(topic_map: TopicMap) -> Iterable[Sequence[Any]]:
    """A row a paper; topics are the clusters."""
    papers = topic_map.papers
    years = "year" in papers and bool(papers["year"].notna().all())
    topics = {number: topic_name(topic_map, number) for number in set(papers["topic"])}
    head = ["id", "label", "description", "url", "x", "y", "cluster", "weight<Strength>"]
    yield [*head, "score<Year>"] if years else head
    for at, row in enumerate(papers.to_dict("records")):
        title = quoted_title(text_in(row, "title"), text_in(row, "abstract"))
        authors = ", ".join(names_of(row.get("authors")))
        address = quote(link_of(row.get("url"), row.get("doi")), safe=_OF_ADDRESSES)
        cells = [
            at + 1,
            _label(title),
            _description(title, authors, topics[row["topic"]]),
            _quoted(address),
            *_place(row),
            _cluster(int(row["topic"])),
            round(float(row["strength"]), 3),
        ]
        yield [*cells, int(row["year"])] if years else cells


def _links(vectors: np.ndarray) -> Iterable[Sequence[Any]]:
    """Pairs of items, each once, and their cosine, for the items most like each."""
    rows, likeness = nearest_papers(vectors, _NEIGHBORS)
    pairs = {
        (min(one, other), max(one, other)): like
        for one, (near, likes) in enumerate(zip(rows.tolist(), likeness.tolist(), strict=True))
        for other, like in zip(near, likes, strict=True)
        if round(like, 4) > 0
    }
    for (one, other), like in sorted(pairs.items()):
        yield [one + 1, other + 1, f"{like:.4f}"]


def _place(row: Any) -> list[str]:
    return [f"{float(row[name]):.5f}" for name in ("x", "y")]


def _cluster(number: int) -> int | str:
    """Clusters count from 1 to 1,000; what is in none has an empty cell."""
    return "" if number == UNASSIGNED else number % _MOST_CLUSTERS + 1


def _label(text: object) -> str:
    """Plain words. VOSviewer Online takes what looks like a tag for one, so a space parts it."""
    return _quoted(_TAG.sub("< ", str(text)))


def _description(*parts: object) -> str:
    """Lines of HTML. VOSviewer Online fills in what stands in braces, so a tag parts them."""
    lines = (escape(str(part)).replace("{", "{<span></span>") for part in parts if part)
    return _quoted("<br>".join(lines))


def _quoted(text: object) -> str:
    """The text in double quotes and on one line, with none of them inside."""
    plain = " ".join(str(text).split()).replace('"', "”")
    return f'"{plain}"'


def _write(path: Path, rows: Iterable[Sequence[Any]]) -> None:
    if lines := ["\t".join(map(str, row)) for row in rows]:
        path.write_text("".join(f"{line}\n" for line in lines), "utf-8", newline="\n")
