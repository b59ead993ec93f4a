"""The arXiv id in what services hand out: ids, addresses, DOIs."""

import re
from typing import Any

from topicmap.readers.services.fields import text

ARXIV = re.compile(
    r"(?:^|arxiv\.org/(?:abs|pdf|html)/|arxiv[:.]\s*)"
    r"(?P<id>\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[a-z]{2})?/\d{7}(?:v\d+)?)(?!\d)",
    re.IGNORECASE,
)


def arxiv_id_in(*values: Any) -> str | None:
    """The first arXiv id in the values, with its version where that is given."""
    found = (ARXIV.search(text(value) or "") for value in values)
    return next((match["id"] for match in found if match), None)
