"""Names of people in natural order: given names, family name, suffix."""

import re
from collections.abc import Iterable

from topicmap.bibtex_text import SPACES
from topicmap.readers.names import ET_AL, SUFFIX

NUMBERED = re.compile(r"[2-9](?:nd|rd|th)", re.IGNORECASE)


def natural_name(family: str | None, given: str | None = None, suffix: str | None = None) -> str:
    """A name in natural order, of the parts that are known."""
    name = " ".join(part for part in (given, family, suffix) if part)
    return SPACES.sub(" ", name).strip()


def turned_name(text: str) -> str:
    """A name written as "Family, Given, Suffix" in natural order; one without comma as it is.

    Two commas in place of the first one, or a comma at the end, mark a name that is no person's
    ("University of California,, Irvine"): it stays in its order.
    """
    text = text.strip()
    first, comma, rest = text.partition(",")
    if not comma:
        return text
    if rest.startswith(",") or not rest.strip():
        return f"{first}{rest}".strip()
    given, *suffix = (part.strip() for part in rest.split(","))
    if is_suffix(given) and suffix:
        given, suffix = " ".join(suffix), [given]
    elif is_suffix(given):
        given, suffix = "", [given]
    elif not suffix and is_suffix(given.split()[-1]):
        *words, last = given.split()
        given, suffix = " ".join(words), [last]
    return natural_name(first, given, " ".join(suffix))


def is_suffix(word: str) -> bool:
    """Whether a word is "Jr.", "III", "2nd" or the like."""
    return bool(SUFFIX.fullmatch(word) or NUMBERED.fullmatch(word))


def cut_list(names: Iterable[str]) -> tuple[list[str], bool]:
    """The names of a list, and whether it ends in "et al." or "and others"."""
    found = [name for name in names if name.strip()]
    if not found:
        return [], False
    last = ET_AL.sub("", f" {found[-1]}").strip()
    cut = last != found[-1].strip()
    return ([*found[:-1], *([last] if last else [])] if cut else found), cut
