"""How sure it is that a page of JSON comes from a service, by what only its objects have."""

from collections.abc import Callable
from typing import Any

from topicmap.readers.page import SAMPLE, Page

SURE = 0.95


def sureness(page: Page, is_one: Callable[[dict[str, Any]], bool]) -> float:
    """0.95 where at least half of the first objects bear the signature, else their share."""
    first = [item.value for item in page.objects.items[:SAMPLE]]
    share = sum(map(is_one, first)) / max(len(first), 1)
    return SURE if share >= 0.5 else share
