"""The paper table: its columns, ids, tidying, checks, and the texts that stand for the papers."""

import hashlib
import json
import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from topicmap.cleaning import clean_texts
from topicmap.errors import BadPapers

COLUMNS = (
    "title",
    "authors",
    "authors_truncated",
    "n_authors",
    "abstract",
    "date",
    "year",
    "venue",
    "session",
    "comments",
    "url",
    "doi",
    "keywords",
    "clean_title",
    "clean_abstract",
    "format",
    "source",
    "line_start",
    "line_end",
    "duplicates",
)
WHOLE_NUMBERS = ("n_authors", "year", "line_start", "line_end")
TAKEN = ("x", "y", "topic", "nearest_topic", "strength", "label", "region", "subtopic")
Records = Sequence[Mapping[str, Any]]
ID_DIGITS = 12
SHOWN_WORDS = 12
WORD = re.compile(r"[^\W_]+")


class ShownTitle(NamedTuple):
    """A title to show, and whether it is the paper's own or the first words of its abstract."""

    text: str
    own: bool


def shown_title(title: str | None, abstract: str | None, words: int = SHOWN_WORDS) -> ShownTitle:
    """The title to show for a paper: its own, else the first words of its abstract and "…"."""
    if title:
        return ShownTitle(title, own=True)
    start = (abstract or "").split()
    if not start:
        return ShownTitle("(no title)", own=False)
    shown = " ".join(start[:words])[:120].rstrip(" .,;:–—-…")
    return ShownTitle(shown + "…", own=False)


def cleaned(papers: pd.DataFrame, column: str) -> list[str | None]:
    """The titles or abstracts to show and to count words in: cleaned where that changes them."""
    texts = [text if isinstance(text, str) else None for text in papers[column]]
    if f"clean_{column}" not in papers:
        return texts
    clean = papers[f"clean_{column}"]
    return [new if isinstance(new, str) else old for new, old in zip(clean, texts, strict=True)]


def text_of(papers: pd.DataFrame) -> list[str]:
    """The text that stands for each paper: its cleaned title and abstract, or the one it has."""
    texts = []
    for title, abstract in zip(cleaned(papers, "title"), cleaned(papers, "abstract"), strict=True):
        parts = [part for part in (title, abstract) if part]
        if len(parts) == 2 and parts[0][-1] not in ".?!:":
            parts[0] += "."
        texts.append(" ".join(parts))
    return texts


def normalised(text: str | None) -> str:
    """A text as ids and duplicates see it: no case, no punctuation, single spaces."""
    return " ".join(WORD.findall(unicodedata.normalize("NFKC", text or "").casefold()))


def content_id(title: str | None, abstract: str | None) -> str:
    """The id of a paper that has none of its own, by its title, or the start of its abstract.

    12 hexadecimal digits of the SHA-256 of the normalised title; without a title of the first
    200 letters of the normalised abstract.
    """
    key = normalised(title) or normalised(abstract)[:200] or f"{title or ''}{abstract or ''}"
    return hashlib.sha256(key.encode()).hexdigest()[:ID_DIGITS]


def paper_table(records: Records, ids_by: Records | None = None) -> pd.DataFrame:
    """Records as the paper table: index `id`, columns `COLUMNS`, then any further ones.

    Texts that are missing or empty become None; `n_authors`, `year`, `line_start` and `line_end`
    are nullable whole numbers; `authors` is a list or None, `duplicates` a list. `clean_title`
    and `clean_abstract` are made here: the cleaned text (`cleaning.clean_texts`) where it differs.

    Parameters
    ----------
    records
        One mapping per paper, column → value; `id` is the paper's own id, if it has one.
    ids_by
        The records that the ids are made by, where they are others: a paper keeps its id when a
        duplicate brings it a title or a longer abstract.
    """
    extras = dict.fromkeys(name for record in records for name in record)
    names = [*COLUMNS, *(name for name in extras if name not in COLUMNS and name != "id")]
    columns = {name: _column(name, [record.get(name) for record in records]) for name in names}
    index = pd.Index(_ids(ids_by or records), dtype=object, name="id")
    clean = clean_texts([*columns["title"], *columns["abstract"]])
    columns["clean_title"] = pd.Series(clean[: len(records)], dtype=object)
    columns["clean_abstract"] = pd.Series(clean[len(records) :], dtype=object)
    table = pd.DataFrame(columns, columns=pd.Index(names, dtype=object))
    return table.set_axis(index, axis=0)


def tidy(papers: pd.DataFrame) -> pd.DataFrame:
    """A paper table from any table that has a column `title` or `abstract`.

    Missing columns are added, empty cells become None, years become whole numbers, each paper
    gets an id that is its own or made from its text, and rows with neither title nor abstract
    are left out. A tidy table comes back equal.

    Raises
    ------
    BadPapers
        There is no column of titles or abstracts, or no paper in the table.
    """
    if not {"title", "abstract"} & set(papers.columns):
        found = ", ".join(map(str, papers.columns[:8])) or "none"
        raise BadPapers(
            f"The table of papers has the columns {found}; it needs a column 'title' or "
            "'abstract': rename the one that holds them."
        )
    if not len(papers):
        raise BadPapers("There are no papers to make a map of; give a file or folder with some.")
    if papers.index.name == "id" and "id" not in papers.columns:
        papers = papers.reset_index()
    records = [{str(k): v for k, v in row.items()} for row in papers.to_dict("records")]
    kept = [
        row
        for row in records
        if text_or_none(row.get("title")) or text_or_none(row.get("abstract"))
    ]
    if not kept:
        raise BadPapers(
            f"None of the {len(records)} rows has a title or an abstract; a map needs at least one."
        )
    return paper_table(kept)


