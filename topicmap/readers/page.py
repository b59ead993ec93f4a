"""What a reader is given (a file, decoded once) and what it gives back."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from topicmap.readers.lines import Line, page_lines, split_lines


@dataclass(frozen=True)
class Page:
    """A file as a reader sees it.

    Parameters
    ----------
    path
        Where the file is.
    data
        Its bytes.
    text
        Its text without a byte-order mark, None for a binary table.
    """

    path: Path
    data: bytes
    text: str | None

    @cached_property
    def lines(self) -> list[Line]:
        """The non-blank lines."""
        return page_lines(self.text or "")

    @cached_property
    def line_count(self) -> int | None:
        """The number of lines, blank ones too; None for a binary table."""
        return None if self.text is None else len(split_lines(self.text))


@dataclass
class Found:
    """What a reader found in a file: records (column → value), lines of no paper, warnings."""

    records: list[dict[str, Any]]
    furniture: list[Line] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
