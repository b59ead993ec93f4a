"""Cells that a spreadsheet would take for a formula: an apostrophe in front makes them texts."""

import re

_FORMULA = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")


def guarded(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet would calculate or run it."""
    return "'" + text if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The text without the apostrophe that `guarded` put in front."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text
