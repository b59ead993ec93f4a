"""Lists of authors as arXiv writes them: accents in TeX, affiliations in brackets."""

import re
from typing import Any

from topicmap.readers.bibliographies.bibtex_values import author_name
from topicmap.readers.names import COMMA, split_names
from topicmap.readers.services.fields import people

BETWEEN = re.compile(r"((?<!\\)[,;()]|\s(?:and|&)\s)")
TEX = re.compile(r"[\\{}~]")
BRACKETS = re.compile(r"\([^()]*\)")
DEEPEST = 4  # of brackets inside brackets


def arxiv_authors(text: str) -> dict[str, Any]:
    r"""The fields `authors` and `authors_truncated` of a list of names.

    TeX becomes letters; affiliations and their numbers are left out: of
    ``Anna M\"uller (1), Bo Li and others ((1) ANL)`` come Anna Müller and Bo Li, and that there
    are more. A list that is in brackets as a whole keeps what is in them.
    """
    plain = "".join(_letters(part) for part in BETWEEN.split(text))
    outside = plain
    for _ in range(DEEPEST):
        outside = BRACKETS.sub(" ", outside)
    return people(*split_names(outside if outside.strip(" ,;") else plain.strip(" ()"), COMMA))


def _letters(part: str) -> str:
    return author_name(part) if TEX.search(part) else part
