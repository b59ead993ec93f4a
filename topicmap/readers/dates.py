"""Dates of publication put together from their parts."""

import re

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
MONTH = re.compile(rf"(?:{'|'.join(MONTHS)})[a-z]*\.?", re.IGNORECASE)
WORDED = re.compile(r"(\d{4})(?:[ -]([A-Za-z]{3,9})\.?(?:[ -](\d{1,2}))?)?")


def iso_date(year: object, month: object = None, day: object = None) -> str | None:
    """A date as YYYY, YYYY-MM or YYYY-MM-DD, as far as its parts are known; None without a year.

    A year that is not four digits is given as it is.
    """
    date = str(year).strip() if year is not None else ""
    if not re.fullmatch(r"\d{4}", date):
        return date or None
    number = month_number(month)
    if number is None:
        return date
    date += f"-{number:02}"
    found = re.fullmatch(r"0?([1-9]|[12]\d|3[01])", str(day).strip())
    return f"{date}-{int(found[1]):02}" if found else date


def month_number(month: object) -> int | None:
    """The number of a month that is given as a number or by its English name."""
    text = str(month).strip().casefold()
    if re.fullmatch(r"0?[1-9]|1[0-2]", text):
        return int(text)
    named = MONTH.fullmatch(text)
    return MONTHS.index(named[0][:3]) + 1 if named else None


def worded_date(text: str | None) -> str | None:
    """A date such as "2020 Mar 5" as ISO; one of another kind ("2019 Nov-Dec") as it is."""
    found = WORDED.fullmatch((text or "").strip())
    if not found or (found[2] and month_number(found[2]) is None):
        return (text or "").strip() or None
    return iso_date(*found.groups())