def check(papers: pd.DataFrame) -> None:
    """Nothing, where a table is a paper table.

    Raises
    ------
    BadPapers
        A column is missing, an id is not a text or not unique, or a paper has no text at all.
    """
    if missing := [name for name in COLUMNS if name not in papers.columns]:
        raise BadPapers(f"The column {missing[0]!r} is missing; tidy(papers) adds it.")
    if papers.index.name != "id" or not all(isinstance(i, str) for i in papers.index):
        raise BadPapers("The index must be called 'id' and hold texts; tidy(papers) sees to it.")
    if not papers.index.is_unique:
        twice = papers.index[papers.index.duplicated()][0]
        raise BadPapers(f"The id {twice!r} occurs more than once; tidy(papers) makes ids unique.")
    empty = [i for i, text in zip(papers.index, text_of(papers), strict=True) if not text]
    if empty:
        raise BadPapers(
            f"{len(empty)} of {len(papers)} papers have neither title nor abstract, the first is "
            f"{empty[0]}; drop them with tidy(papers)."
        )


def text_or_none(value: Any) -> str | None:
    """A cell as a trimmed text, None where it is missing or blank; other values as JSON or str."""
    if isinstance(value, str) and value.isascii() and "\x00" not in value:
        return value.strip() or None
    if is_missing(value):
        return None
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, (list, tuple, dict)):
        value = json.dumps(value, ensure_ascii=False, default=str)
    elif isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).encode("utf-8", "replace").decode().replace("\x00", "").strip()
    return text or None


def is_missing(value: Any) -> bool:
    """Whether a cell holds nothing: None, NaN, NaT or pandas' NA."""
    return (
        value is None
        or value is pd.NA
        or value is pd.NaT
        or (isinstance(value, float) and math.isnan(value))
    )


def _whole(value: Any) -> int | None:
    try:
        return None if is_missing(value) else int(value)
    except (ValueError, TypeError, OverflowError):
        return None


def _names(value: Any) -> list[str] | None:
    if is_missing(value):
        return None
    values = [value] if isinstance(value, str) else list(value)
    names = [name for entry in values if (name := text_or_none(entry))]
    return names or None


def _places(value: Any) -> list[dict[str, Any]]:
    if is_missing(value):
        return []
    return [
        {
            "source": text_or_none(place.get("source")),
            "line_start": _whole(place.get("line_start")),
            "line_end": _whole(place.get("line_end")),
        }
        for place in value
    ]


def _column(name: str, values: list[Any]) -> pd.Series:
    if name in WHOLE_NUMBERS:
        return pd.Series([_whole(value) for value in values], dtype="Int64")
    if name == "authors_truncated":
        return pd.Series([not is_missing(v) and bool(v) for v in values], dtype=bool)
    if name == "authors":
        return pd.Series([_names(value) for value in values], dtype=object)
    if name == "duplicates":
        return pd.Series([_places(value) for value in values], dtype=object)
    if name not in COLUMNS:
        return _extra_column(values)
    return pd.Series([text_or_none(value) for value in values], dtype=object)


def _extra_column(values: list[Any]) -> pd.Series:
    """A column that is not ours: numbers and truth values stay, all else is text."""
    known = [value for value in values if not is_missing(value)]
    for kinds, dtype in (
        ((bool, np.bool_), "boolean"),
        ((int, np.integer), "Int64"),
        ((int, float, np.integer, np.floating), "Float64"),
    ):
        fits = known and all(isinstance(v, kinds) for v in known)
        if dtype != "boolean" and any(isinstance(v, (bool, np.bool_)) for v in known):
            continue
        if fits and not (dtype == "Int64" and any(abs(int(v)) >= 2**63 for v in known)):
            return pd.Series([None if is_missing(v) else v for v in values], dtype=dtype)
    return pd.Series([text_or_none(value) for value in values], dtype=object)


def _ids(records: Records) -> list[str]:
    """An id for each record: its own or by its content, made unique in order.

    The second record with the same title gets an id by its whole text; the second with the same
    id of its own gets a number after a dash.
    """
    own = [text_or_none(record.get("id")) for record in records]
    taken = {name for name in own if name}
    counts: dict[str, int] = {}
    ids: dict[str, None] = {}
    for record, name in zip(records, own, strict=True):
        title, abstract = (text_or_none(record.get(key)) for key in ("title", "abstract"))
        wanted = name or content_id(title, abstract)
        if name is None and (wanted in ids or wanted in taken):
            wanted = content_id(f"{title or ''} {abstract or ''}", None)
        while wanted in ids or (wanted in taken and wanted != name):
            base = name or wanted.split("-")[0]
            counts[base] = counts.get(base, 1) + 1
            wanted = f"{base}-{counts[base]}"
        ids[wanted] = None
    return list(ids)
