"""Cells of authors as names: texts in the usual ways of writing, lists, objects of programs."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from topicmap.papers import text_or_none
from topicmap.readers.names import COMMA, split_names
from topicmap.readers.people import INITIALS, cut_list, is_suffix, natural_name

AND = re.compile(r"\s+(?:and|&)\s+")
LISTED = re.compile(r"[;,|&]|\band\b")
YEAR_BEHIND = re.compile(r" ?\((?:1[6-9]|20)\d\d[a-z]?\)\.?$")
NO_AUTHOR = re.compile(
    r"\W*(?:n/a|nan|none|null"
    r"|no authors?(?: names?)?(?: is| are)?(?: available| listed| given| provided)?)?\W*",
    re.IGNORECASE,
)
LONGEST_NOTE = 60
WHOLE = ("name", "fullname", "displayname", "preferredname")
FAMILY = ("family", "familyname", "last", "lastname", "surname")
GIVEN = ("given", "givenname", "givennames", "first", "firstname", "forename")


class Authors(NamedTuple):
    """The names in a cell, whether it says that there are more, and whether some are not read."""

    names: list[str]
    cut: bool = False
    unread: bool = False


def read_authors(value: Any) -> Authors:
    """The names in a cell, which is a text, a list, or made of objects as programs write them.

    "et al." and the like at the end are no name, nor is a note that there is no author.
    """
    if isinstance(value, str):
        return _read_text(value)
    if isinstance(value, Mapping):
        inner = value.get("authors", value.get("author"))
        value = inner if isinstance(inner, (list, tuple)) else [value]
    entries = value if isinstance(value, (list, tuple)) else [value]
    found = [_name(entry) for entry in entries]
    unread = any(entry and not name for entry, name in zip(entries, found, strict=True))
    names, cut = cut_list(name for name in found if name)
    return Authors(_named(names), cut, unread)


def split_authors(text: str) -> list[str]:
    """The names in a text: parted by semicolons or "|", else by "and" or "&", else by commas.

    "Lovelace, Ada and Hopper, Grace" has two names, "Ada Lovelace, Grace Hopper" and "Lovelace,
    A., Hopper, G." too (the latter in natural order), and "Lovelace, Ada" one.
    """
    if mark := next((mark for mark in ";|" if mark in text), ""):
        return [name.strip() for name in text.split(mark) if name.strip()]
    parts = _parts(text)
    pieces = [piece.strip() for part in parts for piece in part.split(",")]
    pieces = [piece for piece in pieces if piece and not is_suffix(piece)]
    families, given = pieces[::2], pieces[1::2]
    if len(given) == len(families) > 1 and all(map(_are_initials, given)):
        return [natural_name(*pair) for pair in zip(families, given, strict=True)]
    whole = sum(len(piece.split()) > 1 for piece in pieces)
    one_each = len(pieces) == 2 * len(parts)  # as in "Lovelace, Ada and Hopper, Grace"
    most = whole == len(pieces) or (2 * whole > len(pieces) and not one_each)
    return split_names(text, COMMA)[0] if len(pieces) > len(parts) and most else parts


def _read_text(text: str) -> Authors:
    shown, cut = cut_list([YEAR_BEHIND.sub("", " ".join(text.split()))])
    names = split_authors(_without_stop(shown[0])) if shown else []
    return Authors(_named(names), cut)


def _named(names: list[str]) -> list[str]:
    return [name for name in names if len(name) > LONGEST_NOTE or not NO_AUTHOR.fullmatch(name)]


def _without_stop(text: str) -> str:
    """A text without the full stop behind bare initials: "Rideout JR, Dillon MR.".

    That of a single letter stays, unless another name ends in bare initials.
    """
    bare = text.removesuffix(".")
    *others, last = [part.split()[-1:] for part in LISTED.split(bare)]
    if "." in bare or " " not in bare or not last or not INITIALS.fullmatch(last[0]):
        return text
    listed = any(words and INITIALS.fullmatch(words[0]) for words in others)
    return bare if listed or len(last[0]) > 1 else text


def _parts(text: str) -> list[str]:
    """A text parted at "and" and "&"; "Johnson & Johnson" is one name."""
    parts = [part.strip(" ,") for part in AND.split(text) if part.strip(" ,")]
    if all(len(part.split()) > 1 for part in parts):
        return parts
    return [part.strip(" ,") for part in re.split(r"\s+and\s+", text) if part.strip(" ,")]


def _are_initials(text: str) -> bool:
    letters = [re.sub(r"[.-]", "", word) for word in text.split()]
    return all(word.isalpha() and word.isupper() and len(word) < 4 for word in letters)


def _name(entry: Any) -> str | None:
    """The name in an entry of a list, None where there is none."""
    if not isinstance(entry, Mapping):
        return text_or_none(entry)
    values = {re.sub(r"[\W_]", "", str(key)).casefold(): value for key, value in entry.items()}
    for key in ("author", *WHOLE):
        if values.get(key) and (name := _name(values[key])):
            return name
    middle = values.get("middle")
    middle = " ".join(map(str, middle)) if isinstance(middle, list) else text_or_none(middle)
    given, family = (
        next((text for key in keys if (text := text_or_none(values.get(key)))), None)
        for keys in (GIVEN, FAMILY)
    )
    first = natural_name(middle, given)
    return natural_name(family, first, text_or_none(values.get("suffix"))) or None
