"""Cells of the paper table → texts to show."""

import re
from typing import Any

import numpy as np
import pandas as pd

from topicmap.papers import ShownTitle, shown_title

_LONGEST_COLUMN = 40  # letters
_LINK_STARTS = ("https://", "http://")
_SCRIPT = re.compile("(?:javascript|vbscript|data):", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x20]")  # browsers read addresses without them
_TITLES = {"source": "File", "nearest": "Nearest topic"}


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


def link_of(url: object, doi: object) -> str:
    """An address that a browser may open; a DOI becomes one; empty without either."""
    if isinstance(url, str) and url.strip().lower().startswith(_LINK_STARTS):
        return url.strip()
    if isinstance(doi, str) and doi.strip().startswith("10."):
        return f"https://doi.org/{doi.strip()}"
    return ""


def runs_script(value: object) -> bool:
    """Whether a browser would take a cell for an address that runs what it says itself."""
    return isinstance(value, str) and bool(_SCRIPT.match(_UNSEEN.sub("", value)))


def text_in(paper: Any, column: str) -> str:
    """A paper's title or abstract to show: cleaned where that changes it, empty where unknown."""
    texts = (paper.get(f"clean_{column}"), paper.get(column))
    return next((text for text in texts if isinstance(text, str)), "")


def title_of(title: object, abstract: object) -> ShownTitle:
    """`shown_title` of a paper, whatever its cells hold."""
    own, text = (value if isinstance(value, str) else None for value in (title, abstract))
    return shown_title(own, text)


def quoted_title(title: object, abstract: object) -> str:
    """The title in a line; the first words of an abstract stand in quotes."""
    shown = title_of(title, abstract)
    return shown.text if shown.own else f"“{shown.text}”"


def column_title(column: str) -> str:
    """The name of a column of the papers as visitors read it."""
    if column in _TITLES:
        return _TITLES[column]
    plain = " ".join(column.replace("_", " ").split())
    return plain[:1].upper() + plain[1:_LONGEST_COLUMN]
