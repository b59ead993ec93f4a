"""Identifiers in the forms that the paper table has: DOI, arXiv id, web address."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from topicmap.papers import text_or_none

DOI = re.compile(r"10\.\d{4,9}/\S+")
ARXIV = r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?"
WHOLE_ARXIV = re.compile(rf"(?:arxiv:\s*|https?://arxiv\.org/abs/)?({ARXIV})", re.IGNORECASE)
NAMED_ARXIV = re.compile(rf"\barxiv:\s*({ARXIV})\b", re.IGNORECASE)
ANY_ARXIV = re.compile(
    rf"(?:^|arxiv\.org/(?:abs|pdf|html|overview)/|huggingface\.co/papers/|arxiv[:.]\s*)({ARXIV})(?!\d)",
    re.IGNORECASE,
)
SUBJECT = re.compile(r"\.[a-z]{2}/")
VERSION = re.compile(r"v\d+$")
PLACES = ("arxiv", "doi", "url", "id")
LONGEST = 300
WEB = re.compile(r"https?://\S+", re.IGNORECASE)


def bare_doi(text: str | None) -> str | None:
    """The DOI in a text, without the address of its resolver."""
    found = DOI.search(text or "")
    return found[0] if found else None


def arxiv_id(text: str | None) -> str | None:
    """The arXiv id that a text consists of, with or without "arXiv:" before it."""
    found = WHOLE_ARXIV.fullmatch((text or "").strip())
    return found[1] if found else None


def named_arxiv_id(*texts: str | None) -> str | None:
    """The first arXiv id that stands behind "arXiv:" in texts."""
    found = (NAMED_ARXIV.search(text) for text in texts if text)
    return next((match[1] for match in found if match), None)


def web_address(*texts: str | None) -> str | None:
    """The first text that is a web address."""
    return next((text for text in texts if text and WEB.fullmatch(text)), None)


def arxiv_id_in(*values: Any) -> str | None:
    """The first arXiv id in ids, addresses and DOIs, with its version where that is given."""
    texts = (text_or_none(value) or "" for value in values)
    found = (ANY_ARXIV.search(text[:LONGEST]) for text in texts)
    return next((match[1] for match in found if match), None)


def identifiers(record: Mapping[str, Any]) -> Iterator[str]:
    """What identifies a record everywhere, such as ``doi:10.1000/182``, ``arxiv:2401.01234``.

    An arXiv id is given without its version.
    """
    for place in PLACES:
        text = (text_or_none(record.get(place)) or "")[:LONGEST]
        if arxiv := arxiv_id_in(text):
            yield f"arxiv:{VERSION.sub('', SUBJECT.sub('/', arxiv.casefold()))}"
        elif place != "id" and (doi := bare_doi(text)):
            yield f"doi:{doi.casefold().rstrip('.,;)')}"
