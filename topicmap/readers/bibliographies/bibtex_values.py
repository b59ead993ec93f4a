"""Values of BibTeX fields: what "#" joins, macros, lists of names, names with their accents."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from bibtexparser.middlewares.names import parse_single_name_into_parts
from pylatexenc import latexwalker
from pylatexenc.latex2text import LatexNodes2Text

from topicmap.bibtex_text import SPACES, letters, plain
from topicmap.readers.entry import joined
from topicmap.readers.people import cut_list, natural_name

MOST_LETTERS = 300  # of a name that is looked at for accents
MARKS = re.compile(r'(?<!\\)[{}"]|[#;,]')
AND = re.compile(r"(?<!\\)[{}]|(?<= )and(?= )", re.IGNORECASE)
TIE = re.compile(r"(?<!\\)~")
PERCENT = re.compile(r"(?<!\\)%")
_WALKER = latexwalker.get_default_latex_context_db().filter_context(
    exclude_categories=["nonascii-specials"]
)
_TO_TEXT = LatexNodes2Text(math_mode="verbatim", keep_comments=True)


def value(raw: str, macros: Mapping[str, str]) -> str:
    """What stands for a field after its "=": parts joined, macros replaced, ends taken off."""
    return "".join(_part(part.strip(), macros) for part in split_outside(raw.strip(), "#"))


def _part(part: str, macros: Mapping[str, str]) -> str:
    if len(part) > 1 and (part[0], part[-1]) in (("{", "}"), ('"', '"')):
        return part[1:-1]
    return macros.get(part.casefold(), part)


def split_outside(text: str, separators: str) -> Iterator[str]:
    """The parts of a text between separators that stand in no braces and, for "#", no quotes."""
    depth, quoted, start = 0, False, 0
    for found in MARKS.finditer(text) if any(mark in text for mark in separators) else ():
        mark = found[0]
        if mark in "{}":
            depth = max(0, depth + (1 if mark == "{" else -1))
        elif mark == '"':
            quoted ^= depth == 0 and separators == "#"
        elif mark in separators and depth == 0 and not quoted:
            yield text[start : found.start()]
            start = found.end()
    yield text[start:]


def keyword_list(text: str) -> str | None:
    """Keywords parted by semicolons, else by commas, with "; " between them."""
    parts = list(split_outside(text, ";"))
    return joined(map(plain, parts if len(parts) > 1 else split_outside(text, ",")))


def author_list(text: str) -> tuple[list[str], bool]:
    """The names of a list with "and", in natural order, and whether it says that there are more."""
    names, cut = cut_list(_split_at_and(SPACES.sub(" ", f" {text} ")))
    return [found for name in names if (found := author_name(name))], cut


def _split_at_and(text: str) -> Iterator[str]:
    """The parts of a text between those "and" that stand in no braces."""
    depth, start = 0, 0
    for found in AND.finditer(text):
        if found[0] in "{}":
            depth = max(0, depth + (1 if found[0] == "{" else -1))
        elif depth == 0:
            yield text[start : found.start()].strip()
            start = found.end()
    yield text[start:].strip()


@lru_cache(maxsize=200_000)
def author_name(text: str) -> str:
    """A name of a BibTeX list in natural order, its TeX accents made letters."""
    if "," in text and len(text) <= MOST_LETTERS:
        parts = parse_single_name_into_parts(text, strict=False)
        name = natural_name(
            " ".join(parts.von + parts.last), " ".join(parts.first), " ".join(parts.jr)
        )
    else:
        name = TIE.sub(" ", text)
    bare = letters(name)
    if "\\" in name and len(name) <= MOST_LETTERS and _has_tex(name):
        bare = _without_tex(name) or bare
    return SPACES.sub(" ", bare).strip()


def _has_tex(name: str) -> bool:
    """Whether there is more TeX in a name than single characters that are coded."""
    return "\\" in re.sub(r"\{\\(?:text[a-z]+|[%&#_$])\}", "", name)


def _without_tex(name: str) -> str:
    walker = latexwalker.LatexWalker(
        PERCENT.sub(r"\\%", name), latex_context=_WALKER, tolerant_parsing=True
    )
    try:
        return _TO_TEXT.nodelist_to_text(walker.get_latex_nodes()[0])
    except (latexwalker.LatexWalkerError, RecursionError, ValueError, IndexError, TypeError):
        return ""
