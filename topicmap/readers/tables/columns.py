"""What the readers of tables share: usual column names, and the row that holds them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from topicmap.errors import BadSettings, UnknownFormat
from topicmap.papers import COLUMNS, TAKEN, text_or_none

USUAL = {
    "id": ("id", "paper id", "key", "uid", "pmid"),
    "title": ("title", "paper title", "article title", "document title", "ti", "display name"),
    "abstract": ("abstract", "summary", "abstract note", "paper abstract", "abstract text", "ab"),
    "authors": (
        "authors", "author", "author full names", "author names", "af", "au", "author/s",
        "author(s)", "author string", "authorships author display name",
    ),
    "year": ("year", "publication year", "pub year", "published year", "py"),
    "date": (
        "date", "published", "publication date", "pub date", "published date", "date published",
        "create date",
    ),
    "venue": (
        "venue", "journal", "booktitle", "book title", "conference", "source title",
        "publication title", "journal/book", "container title", "journal title", "publication",
        "so", "primary location source display name",
    ),
    "url": ("url", "link", "pdf url", "paper url", "pdf"),
    "doi": ("doi", "di"),
    "keywords": (
        "keywords", "keyword", "key words", "tags", "author keywords", "manual tags", "de",
    ),
}  # fmt: skip
NAMED = re.compile(r"(\w+)=(.+?)(?=,\w+=|$)")
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
FIELD_OF = {name: field for field, names in USUAL.items() for name in names}
TEXTS = ("title", "abstract")
OURS = tuple(name for name in COLUMNS if name not in USUAL)
OURS_ALONE = ("format", "source", "line_start", "line_end", "duplicates", "authors_truncated")
MOST_COLUMNS = 2_000
HEADER_WITHIN = 20


def parse_columns(text: str) -> dict[str, str]:
    """The columns that a text such as ``title=Titel,abstract=Kurz, knapp`` names, by field.

    Raises
    ------
    BadSettings
        The text has another form, or names a field that there is not.
    """
    found = {match[1]: match[2] for match in NAMED.finditer(text)}
    if text and ",".join(f"{field}={name}" for field, name in found.items()) != text:
        raise BadSettings(f"--columns is {text!r}; it must be such as title=Titel,abstract=Kurz.")
    check_columns(found)
    return found


def check_columns(columns: Mapping[str, str]) -> None:
    """Nothing, where the user's names of columns are for fields that there are.

    Raises
    ------
    BadSettings
        A field is none of ours.
    """
    if unknown := [field for field in columns if field not in USUAL]:
        raise BadSettings(
            f"There is no field {unknown[0]!r}; --columns takes {', '.join(USUAL)}, such as "
            "title=Titel,abstract=Zusammenfassung."
        )


def known_columns(names: Iterable[Any], columns: Mapping[str, str]) -> int:
    """How many of the names are usual ones of paper columns; the user's count twice."""
    found = list(names)
    given = set(columns.values()) & set(map(str, found))
    return 2 * len(given) + sum(_usual(name) in FIELD_OF for name in found)


def has_text(names: Iterable[Any], columns: Mapping[str, str]) -> bool:
    """Whether there is a column of titles or of abstracts, by its usual name or the user's."""
    found = list(names)
    given = set(columns.values()) & set(map(str, found))
    return bool(given) or any(FIELD_OF.get(_usual(name)) in TEXTS for name in found)


def header_row(rows: Sequence[Sequence[Any]], columns: Mapping[str, str]) -> int | None:
    """Which of the first rows holds the names of the columns, None where none does.

    It is the one with the most known names, the first of equals, and has a column of titles or
    abstracts. One known name is enough where no row above has more than one cell.
    """
    ranked: list[tuple[int, int]] = []
    bare = True
    for at, row in enumerate(rows[:HEADER_WITHIN]):
        known = known_columns(row, columns)
        if has_text(row, columns) and (known > 1 or bare):
            ranked.append((known, -at))
        bare = bare and sum(bool(text_or_none(cell)) for cell in row) < 2
    return -max(ranked)[1] if ranked else None


def same_names(cells: Sequence[Any], header: Sequence[Any]) -> bool:
    """Whether a row is the header again, as where one table was put behind another."""
    bare, names = ([str(cell or "").strip('\ufeff" ') for cell in row] for row in (cells, header))
    return bare == names


def column_names(
    names: Iterable[Any], source: str, columns: Mapping[str, str]
) -> tuple[list[str], list[str]]:
    """The name under which each column goes on, and warnings of those that had to change.

    What the user named is taken where it is there. Usual names are known in any case of letters;
    of several for one field the most usual is taken and the others stay as they are. A name that
    the map uses itself gets "_" behind it. A table that has all our columns was written by
    topicmap and keeps them all.

    Raises
    ------
    UnknownFormat
        No column is called title or abstract.
    BadSettings
        A column that the user named is not there, and no usual one either.
    """
    found = [text_or_none(name) or f"column {at}" for at, name in enumerate(names, start=1)]
    if len(found) > MOST_COLUMNS:
        raise UnknownFormat(
            f"{source} has {len(found):,} columns; a table of papers has at most {MOST_COLUMNS:,}: "
            "leave out those that are not needed."
        )
    shown = ", ".join(found[:12])
    missing = [name for name in columns.values() if name not in found]
    if missing and not has_text(found, columns):
        raise BadSettings(f"{source} has no column {missing[0]!r} (--columns); it has {shown}.")
    if not has_text(found, columns):
        raise UnknownFormat(
            f"{source} has the columns {shown}; a table of papers needs one called 'title' or "
            "'abstract': rename the one that holds them, or name it with --columns "
            "title=NAME,abstract=NAME."
        )
    fields = _fields(found, columns)
    ours = set(COLUMNS) <= set(found)
    result: dict[str, None] = {}
    warnings: list[str] = []
    for name in found:
        new = fields.get(name) or (name.casefold() if name.casefold() in OURS else name)
        reserved = new in TAKEN or (new in OURS_ALONE and not ours)
        reserved = reserved or (new in USUAL and name not in fields)
        while reserved or new in result:
            new, reserved = new + "_", False
        if new.casefold() != name.casefold():
            warnings.append(f"the column {name!r} is kept as {new!r}")
        result[new] = None
    return list(result), warnings


def _usual(name: Any) -> str:
    """A name as in `USUAL`: "pubYear", "PUB_YEAR" and "pub.year" are "pub year"."""
    apart = CAMEL.sub(" ", str(name)).casefold()
    return " ".join(re.split(r"[\s_.-]+", apart)).strip()


def _fields(found: list[str], columns: Mapping[str, str]) -> dict[str, str]:
    """Column → field: as the user said, else the most usual name of each field."""
    fields = {name: field for field, name in columns.items() if name in found}
    for field, usual in USUAL.items():
        if field in fields.values():
            continue
        ranked = [
            (usual.index(_usual(n)), at, n) for at, n in enumerate(found) if _usual(n) in usual
        ]
        free = [name for _, _, name in sorted(ranked) if name not in fields]
        if free:
            fields[free[0]] = field
    return fields
