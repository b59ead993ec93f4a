"""What sorts the papers of a map into kinds and years, and what points can be coloured by."""

import numpy as np
import pandas as pd

from topicmap.papers import COLUMNS, TAKEN
from topicmap.topic_map import UNASSIGNED

KINDS = ("source", "venue", "session")
MOST_KINDS = 12
_MOST_VALUES = 60  # a column of more different texts is no choice of kinds


def possible_colors(papers: pd.DataFrame) -> list[str]:
    """What the points of a map can be coloured by."""
    has_years = "year" in papers and bool(papers["year"].notna().any())
    outside = ["nearest"] if (papers["topic"] == UNASSIGNED).any() else []
    return ["topic", *outside, *kind_columns(papers), *(["year"] if has_years else []), "strength"]


def kind_columns(papers: pd.DataFrame) -> list[str]:
    """The columns that sort papers into kinds: sources, venues, and what a table had besides."""
    own = [str(name) for name in papers if name not in (*COLUMNS, *TAKEN, "nearest")]
    return [name for name in (*KINDS, *own) if name in papers and _has_kinds(papers[name], name)]


def _has_kinds(values: pd.Series, name: str) -> bool:
    known = values.dropna()
    if not known.map(lambda value: isinstance(value, str)).all():
        return False
    kinds = known.nunique()
    return kinds > 1 and (name in KINDS or kinds <= min(_MOST_VALUES, len(known) // 3))


def kinds_of(papers: pd.DataFrame, column: str) -> list[str]:
    """The most frequent texts of a column, at most twelve."""
    return [str(kind) for kind in papers[column].value_counts().index[:MOST_KINDS]]


def years_of(papers: pd.DataFrame) -> np.ndarray:
    """(n,) int: the years, 0 where unknown."""
    if "year" not in papers:
        return np.zeros(len(papers), dtype=int)
    years = pd.to_numeric(papers["year"], errors="coerce").astype(float).fillna(0).to_numpy()
    return np.where((years > 0) & (years < 10_000), years, 0).astype(int)
