"""Files of papers in, the paper table out: one module per raw format, known by its content.

To add a format, write a module with ``NAME``, ``SUFFIXES``, ``accepts(page)`` (0 to 1: how sure)
and ``read(page)``, name it in `formats.READERS`, and put a sample beside those of the others.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from topicmap.errors import BadPapers, BadSettings, TopicMapError
from topicmap.papers import is_missing, paper_table, text_or_none
from topicmap.readers.duplicates import merge_duplicates
from topicmap.readers.files import Opened, Skipped, Sources
from topicmap.readers.formats import READERS, SUFFIXES, choose_reader, open_page
from topicmap.readers.lines import Line
from topicmap.readers.page import Found, Page
from topicmap.readers.reading import FileAccount, Reading
from topicmap.readers.tables.columns import check_columns, parse_columns

LONGEST_TEXT = 100_000
NO_ABSTRACT = re.compile(
    r"\W*(?:(?:there is )?no abstract(?: is)?(?: available| provided)?(?: for this \w+)?"
    r"|abstract (?:is )?(?:missing|unavailable|not (?:available|provided|found))"
    r"|n/?a|none|null)?\W*",
    re.IGNORECASE,
)
LONGEST_NOTE = 80  # that there is no abstract
LONGEST_SHOWN = 200
NO_TEXT = "neither title nor abstract"


def read_papers(
    *sources: str | Path | Iterable[str | Path],
    columns: Mapping[str, str] | None = None,
    skip_bad: bool = False,
    keep_duplicates: bool = False,
) -> pd.DataFrame:
    """The paper table of files and folders: one row per paper, in file order, index `id`.

    Parameters
    ----------
    sources
        Files, or folders whose files are read at any depth, sorted by name; patterns such as
        ``"papers/*.bib"``; ZIP and gzip files, whose content is read; ``"-"`` for the standard
        input; or lists of them.
    columns
        Field → the column that holds it, for tables with unusual column names, such as
        ``{"title": "Titel"}``.
    skip_bad
        Pass over files that cannot be read; otherwise the first of them is an error.
    keep_duplicates
        Leave every record a row of its own; otherwise those of one paper become one row.

    Raises
    ------
    BadPapers
        A source is missing, empty or damaged, or there are no papers in it.
    UnknownFormat
        No reader knows the layout of a file.
    BadSettings
        ``columns`` names a field that there is not, or a column that no table has.
    """
    each = [[given] if isinstance(given, (str, Path)) else given for given in sources]
    paths = [path for group in each for path in group]
    return read_sources(paths, columns, skip_bad, keep_duplicates).papers


def read_sources(
    sources: Iterable[str | Path],
    columns: Mapping[str, str] | None = None,
    skip_bad: bool = False,
    keep_duplicates: bool = False,
) -> Reading:
    """Papers and account of files and folders; see `read_papers`.

    Files of a folder that are no papers by their name or suffix, and empty ones, are passed over
    and listed in `Reading.skipped`.
    """
    check_columns(columns or {})
    given = Sources([sources] if isinstance(sources, (str, Path)) else sources, SUFFIXES)
    opened: list[tuple[Path, Page, str, Found]] = []
    for path, named in given:
        try:
            for file in given.open(path, named):
                _read_into(opened, file, given.skipped, columns or {}, skip_bad)
        except BadPapers as error:
            if not skip_bad:
                raise
            given.skipped.append(Skipped(path, str(error)))
    _check_given(columns or {}, [found for *_, found in opened])
    if not any(found.records for *_, found in opened):
        raise _no_papers([(path, found) for path, *_, found in opened], given.skipped)
    return _reading(opened, given.skipped, keep_duplicates)


def _check_given(columns: Mapping[str, str], tables: list[Found]) -> None:
    there = dict.fromkeys(name for found in tables for name in found.columns)
    if missing := [name for name in columns.values() if name not in there]:
        has = f"they have {', '.join(list(there)[:12])}" if there else "there is no table"
        raise BadSettings(f"No file has a column {missing[0]!r} (--columns); {has}.")


def _read_into(
    opened: list[tuple[Path, Page, str, Found]],
    file: Opened,
    skipped: list[Skipped],
    columns: Mapping[str, str],
    skip_bad: bool,
) -> None:
    if not (file.problem or file.data.strip() or file.named):
        skipped.append(Skipped(file.path, "empty"))
        return
    try:
        if file.problem:
            raise BadPapers(file.problem)
        opened.append((file.path, *_read_file(file, columns)))
    except TopicMapError as error:
        if not skip_bad:
            raise
        skipped.append(Skipped(file.path, str(error)))


def _read_file(file: Opened, columns: Mapping[str, str]) -> tuple[Page, str, Found]:
    page, warnings = open_page(file.path, file.data, columns)
    try:
        reader = choose_reader(page)
        found: Found = reader.read(page)
    except TopicMapError:
        raise
    except Exception as error:
        raise BadPapers(
            f"{file.path.name} stopped its reader ({type(error).__name__}: {str(error)[:120]}); "
            "please report it, and leave the file out."
        ) from error
    found.warnings[:0] = warnings
    _leave_out_empty(found, page)
    return page, reader.NAME, found


def _leave_out_empty(found: Found, page: Page) -> None:
    """Take out records without title and abstract, with endless ones or no texts, and say so."""
    kept = []
    texts: dict[int, str] | None = None
    for row, record in enumerate(found.records, start=1):
        if not (why := _fault(record)):
            kept.append(record)
            continue
        texts = texts or {line.number: line.text for line in page.lines}
        number = record.get("line_start") or row
        text = texts.get(number, "")
        if len(text) > LONGEST_SHOWN:
            text = " ".join(["record", str(row), str(record.get("id") or "")[:80]]).strip()
        found.unread.append((Line(number, text, gap=False), why))
    found.records[:] = kept
    found.unread.sort()


def _fault(record: dict[str, Any]) -> str:
    """Why a record is no paper; empty where it is one. A note that there is no abstract goes."""
    texts = {name: record.get(name) for name in ("title", "abstract")}
    for name, value in texts.items():
        if not (is_missing(value) or isinstance(value, str)):
            return f"the {name} is no text ({str(value)[:60]})"
    longest = max(len(value) if isinstance(value, str) else 0 for value in texts.values())
    if longest > LONGEST_TEXT:
        return f"a text of {longest:,} letters"
    abstract = text_or_none(texts["abstract"]) or ""
    if len(abstract) <= LONGEST_NOTE and NO_ABSTRACT.fullmatch(abstract):
        record["abstract"] = None
    return "" if any(text_or_none(record.get(name)) for name in texts) else NO_TEXT


def _reading(
    opened: list[tuple[Path, Page, str, Found]], skipped: list[Skipped], keep_duplicates: bool
) -> Reading:
    names = _short_names([path for path, *_ in opened])
    records: list[dict[str, Any]] = []
    owner: list[int] = []
    for number, (name, (_, _, kind, found)) in enumerate(zip(names, opened, strict=True)):
        provenance = {"format": kind, "source": name}
        records += [provenance | record for record in found.records]
        owner += [number] * len(found.records)
    merged, first = _unmerged(records) if keep_duplicates else merge_duplicates(records)
    joined = [owner[i] for i, target in enumerate(first) if i != target]
    accounts = tuple(
        _account(path, page, kind, found, joined.count(number))
        for number, (path, page, kind, found) in enumerate(opened)
    )
    originals = [records[i] for i, target in enumerate(first) if i == target]
    return Reading(paper_table(merged, ids_by=originals), accounts, tuple(skipped))


def _unmerged(records: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[int]]:
    return records, list(range(len(records)))


def _account(path: Path, page: Page, kind: str, found: Found, joined: int) -> FileAccount:
    return FileAccount(
        source=str(path),
        format=kind,
        lines=page.line_count,
        records=len(found.records),
        furniture=tuple((line.number, line.text) for line in found.furniture),
        duplicates=joined,
        without_abstract=sum(text_or_none(r.get("abstract")) is None for r in found.records),
        warnings=tuple(found.warnings),
        unread=tuple((line.number, line.text, why) for line, why in found.unread),
        left_out=dict(found.left_out.most_common()),
    )


def _short_names(paths: list[Path]) -> list[str]:
    """File names; where two are equal, with as much of their folders as tells them apart."""
    for depth in range(1, 40):
        names = ["/".join(path.resolve().parts[-depth:]) for path in paths]
        if depth == 1:
            plain = names
        if len(set(names)) == len(names):
            break
    return [
        name if plain.count(name) == 1 else long for name, long in zip(plain, names, strict=True)
    ]


def _no_papers(read: list[tuple[Path, Found]], skipped: list[Skipped]) -> BadPapers:
    reasons = [f"{path.name} ({_why_nothing(found)})" for path, found in read[:5]]
    seen = "; ".join([*reasons, *(f"{path.name} ({why})" for path, why in skipped[:5])])
    return BadPapers(
        f"There are no papers there: {seen or 'the folder is empty'}. Name files of abstracts, "
        "tables or bibliographies."
    )


def _why_nothing(found: Found) -> str:
    """Why there is no paper in a file."""
    if not found.unread:
        return "no record"
    line, why = found.unread[0]
    more = f", and {len(found.unread) - 1:,} more" if len(found.unread) > 1 else ""
    return f"line {line.number}: {why}{more}"


__all__ = ["READERS", "FileAccount", "Reading", "parse_columns", "read_papers", "read_sources"]
