"""Pure: a spread → how papers lie over years, venues and sources, beside the whole map."""

from typing import Any

import pandas as pd

from topicmap.explanation import Spread

_SHOWN = 5
_MOST_YEARS = 60


def spreads(spread: Spread) -> dict[str, list[dict[str, Any]]]:
    """Years in order without gaps, and the most frequent venues and sources.

    Each with its share of these papers (``inside``) and of all papers of the map (``corpus``).
    One that is the same for all papers of the map is left out.
    """
    return {
        "years": _rows(_without_gaps(spread.years)) if len(spread.years) > 1 else [],
        "venues": _several(spread.venues),
        "sources": _several(spread.sources),
    }


def _several(table: pd.DataFrame) -> list[dict[str, Any]]:
    rows = _rows(table)
    return [] if len(rows) == 1 and rows[0]["corpus"] == 1 else rows[:_SHOWN]


def _without_gaps(years: pd.DataFrame) -> pd.DataFrame:
    known = years.set_index("value")
    span = range(int(known.index.min()), int(known.index.max()) + 1)
    if len(span) > _MOST_YEARS:
        return years
    return known.reindex(span, fill_value=0).reset_index()


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {
            "value": str(row["value"]),
            "papers": int(row["papers"]),
            "inside": round(float(row["inside"]), 4),
            "corpus": round(float(row["corpus"]), 4),
        }
        for row in table.to_dict("records")
    ]
