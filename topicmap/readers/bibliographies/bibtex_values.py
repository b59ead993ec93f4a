"""Values of BibTeX fields: what "#" joins, macros, lists of names, names with their accents."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from bibtexparser.middlewares.names import parse_single_name_into_parts
from pylatexenc import latexwalker
from pylatexenc.latex2text import LatexNodes2Text

from topicmap.bibtex_text import SPACES, letters, plain
from topicmap.latex import spelled
from topicmap.readers.entry import joined
from topicmap.readers.names import name_score
from topicmap.readers.people import cut_list, is_suffix, natural_name

MOST_LETTERS = 300  # of a name that is looked at for accents
MARKS = re.compile(r'(?<!\\)[{}"]|[#;,]')
AND = re.compile(r"(?<!\\)[{}]|(?<= )and(?= )", re.IGNORECASE)
BRACE = re.compile(r"(?<!\\)[{}]")
NEXT_FIELD = re.compile(r'(?<!\\)[{}]|"|(?<=[\s}"])([A-Za-z][\w:+-]*)\s*=(?=\s*["{\w])')
NAME_PART = re.compile(r'[\s"]*([A-Za-z-]+)\s*=\s*(.*?)[\s"]*', re.DOTALL)
TIE = re.compile(r"(?<!\\)~")
TILDE = re.compile(r"(?<!\\)\\~ ?(?:\{[^{}]*\}|\\?\w)")
ENTITY = re.compile(r"&#?\w+;")
INITIALS = re.compile(r"(?:[^\W\d_]\.[ -]?){1,4}")
MORE = re.compile(r"et\.? al\.?", re.IGNORECASE)
PERCENT = re.compile(r"(?<!\\)%")
_WALKER = latexwalker.get_default_latex_context_db().filter_context(
    exclude_categories=["nonascii-specials"]
)
_TO_TEXT = LatexNodes2Text(math_mode="verbatim", keep_comments=True)


def value(raw: str, macros: Mapping[str, str]) -> str:
    """What stands for a field after its "=": parts joined, macros replaced, ends taken off."""
    return "".join(_part(part.strip(), macros) for part in split_outside(raw.strip(), "#"))


def _part(part: str, macros: Mapping[str, str]) -> str:
    if len(part) > 1 and part[0] == part[-1] == '"':
        return part[1:-1]
    if part.startswith("{") and _group_end(part) == len(part):
        return part[1:-1]
    return macros.get(part.casefold(), part)


def _group_end(text: str) -> int | None:
    """Where the first group of braces in a text ends, None where it does not."""
    depth = 0
    for found in BRACE.finditer(text):
        depth += 1 if found[0] == "{" else -1
        if depth <= 0:
            return found.end()
    return None


def parted(name: str, raw: str) -> Iterator[tuple[str, str]]:
    """A field and its raw value, and the fields that follow where the comma before is missing."""
    depth, quoted, start = 0, False, 0
    for found in NEXT_FIELD.finditer(raw) if "=" in raw else ():
        if found[0] in "{}":
            depth = max(0, depth + (1 if found[0] == "{" else -1))
        elif depth == 0 and found[0] == '"':
            quoted = not quoted
        elif depth == 0 and not quoted and found[1] and raw[start : found.start()].strip():
            yield name, raw[start : found.start()]
            name, start = found[1], found.end()
    yield name, raw[start:]


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


def spelled_plain(text: str) -> str:
    """The text of a field, its accents made letters and ``\\&`` made "&"."""
    return plain(spelled(text))


def keyword_list(text: str) -> str | None:
    """Keywords parted by semicolons, else by commas, with "; " between them."""
    parts = list(split_outside(text, ";"))
    return joined(map(spelled_plain, parts if len(parts) > 1 else split_outside(text, ",")))


def with_and(text: str) -> str:
    """A list of names with "and" where commas or semicolons evidently part names, else as it is."""
    pieces = [piece.strip() for piece in _split_at_and(SPACES.sub(" ", f" {text} "))]
    in_order = "," not in pieces[-1]
    names = [name for piece in pieces for name in _parted_names(piece, in_order)]
    return text if names == pieces else " and ".join(names)


def _parted_names(piece: str, in_order: bool) -> list[str]:
    """The names in a part of a list that has no "and"; given names come first or maybe not."""
    if ";" in piece and not ENTITY.search(piece):
        parts = [part.strip() for part in split_outside(piece, ";")]
        if len(parts) > 1:
            return [part for part in parts if part]
    parts = [part.strip() for part in split_outside(piece, ",")]
    closed = len(parts) > 1 and not parts[-1]
    names = parts[:-1] if closed else parts
    people = [name for name in names if not MORE.fullmatch(name)]
    many = len(people) > 2 or (closed and in_order)
    if len(people) > 1 and (many or INITIALS.match(people[0])) and all(map(_is_whole, people)):
        return names
    pairs = [", ".join(pair) for pair in zip(people[::2], people[1::2], strict=False)]
    if len(people) > 3 and len(people) % 2 == 0 and all(map(INITIALS.fullmatch, people[1::2])):
        return pairs + names[len(people) :]
    return [", ".join(names)] if closed else [piece]


def _is_whole(name: str) -> bool:
    """Whether a text is a given name with a family name."""
    return " " in name and not name[0].islower() and name_score(author_name(name)) > 0.4


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
    if parts := _named_parts(text):
        family = " ".join(filter(None, map(parts.get, ("prefix", "family"))))
        name = natural_name(family, parts.get("given"), parts.get("suffix"))
    elif "," in text and len(text) <= MOST_LETTERS:
        found = parse_single_name_into_parts(TILDE.sub(r"{\g<0>}", text), strict=False)
        family, given, suffix = map(" ".join, (found.von + found.last, found.first, found.jr))
        if suffix and is_suffix(given):
            given, suffix = suffix, given
        name = natural_name(family, given, suffix)
    else:
        name = TIE.sub(" ", text)
    bare = letters(name)
    if "\\" in name and len(name) <= MOST_LETTERS and _has_tex(name):
        bare = _without_tex(name) or bare
    return SPACES.sub(" ", bare).strip()


def _named_parts(text: str) -> dict[str, str]:
    """The parts of a name written as "family=Ng, given=Bo"; none where it is written otherwise."""
    if "=" not in text:
        return {}
    found = [NAME_PART.fullmatch(part) for part in split_outside(text, ",")]
    parts = {match[1].casefold(): match[2] for match in found if match}
    return parts if all(found) and parts.keys() & {"family", "given"} else {}


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
