"""Identifiers of papers that hold everywhere: DOI and arXiv id, wherever a record has them."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from topicmap.papers import text_or_none

DOI = re.compile(r"(?:^|doi\.org/|doi:\s*)(10\.\d{4,9}/[^\s\"<>]+)", re.IGNORECASE)
ARXIV = re.compile(
    r"(?:^(?:arxiv:)?|arxiv\.org/(?:abs|pdf|html)/|10\.48550/arxiv\.)"
    r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?$",
    re.IGNORECASE,
)
PLACES = ("arxiv", "doi", "url", "id")


def identifiers(record: Mapping[str, Any]) -> Iterator[str]:
    """The identifiers of a record, such as ``doi:10.1000/182`` and ``arxiv:2401.01234``.

    An arXiv id is given without its version.
    """
    for place in PLACES:
        text = text_or_none(record.get(place)) or ""
        if len(text) > 300:
            continue
        if arxiv := ARXIV.search(text):
            yield f"arxiv:{arxiv[1].casefold()}"
        elif place != "id" and (doi := DOI.search(text)):
            yield f"doi:{doi[1].casefold().rstrip('.,;)')}"
