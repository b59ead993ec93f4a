"""Pure: papers and topics of a map → tables to show and to download."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from dashboard.words import known, names_of, quoted_title, topic_name
from topicmap.papers import cleaned
from topicmap.spreadsheets import guarded
from topicmap.topic_map import TopicMap

SHOWN_ROWS = 500
_NAMED_AUTHORS = 3
_LEFT_OUT = (
    "clean_title",
    "clean_abstract",
    "authors_truncated",
    "n_authors",
    "duplicates",
    "x",
    "y",
)


def paper_table(topic_map: TopicMap, rows: np.ndarray) -> pd.DataFrame:
    """The table of papers under the map, one row each in the given order, at most 500."""
    papers = topic_map.papers.iloc[rows[:SHOWN_ROWS]]
    pairs = zip(cleaned(papers, "title"), cleaned(papers, "abstract"), strict=True)
    table = {
        "Title": [quoted_title(*pair) for pair in pairs],
        "Authors": [_first_authors(value) for value in _column(papers, "authors")],
        "Topic": pd.Categorical([topic_name(topic_map, topic) for topic in papers["topic"]]),
        "Strength": papers["strength"].to_numpy(np.float32),
    }
    if "year" in topic_map.papers and topic_map.papers["year"].notna().any():
        table["Year"] = _repeated(papers["year"])
    table["Source"] = _repeated(_column(papers, "source"))
    return pd.DataFrame(table)


def papers_csv(topic_map: TopicMap, rows: np.ndarray) -> bytes:
    """The papers with all that is known of them as CSV, no cell of which a spreadsheet runs."""
    papers = topic_map.papers.iloc[rows]
    table = papers.drop(columns=[name for name in _LEFT_OUT if name in papers]).reset_index()
    place = list(table.columns).index("topic") + 1
    table.insert(place, "topic_label", [topic_name(topic_map, topic) for topic in papers["topic"]])
    for name in table.columns:
        table[name] = [harmless(value) for value in table[name]]
    table.columns = [harmless(name) for name in table.columns]
    return table.to_csv(index=False).encode("utf-8-sig", "replace")


def harmless(value: Any) -> Any:
    """A cell as text or number; a text that a spreadsheet would run gets an apostrophe in front."""
    if isinstance(value, (list, tuple, np.ndarray)):
        value = "; ".join(str(part) for part in value)
    if isinstance(value, str):
        value = guarded(value)
    return value if known(value) else None


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
