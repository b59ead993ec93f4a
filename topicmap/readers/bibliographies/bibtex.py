"""BibTeX and BibLaTeX."""

import logging
import re
from collections.abc import Iterator
from itertools import pairwise

from bibtexparser.exceptions import ParserStateException
from bibtexparser.model import Block, Entry, ParsingFailedBlock, String
from bibtexparser.splitter import Splitter

from topicmap.readers.bibliographies import bibtex_values as values
from topicmap.readers.bibliographies.bibtex_record import BibtexEntry, bibtex_record
from topicmap.readers.entry import lines_outside
from topicmap.readers.lines import LINE_END, Line
from topicmap.readers.page import Found, Page

NAME = "bibtex"
SUFFIXES = (".bib", ".bibtex")
START = re.compile(r"^[ \t]*@\w+[ \t]*[{(]", re.MULTILINE)
ENTRY = re.compile(r"^[ \t]*@[A-Za-z]+\s*[{(]\s*[^\s,{}()=]*\s*,\s*[\w:+-]+\s*=", re.MULTILINE)
BIB_LINE = re.compile(r'@\w+\s*[{(].*|[\w:+-]+\s*=\s*["{\w].*|[)}],?')
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())


def accepts(page: Page) -> float:
    """How sure it is, from 0 to 1, that a page is BibTeX: entries with fields fill it."""
    text = LINE_END.sub("\n", (page.text or "")[: 1 << 20])
    if not ENTRY.search(text):
        return 0.0
    first = page.lines[:400]
    share = sum(BIB_LINE.fullmatch(line.text) is not None for line in first) / max(len(first), 1)
    return 0.97 if text.lstrip()[:1] in ("@", "%") or share > 0.3 else 0.15


def read(page: Page) -> Found:
    """The papers of a BibTeX file; entries that are not whole are told as unread."""
    found = Found([])
    macros: dict[str, str] = {}
    entries: list[BibtexEntry] = []
    for line, block in _blocks(LINE_END.sub("\n", page.text or "")):
        whole = getattr(block, "ignore_error_block", None) or block
        if isinstance(whole, String):
            macros[whole.key.casefold()] = values.value(whole.value, macros)
        elif isinstance(whole, Entry):
            last = line + (whole.raw or "").rstrip().count("\n")
            fields = _fields(whole, macros)
            entries.append(BibtexEntry(whole.key, whole.entry_type, fields, line, last))
        elif isinstance(whole, ParsingFailedBlock):
            first = (whole.raw or "").strip().partition("\n")[0][:400]
            reason = getattr(whole.error, "abort_reason", None) or str(whole.error)
            found.unread.append((Line(line, first, gap=False), f"broken entry: {reason[:120]}"))
    parents = {entry.key.casefold(): entry for entry in reversed(entries)}
    found.records += [bibtex_record(entry, parents) for entry in entries]
    found.furniture = lines_outside(page, found)
    return found


def _blocks(text: str) -> Iterator[tuple[int, Block]]:
    """The blocks of a text with their first lines, each taken apart alone."""
    starts = [found.start() for found in START.finditer(text)]
    line = 1 + text.count("\n", 0, starts[0] if starts else 0)
    for start, end in pairwise([*starts, len(text)]):
        chunk = text[start:end]
        try:
            for block in Splitter(chunk).split().blocks:
                yield line + (block.start_line or 0), block
        except ParserStateException as error:
            yield line, ParsingFailedBlock(error=error, start_line=0, raw=chunk)
        line += chunk.count("\n")


def _fields(entry: Entry, macros: dict[str, str]) -> dict[str, str]:
    """The values of an entry by the lower-case names of its fields; the first of a name counts."""
    found: dict[str, str] = {}
    for field in entry.fields:
        found.setdefault(field.key.casefold(), values.value(str(field.value), macros))
    return found
