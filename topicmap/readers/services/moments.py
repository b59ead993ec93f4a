"""Moments and parts of dates as ISO dates."""

import math
import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from topicmap.readers.dates import iso_date
from topicmap.readers.services.fields import text

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LONGEST = 60
COMPACT = re.compile(r"[0-9]{8}")
MOST_MILLISECONDS = 253_402_300_799_000


def date_of_parts(parts: Any) -> str | None:
    """A list of year, month and day as YYYY, YYYY-MM or YYYY-MM-DD, as far as they are known."""
    return iso_date(*map(text, parts[:3])) if isinstance(parts, list) and parts else None


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
    if found is None or len(found) > LONGEST:
        return found
    try:
        if ":" in found or COMPACT.fullmatch(found):
            return datetime.fromisoformat(found).date().isoformat()
        return found
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(found).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return found
