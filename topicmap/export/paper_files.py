"""Papers of a map → files for spreadsheets, reference managers and programs."""

from typing import Any

import numpy as np
import pandas as pd

from topicmap.cells import known, runs_script
from topicmap.papers import TAKEN
from topicmap.spreadsheets import guarded
from topicmap.topic_map import TopicMap
from topicmap.wording import topic_name
from topicmap.writers import bib, jsonl, md, ris

SUFFIXES = (".csv", ".bib", ".ris", ".jsonl", ".md")

_LEFT_OUT = (
    "clean_title",
    "clean_abstract",
    "authors_truncated",
    "n_authors",
    "duplicates",
    "x",
    "y",
)
_ADDRESSES = ("url", "doi")
_OF_THE_MAP = (*TAKEN, "trustworthiness", "neighbors_kept")


def paper_file(topic_map: TopicMap, rows: np.ndarray, suffix: str) -> bytes:
    """The papers as a file whose name ends in ``.csv``, ``.bib``, ``.ris``, ``.jsonl`` or ``.md``.

    Bibliographies and reading lists hold what a bibliography has; the others all that is known.
    Addresses that run what they say themselves, such as ``javascript:``, are left out.
    """
    if suffix == ".csv":
        return papers_csv(topic_map, rows)
    papers = _safe(topic_map.papers.iloc[rows])
    if suffix == ".jsonl":
        return jsonl.content(_told(topic_map, papers))
    writer = {".bib": bib, ".ris": ris, ".md": md}[suffix]
    return writer.content(papers.drop(columns=[name for name in _OF_THE_MAP if name in papers]))


def papers_csv(topic_map: TopicMap, rows: np.ndarray) -> bytes:
    """The papers with all that is known of them as CSV, no cell of which a spreadsheet runs."""
    table = _told(topic_map, _safe(topic_map.papers.iloc[rows])).reset_index()
    for name in table.columns:
        table[name] = [harmless(value) for value in table[name]]
    table.columns = [harmless(name) for name in table.columns]
    return table.to_csv(index=False).encode("utf-8-sig", "replace")


def _safe(papers: pd.DataFrame) -> pd.DataFrame:
    """The papers without addresses that run what they say themselves."""
    safe = papers.copy()
    for name in _ADDRESSES:
        if name in papers:
            safe[name] = papers[name].mask(papers[name].map(runs_script).astype(bool), None)
    return safe


def _told(topic_map: TopicMap, papers: pd.DataFrame) -> pd.DataFrame:
    """All that is known of papers and of use elsewhere, and the names of their topics."""
    table = papers.drop(columns=[name for name in _LEFT_OUT if name in papers])
    labels = [topic_name(topic_map, topic) for topic in papers["topic"]]
    table.insert(list(table.columns).index("topic") + 1, "topic_label", labels)
    return table


def harmless(value: Any) -> Any:
    """A cell as text or number; a text that a spreadsheet would run gets an apostrophe in front."""
    if isinstance(value, (list, tuple, np.ndarray)):
        value = "; ".join(str(part) for part in value)
    if isinstance(value, str):
        value = guarded(value)
    return value if known(value) else None
