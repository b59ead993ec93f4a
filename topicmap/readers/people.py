"""Names of people in natural order: given names, family name, suffix."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from topicmap.bibtex_text import SPACES
from topicmap.readers.names import ET_AL, SUFFIX

WORDS = re.compile(r"[\s.]+")
INITIALS = re.compile(r"[A-Z]{1,3}|(?:[A-Z]\.-?){1,4}")
TAIL = 200  # letters in which "et al." is looked for
MD = re.compile(r"M\.?D\.?")  # alone behind a comma: initials
LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
UMLAUT = re.compile(r"([aou])e")
NUMBERED = re.compile(r"[2-9](?:nd|rd|th)", re.IGNORECASE)


def plain_letters(text: str) -> str:
    """A text in lower case, in plain letters however they were written ("ü", "ue"; "ø", "oe")."""
    plain = unicodedata.normalize("NFKD", text).casefold().translate(LETTERS)
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return UMLAUT.sub(r"\1", plain)


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
    elif is_suffix(given) and not MD.fullmatch(given):
        given, suffix = "", [given]
    elif not suffix and " " in given and is_suffix(given.split()[-1]):
        *words, last = given.split()
        given, suffix = " ".join(words), [last]
    return natural_name(first, given, " ".join(suffix))


def is_suffix(word: str) -> bool:
    """Whether a word is "Jr.", "III", "2nd" or the like."""
    return bool(SUFFIX.fullmatch(word) or NUMBERED.fullmatch(word))


def cut_list(names: Iterable[str]) -> tuple[list[str], bool]:
    """The names of a list, and whether it ends in "et al.", "and others" or "..."."""
    found = [name for name in names if name.strip()]
    if not found:
        return [], False
    last = found[-1].strip()
    start, end = last[:-TAIL], last[-TAIL:]
    for dots in ("...", "…"):
        if end.endswith(dots):
            end = end.removesuffix(dots).rstrip(" ,;")
    kept = (start + ET_AL.sub("", f" {end}")[1:]).strip()
    return [*found[:-1], *([kept] if kept else [])], kept != last


def first_author_shared(one: Mapping[str, Any], two: Mapping[str, Any]) -> bool:
    """Whether two records have the same first author, as far as the forms of a name tell.

    "Ada Byron", "Byron, Ada", "A. Byron", "ADA BYRON" and "Byron A." are the same; so are
    "Müller", "Mueller" and "Muller".
    """
    (family, initial), (other, letter) = map(_first_author, (one, two))
    if bool(family) and family == other:
        return not initial or not letter or initial == letter
    turned = _two_words(one)
    return turned is not None and turned == _two_words(two)


def other_people(one: Mapping[str, Any], two: Mapping[str, Any]) -> bool:
    """Whether two records have first authors of other given names, and no author in common."""
    names = [{plain_letters(name) for name in record.get("authors") or []} for record in (one, two)]
    given = [plain_letters((record.get("authors") or [""])[0]).split()[:1] for record in (one, two)]
    if not all(given) or names[0] & names[1]:
        return False
    (a,), (b,) = given
    return min(len(a.strip(".")), len(b.strip("."))) > 1 and not (
        a.startswith(b) or b.startswith(a)
    )


def _two_words(record: Mapping[str, Any]) -> list[str] | None:
    """The first author's name in alphabetical order where it has two words, no initials."""
    words = plain_letters((record.get("authors") or [""])[0]).replace(",", " ").split()
    return sorted(words) if len(words) == 2 and min(map(len, words)) > 1 else None


def first_family(record: Mapping[str, Any]) -> str:
    """The family name of a record's first author, as it is compared; empty where none is known."""
    return _first_author(record)[0]


def _first_author(record: Mapping[str, Any]) -> tuple[str, str]:
    return _family_and_initial((record.get("authors") or [""])[0])


def _family_and_initial(name: str) -> tuple[str, str]:
    """The family name and the first letter of the given names, in plain letters."""
    family, comma, given = plain_letters(name).partition(",")
    words = [word for word in WORDS.split(family) if word and not is_suffix(word)]
    if not words:
        return "", ""
    if comma:
        return words[-1], given.strip()[:1]
    if len(words) > 1 and _ends_in_initials(name):
        return words[-2] if len(words) > 2 else words[0], words[-1][:1]
    return words[-1], words[0][:1] if len(words) > 1 else ""


def _ends_in_initials(name: str) -> bool:
    """Whether a name ends in initials; in capitals throughout, one of two letters is a name."""
    last = name.split()[-1]
    return bool(INITIALS.fullmatch(last)) and not (name.isupper() and last.isalpha() and last[1:])
