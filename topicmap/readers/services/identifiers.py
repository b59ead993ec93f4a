"""DOIs, arXiv ids and addresses as services write them, each in one form."""

import re
from typing import Any

from topicmap.readers.services.fields import text

DOI = re.compile(r"10\.\d[\d.]*/\S+")
ARXIV = re.compile(
    r"(?:^|arxiv\.org/(?:abs|pdf|html)/|arxiv[:.]\s*)"
    r"(?P<id>\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[a-z]{2})?/\d{7}(?:v\d+)?)(?!\d)",
    re.IGNORECASE,
)


def bare_doi(value: Any) -> str | None:
    """The first DOI in a value, without an address before it."""
    found = DOI.search(text(value) or "")
    return found.group().rstrip(".,;") if found else None


def arxiv_id(*values: Any) -> str | None:
    """The first arXiv id among ids, addresses and DOIs, with its version where that is given."""
    for value in values:
        if found := ARXIV.search(text(value) or ""):
            return found["id"]
    return None


def web_address(*values: Any) -> str | None:
    """The first of the values that is an address of a web page."""
    for value in values:
        found = text(value)
        if found and found.startswith(("http://", "https://")) and " " not in found:
            return found
    return None
