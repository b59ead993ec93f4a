"""An entry of a bibliography as a record, and the lines that stand outside all entries."""

from collections.abc import Iterable, Mapping
from typing import Any

from topicmap.papers import COLUMNS, TAKEN
from topicmap.readers.lines import Line, year_of
from topicmap.readers.page import Found, Page

MANAGERS = frozenset(
    "file files localfile local-url owner timestamp creationdate modificationdate date-added "
    "date-modified date_added date_modified added-at biburl bibsource interhash intrahash groups "
    "mendeley-groups mendeley-tags __markedentry qualityassured readstatus ranking priority "
    "printed".split()
)
OWN = frozenset((*COLUMNS, *TAKEN, "id", "arxiv", "type"))


def record(known: Mapping[str, Any], further: Mapping[str, str | None]) -> dict[str, Any]:
    """A record of what is known; further fields keep their names, those that are ours get "_"."""
    found = {name: value for name, value in known.items() if value not in (None, "", [])}
    if "year" not in found and (year := year_of(found.get("date"))):
        found["year"] = year
    for name, value in further.items():
        if value and not is_private(name):
            found[f"{name}_" if name in OWN else name] = value
    return found


def is_private(name: str) -> bool:
    """Whether a field is a note of a reference manager to itself, which is not kept."""
    return name in MANAGERS or name.startswith("bdsk-")


def joined(values: Iterable[str | None]) -> str | None:
    """The different values with "; " between them, None where there are none."""
    return "; ".join(dict.fromkeys(value for value in values if value)) or None


def lines_outside(page: Page, found: Found) -> list[Line]:
    """The non-blank lines that belong to no record and are not told as unread."""
    taken = {line.number for line, _ in found.unread}
    for entry in found.records:
        taken.update(range(entry["line_start"], entry["line_end"] + 1))
    return [line for line in page.lines if line.number not in taken]
