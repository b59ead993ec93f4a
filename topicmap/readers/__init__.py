"""Files of papers in, the paper table out: one module per raw format, known by its content.

To add a format, write a module with ``NAME``, ``accepts(page)`` (0 to 1: how sure) and
``read(page)``, and name it in `READERS`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd

from topicmap.errors import BadPapers, TopicMapError, UnknownFormat
from topicmap.papers import paper_table, text_or_none
from topicmap.readers.duplicates import merge_duplicates
from topicmap.readers.files import Skipped, find_files, open_page
from topicmap.readers.lines import Line
from topicmap.readers.page import Found, Page
from topicmap.readers.pages import arxiv_digest, hf_papers, iclr_virtual, plain_abstracts
from topicmap.readers.pages.code import is_code
from topicmap.readers.tables import csv_table, jsonl, parquet

PAGES: tuple[ModuleType, ...] = (plain_abstracts, iclr_virtual, arxiv_digest, hf_papers)
READERS: tuple[ModuleType, ...] = (*PAGES, csv_table, jsonl, parquet)
SURE_ENOUGH = 0.2


@dataclass(frozen=True)
class FileAccount:
    """What became of one file.

    Parameters
    ----------
    source
        Where the file is.
    format
        Name of the reader that took it.
    lines
        Number of lines, blank ones too; None for a binary table.
    records
        Number of records found in it.
    furniture
        Line number and text of every non-blank line that belongs to no record.
    duplicates
        Number of its records that were joined to an earlier record of the same paper.
    without_abstract
        Number of its records without an abstract.
    warnings
        What a reader should know: bytes mended, cells or records left out, columns renamed.
    """

    source: str
    format: str
    lines: int | None
    records: int
    furniture: tuple[tuple[int, str], ...]
    duplicates: int
    without_abstract: int
    warnings: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The account as plain values, ready for JSON."""
        furniture = [{"line": number, "text": text} for number, text in self.furniture]
        return vars(self) | {"furniture": furniture, "warnings": list(self.warnings)}


@dataclass(frozen=True)
class Reading:
    """Papers, and the account of every file they came from or that was passed over."""

    papers: pd.DataFrame
    files: tuple[FileAccount, ...]
    skipped: tuple[Skipped, ...] = ()

    def report(self) -> dict[str, Any]:
        """The whole account as plain values, ready for JSON."""
        return {
            "papers": len(self.papers),
            "records": sum(file.records for file in self.files),
            "duplicates": sum(file.duplicates for file in self.files),
            "files": [file.to_dict() for file in self.files],
            "skipped": [{"source": str(path), "reason": why} for path, why in self.skipped],
        }


def read_papers(*sources: str | Path | Iterable[str | Path]) -> pd.DataFrame:
    """The paper table of files and folders: one row per paper, in file order, index `id`.

    Parameters
    ----------
    sources
        Files, or folders whose files are read at any depth, sorted by name; or lists of them.

    Raises
    ------
    BadPapers
        A source is missing, empty or damaged, or there are no papers in it.
    UnknownFormat
        No reader knows the layout of a file that was named.
    """
    each = [[given] if isinstance(given, (str, Path)) else given for given in sources]
    return read_sources(path for group in each for path in group).papers


def read_sources(sources: Iterable[str | Path]) -> Reading:
    """Papers and account of files and folders; see `read_papers`.

    Files of a folder that hold no papers (hidden, README, of unknown layout) are passed over and
    listed in `Reading.skipped`; a file that was named must be readable.
    """
    files, skipped = find_files([sources] if isinstance(sources, (str, Path)) else sources)
    opened: list[tuple[Path, Page, str, Found]] = []
    for path, named in files:
        try:
            opened.append((path, *_read_file(path)))
        except UnknownFormat as error:
            if named:
                raise
            skipped.append(Skipped(path, str(error)))
        except BadPapers as error:
            if named or "empty" not in str(error):
                raise
            skipped.append(Skipped(path, str(error)))
    if not any(found.records for *_, found in opened):
        raise _no_papers(files, skipped)
    return _reading(opened, skipped)


def choose_reader(page: Page) -> ModuleType:
    """The reader that is surest of a page.

    Raises
    ------
    UnknownFormat
        No reader is sure enough.
    """
    possible = [reader for reader in READERS if reader not in PAGES or not is_code(page)]
    scores = {reader: reader.accepts(page) for reader in possible}
    best = max(possible, key=lambda reader: scores[reader])
    if scores[best] < SURE_ENOUGH:
        names = ", ".join(reader.NAME for reader in READERS)
        raise UnknownFormat(
            f"{page.path.name} has a layout that no reader knows; topicmap reads {names}. "
            "A table with the columns title and abstract always works."
        )
    return best


def _read_file(path: Path) -> tuple[Page, str, Found]:
    page, warnings = open_page(path)
    try:
        reader = choose_reader(page)
        found: Found = reader.read(page)
    except TopicMapError:
        raise
    except Exception as error:
        raise BadPapers(
            f"{path.name} stopped its reader ({type(error).__name__}: {str(error)[:120]}); "
            "please report it, and leave the file out."
        ) from error
    found.warnings[:0] = warnings
    _leave_out_empty(found, page)
    return page, reader.NAME, found


def _leave_out_empty(found: Found, page: Page) -> None:
    """Take out records with neither title nor abstract, and say so."""
    kept = []
    for row, record in enumerate(found.records, start=1):
        if text_or_none(record.get("title")) or text_or_none(record.get("abstract")):
            kept.append(record)
            continue
        start, end = record.get("line_start"), record.get("line_end")
        where = f"row {row}" if start is None else f"line {start}"
        found.warnings.append(f"{where} has neither title nor abstract and is left out")
        if start is not None and end is not None:
            found.furniture += [line for line in page.lines if start <= line.number <= end]
    found.records[:] = kept
    found.furniture.sort()


def _reading(opened: list[tuple[Path, Page, str, Found]], skipped: list[Skipped]) -> Reading:
    names = _short_names([path for path, *_ in opened])
    records: list[dict[str, Any]] = []
    owner: list[int] = []
    for number, (name, (_, _, kind, found)) in enumerate(zip(names, opened, strict=True)):
        provenance = {"format": kind, "source": name}
        records += [provenance | record for record in found.records]
        owner += [number] * len(found.records)
    merged, first = merge_duplicates(records)
    joined = [owner[i] for i, target in enumerate(first) if i != target]
    accounts = tuple(
        _account(path, page, kind, found, joined.count(number))
        for number, (path, page, kind, found) in enumerate(opened)
    )
    originals = [records[i] for i, target in enumerate(first) if i == target]
    return Reading(paper_table(merged, ids_by=originals), accounts, tuple(skipped))


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


def _no_papers(files: list[tuple[Path, bool]], skipped: list[Skipped]) -> BadPapers:
    reasons = [f"{path.name} ({why})" for path, why in skipped[:5]]
    seen = "; ".join([*(path.name for path, _ in files if path not in dict(skipped)), *reasons])
    return BadPapers(
        f"There are no papers there: {seen or 'the folder is empty'}. Name files of abstracts, "
        "CSV, JSON Lines or Parquet."
    )


__all__ = ["READERS", "FileAccount", "Line", "Reading", "read_papers", "read_sources"]
