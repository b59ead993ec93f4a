"""Moments and parts of dates as ISO dates."""

import math
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from topicmap.readers.services.fields import text

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOST_MILLISECONDS = 253_402_300_799_000
RANGES = ((1000, 2999), (1, 12), (1, 31))


def date_of_parts(parts: Any) -> str | None:
    """Year, month and day as YYYY, YYYY-MM or YYYY-MM-DD, as far as they are known and possible."""
    found: list[str] = []
    for part, (least, most) in zip(parts if isinstance(parts, list) else [], RANGES, strict=False):
        digits = text(part) or ""
        if not (digits.isascii() and digits.isdigit() and len(digits) < 5):
            break
        if not least <= int(digits) <= most:
            break
        found.append(f"{int(digits):02d}")
    return "-".join(found) or None


def day_of_milliseconds(value: Any) -> str | None:
    """The day of a number of milliseconds since 1970, in UTC."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        return None
    if not 0 < value <= MOST_MILLISECONDS:
        return None
    return (EPOCH + timedelta(milliseconds=value)).date().isoformat()


def day_of_moment(value: Any) -> str | None:
    """The day of a timestamp (ISO 8601, or as in e-mail); any other date as it is."""
    found = text(value)
    if found is None:
        return None
    try:
        return datetime.fromisoformat(found).date().isoformat() if ":" in found else found
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(found).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return found
