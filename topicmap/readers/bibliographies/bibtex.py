"""BibTeX and BibLaTeX."""

import logging
import re
from collections.abc import Iterator
from itertools import pairwise

from bibtexparser.exceptions import ParserStateException
from bibtexparser.model import Block, Entry, ImplicitComment, ParsingFailedBlock, String
from bibtexparser.splitter import Splitter

from topicmap.readers.bibliographies import bibtex_values as values
from topicmap.readers.bibliographies.bibtex_record import BibtexEntry, bibtex_record
from topicmap.readers.entry import is_private, lines_outside
from topicmap.readers.lines import LINE_END, Line
from topicmap.readers.page import Found, Page

NAME = "bibtex"
SUFFIXES = (".bib", ".bibtex")
START = re.compile(r"^[ \t]*@[ \t]*(\w+)\s*([{(])", re.MULTILINE)
ENTRY = re.compile(
    r"^[ \t]*@[ \t]*[A-Za-z]+\s*[{(]\s*[^\s,{}()=]*\s*,\s*[\w:+-]+\s*=", re.MULTILINE
)
BIB_LINE = re.compile(r'@\w+\s*[{(].*|[\w:+-]+\s*=\s*["{\w].*|[)}],?')
FIELD_LINE = re.compile(r'\s*[A-Za-z][\w:+-]*\s*=\s*["{\w].*')
END_OF_TEXT = "Unexpectedly reached end of file."
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
    """The papers of a BibTeX file.

    Entries that are not whole and fields outside entries are told as unread. Understood with a
    warning are a missing comma between two fields, a field that is repeated (the first counts),
    and commas or semicolons instead of "and" between authors where that is evident. Not kept are
    the notes of reference managers to themselves, such as ``file``.
    """
    found = Found([])
    macros: dict[str, str] = {}
    entries: list[BibtexEntry] = []
    for line, block in _blocks(LINE_END.sub("\n", page.text or "")):
        if isinstance(block, String):
            macros[block.key.casefold()] = values.value(block.value, macros)
        elif isinstance(block, Entry):
            last = line + (block.raw or "").rstrip().count("\n")
            fields = _fields(block, line, macros, found)
            entries.append(BibtexEntry(block.key, block.entry_type, fields, line, last))
        elif isinstance(block, ParsingFailedBlock):
            first = (block.raw or "").strip().partition("\n")[0][:400]
            found.unread.append((Line(line, first, gap=False), f"broken entry: {_reason(block)}"))
        elif isinstance(block, ImplicitComment):
            behind = bool(entries) and line == entries[-1].line_end
            found.unread += _outside(line, block.comment.split("\n"), behind)
    parents = {entry.key.casefold(): entry for entry in reversed(entries)}
    found.records += [bibtex_record(entry, parents) for entry in entries]
    found.left_out.update(name for entry in entries for name in filter(is_private, entry.fields))
    found.furniture = lines_outside(page, found)
    return found


def _blocks(text: str) -> Iterator[tuple[int, Block]]:
    """The blocks of a text with their first lines, each taken apart alone.

    What stands behind a broken one as far as the next belongs to the broken one.
    """
    text = START.sub(lambda head: f"@{head[1]}{head[2]}" + "\n" * head[0].count("\n"), text)
    starts = [found.start() for found in START.finditer(text)]
    line = 1
    for start, end in pairwise([0, *starts, len(text)]):
        broken = False
        for block in _split(text[start:end]):
            broken = broken or isinstance(block, ParsingFailedBlock)
            if not (broken and isinstance(block, ImplicitComment)):
                yield line + (block.start_line or 0), block
        line += text.count("\n", start, end)


def _split(text: str) -> list[Block]:
    try:
        blocks = Splitter(text).split().blocks
    except ParserStateException as error:
        return [ParsingFailedBlock(error=error, start_line=0, raw=text)]
    return [getattr(block, "ignore_error_block", None) or block for block in blocks]


def _reason(block: ParsingFailedBlock) -> str:
    reason = str(getattr(block.error, "abort_reason", None) or block.error)
    return "not closed before the next entry" if reason == END_OF_TEXT else reason[:120]


def _outside(line: int, texts: list[str], behind: bool) -> Iterator[tuple[Line, str]]:
    """What is lost among lines outside entries: fields, and words behind an entry in its line."""
    for at, text in enumerate(texts):
        words = behind and at == 0 and re.search(r"\w", text) and text[0] != "%"
        if words or FIELD_LINE.fullmatch(text):
            yield Line(line + at, text.strip()[:400], gap=False), "outside all entries"


def _fields(entry: Entry, line: int, macros: dict[str, str], found: Found) -> dict[str, str]:
    """The values of an entry by the lower-case names of its fields."""
    fields: dict[str, str] = {}
    for field in entry.fields:
        at = f"line {line + (field.start_line or 0) - (entry.start_line or 0)}"
        for number, (key, raw) in enumerate(values.parted(field.key, str(field.value))):
            name, text = key.casefold(), values.value(raw, macros)
            if name == "author" and text != (listed := values.with_and(text)):
                told = f"the authors of the entry {entry.key} are parted by commas or semicolons"
                found.warnings.append(f'{at}: {told} instead of "and"')
                text = listed
            if number:
                told = f"a comma is missing before {name} in the entry {entry.key}"
                found.warnings.append(f"{at}: {told}")
            if fields.setdefault(name, text) != text:
                told = f"the {name} repeated in the entry {entry.key} is left out: {text[:80]}"
                found.warnings.append(f"{at}: {told}")
    return fields
