"""Pure: papers and topics of a map → tables to show and to download."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from topicmap.cells import known, link_of, names_of, quoted_title
from topicmap.papers import cleaned
from topicmap.topic_map import TopicMap
from topicmap.wording import topic_name

SHOWN_ROWS = 500
TOPIC_COLUMN = "Topic"
_NAMED_AUTHORS = 2


def paper_table(topic_map: TopicMap, rows: np.ndarray, full: bool = False) -> pd.DataFrame:
    """A table of papers, one row each in the given order; a full one with venues and links."""
    papers = topic_map.papers.iloc[rows]
    pairs = zip(cleaned(papers, "title"), cleaned(papers, "abstract"), strict=True)
    names = {topic: topic_name(topic_map, topic) for topic in papers["topic"].unique()}
    table = {
        "Title": [quoted_title(*pair) for pair in pairs],
        "Authors": [_first_authors(value) for value in _column(papers, "authors")],
        TOPIC_COLUMN: pd.Categorical(papers["topic"].map(names)),
        "Strength": papers["strength"].to_numpy(np.float32).round(2),
    }
    if _has(topic_map, "year"):
        table["Year"] = _repeated(papers["year"])
    if full and _has(topic_map, "venue"):
        table["Venue"] = _repeated(papers["venue"])
    table["Source"] = _repeated(_column(papers, "source"))
    if full:
        links = [
            link_of(url, doi) or None
            for url, doi in zip(_column(papers, "url"), _column(papers, "doi"), strict=True)
        ]
        if any(links):
            table["Link"] = pd.Series(links, dtype=object)
    return pd.DataFrame(table)


def pages_of(rows: np.ndarray) -> int:
    """How many pages of a table the rows fill, at least one."""
    return max(1, -(-len(rows) // SHOWN_ROWS))


def page_of(rows: np.ndarray, number: int) -> np.ndarray:
    """The rows on a page of a table, counted from 1."""
    return rows[(number - 1) * SHOWN_ROWS : number * SHOWN_ROWS]


def _has(topic_map: TopicMap, column: str) -> bool:
    """Whether some paper of the map has a value there."""
    return column in topic_map.papers and bool(topic_map.papers[column].notna().any())


def _repeated(values: Iterable[object]) -> pd.Series:
    """Texts of which many are the same, each of which then travels once."""
    texts = [str(value) if known(value) else "" for value in values]
    return pd.Series(texts, dtype="category")


def _first_authors(value: object) -> str:
    names = names_of(value)
    more = len(names) - _NAMED_AUTHORS
    rest = f" and {more:,} more" if more > 0 else ""
    return ", ".join(names[:_NAMED_AUTHORS]) + rest


def _column(papers: pd.DataFrame, name: str) -> list[object]:
    return list(papers[name]) if name in papers else [None] * len(papers)
