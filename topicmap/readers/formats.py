"""The formats that are read, and which of them a file is in."""

from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

from topicmap.errors import BadPapers, UnknownFormat
from topicmap.readers.bibliographies import (
    bibtex,
    csl_json,
    endnote_xml,
    markdown,
    nbib,
    pubmed_xml,
    ris,
    web_of_science,
)
from topicmap.readers.decoding import decode
from topicmap.readers.lines import split_lines
from topicmap.readers.page import Page
from topicmap.readers.pages import arxiv_digest, hf_papers, iclr_virtual, plain_abstracts
from topicmap.readers.pages.code import is_code
from topicmap.readers.services import (
    acl_xml,
    arxiv_atom,
    arxiv_listing,
    arxiv_mailing,
    arxiv_snapshot,
    crossref,
    openalex,
    openreview,
    proceedings_index,
    semantic_scholar,
)
from topicmap.readers.tables import csv_table, excel, json_list, jsonl, parquet

PAGES: tuple[ModuleType, ...] = (plain_abstracts, iclr_virtual, arxiv_digest, hf_papers)
BINARY: tuple[ModuleType, ...] = (excel, parquet)
SERVICES: tuple[ModuleType, ...] = (
    arxiv_atom,
    arxiv_listing,
    arxiv_mailing,
    arxiv_snapshot,
    openalex,
    semantic_scholar,
    crossref,
    openreview,
    acl_xml,
    proceedings_index,
)
READERS: tuple[ModuleType, ...] = (
    *PAGES,
    csv_table,
    json_list,
    jsonl,
    *BINARY,
    bibtex,
    ris,
    csl_json,
    nbib,
    pubmed_xml,
    endnote_xml,
    web_of_science,
    markdown,
    *SERVICES,
)
SUFFIXES = sorted({suffix for reader in READERS for suffix in reader.SUFFIXES})
SURE_ENOUGH = 0.2
MOST_PARTS = 40_000_000  # lines and brackets, which take memory
LONGEST_LINE = 1_000_000  # of a page
ENDLESS_LINE = 10_000_000  # of anything but JSON and XML, which programs write into one line


def open_page(
    path: Path, data: bytes, columns: Mapping[str, str] | None = None
) -> tuple[Page, list[str]]:
    """A file as a page, and warnings about its encoding.

    Raises
    ------
    BadPapers
        The file is empty, or has a line without end.
    UnknownFormat
        It is neither text nor a table that we know.
    """
    if data.strip():
        suffix = path.suffix.lower()
        if any(reader.takes(data) or suffix in reader.SUFFIXES for reader in BINARY):
            return Page(path, data, None, columns or {}), []
        text, warnings = decode(data, str(path))
        _refuse_endless_line(text, path.name)
        _refuse_many_parts(text, path.name)
        if text.strip():
            return Page(path, data, text, columns or {}), warnings
    raise BadPapers(f"{path} is empty; a file of papers has at least one title or abstract.")


def _refuse_endless_line(text: str, name: str) -> None:
    if len(text) <= ENDLESS_LINE or text[:1000].lstrip()[:1] in ("{", "[", "<"):
        return
    longest = max(len(line) for line in split_lines(text))
    if longest > ENDLESS_LINE:
        raise BadPapers(
            f"{name} has a line of {longest:,} letters; lines of at most {ENDLESS_LINE:,} are "
            "read: leave it out, or part it at the papers."
        )


def _refuse_many_parts(text: str, name: str) -> None:
    parts = text.count("{") + text.count("[") + text.count("<") + text.count("\n")
    if parts > MOST_PARTS:
        raise BadPapers(
            f"{name} has {parts:,} lines and opening brackets; at most {MOST_PARTS:,} are read: "
            "give the part that you need."
        )


def choose_reader(page: Page) -> ModuleType:
    """The reader that is surest of a page.

    Raises
    ------
    UnknownFormat
        No reader is sure enough.
    """
    possible = [reader for reader in READERS if reader not in PAGES or _may_be_page(page)]
    scores = {reader: reader.accepts(page) for reader in possible}
    best = max(possible, key=lambda reader: scores[reader])
    if scores[best] < SURE_ENOUGH:
        names = ", ".join(reader.NAME for reader in READERS)
        broken = [*page.tree.unread, *page.objects.unread]
        why = f" ({broken[0][1]} in line {broken[0][0].number})" if broken else ""
        raise UnknownFormat(
            f"{page.path.name} has a layout that no reader knows{why}; topicmap reads {names}. "
            "A table with the columns title and abstract always works; --skip-bad passes over "
            "files that cannot be read."
        )
    return best


def _may_be_page(page: Page) -> bool:
    longest = max((len(line.text) for line in page.lines), default=0)
    return longest <= LONGEST_LINE and not is_code(page)


def format_table() -> str:
    """The formats as a Markdown table for people: name, what it is, usual ends of file names."""
    rows = ["| format | what it is | usual file names |", "| --- | --- | --- |"]
    for reader in READERS:
        what = (reader.__doc__ or "").partition("\n\n")[0].replace("\n", " ").rstrip(".")
        ends = " ".join(f"`*{suffix}`" for suffix in reader.SUFFIXES if suffix)
        rows.append(f"| `{reader.NAME}` | {what} | {ends} |")
    return "\n".join(rows) + "\n"
