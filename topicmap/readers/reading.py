"""What came out of reading: the papers, and the account of every file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from topicmap.readers.files import Skipped


@dataclass(frozen=True)
class FileAccount:
    """What became of one file.

    Parameters
    ----------
    source
        Where the file is.
    format
        Name of the reader that took it.
    lines
        Number of lines, blank ones too; None for a binary table.
    records
        Number of records found in it.
    furniture
        Line number and text of every non-blank line that belongs to no record.
    duplicates
        Number of its records that were joined to an earlier record of the same paper.
    without_abstract
        Number of its records without an abstract.
    warnings
        What a reader should know: bytes mended, cells left out, columns renamed.
    unread
        Line number and text of what should be a paper and could not be understood, and why.
    left_out
        Fields (keys, tags, elements) that are not kept, and in how many records each has a value.
    """

    source: str
    format: str
    lines: int | None
    records: int
    furniture: tuple[tuple[int, str], ...]
    duplicates: int
    without_abstract: int
    warnings: tuple[str, ...]
    unread: tuple[tuple[int, str, str], ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """The account as plain values, ready for JSON."""
        furniture = [{"line": number, "text": text} for number, text in self.furniture]
        unread = [{"line": line, "text": text, "reason": why} for line, text, why in self.unread]
        lists = {"furniture": furniture, "warnings": list(self.warnings), "unread": unread}
        return vars(self) | lists


@dataclass(frozen=True)
class Reading:
    """Papers, and the account of every file they came from or that was passed over."""

    papers: pd.DataFrame
    files: tuple[FileAccount, ...]
    skipped: tuple[Skipped, ...] = ()

    def report(self) -> dict[str, Any]:
        """The whole account as plain values, ready for JSON."""
        return {
            "papers": len(self.papers),
            "records": sum(file.records for file in self.files),
            "duplicates": sum(file.duplicates for file in self.files),
            "files": [file.to_dict() for file in self.files],
            "skipped": [{"source": str(path), "reason": why} for path, why in self.skipped],
        }
