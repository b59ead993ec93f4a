"""The paper table out to a file: one module per format, chosen by the file's suffix.

To add a format, write a module with ``NAME``, ``SUFFIXES`` and ``content(papers)`` (the bytes of
the file), and name it in `WRITERS`.
"""

import contextlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

import pandas as pd

from topicmap.errors import BadPapers, UnknownFormat
from topicmap.writers import bib, csv_table, jsonl, md, parquet, ris

WRITERS: tuple[ModuleType, ...] = (csv_table, jsonl, parquet, bib, ris, md)


def write_papers(papers: pd.DataFrame, path: str | Path) -> Path:
    """The path of the file that now holds a paper table; its suffix chooses the format.

    The file is written beside and then put in place at once, so that a reader never sees half of
    it. Reading it again gives the same table where it ends in .csv, .jsonl or .parquet; the
    docstring of each module tells what its format does not hold.

    Parameters
    ----------
    papers
        As from `read_papers`.
    path
        A file name that ends in .csv, .jsonl, .parquet, .bib, .ris or .md; missing folders are
        made.

    Raises
    ------
    UnknownFormat
        There is no writer for the suffix.
    BadPapers
        The file cannot be written there.
    """
    path = Path(path).expanduser()
    put_file(_writer(path).content(papers), path)
    return path


def check_writable(path: str | Path, others: Iterable[str | Path] = ()) -> None:
    """Nothing, where a paper table can be written to a path that is none of the others.

    Raises
    ------
    UnknownFormat
        There is no writer for the suffix.
    BadPapers
        The path is one of the others, such as the file that the papers come from.
    """
    _writer(Path(path))
    if Path(path).resolve() in {Path(other).resolve() for other in others}:
        raise BadPapers(
            f"{path} is read from or written to already; choose another name with --to."
        )


def put_file(content: bytes, path: Path) -> None:
    """Write a file as a whole, beside its place and then into it; missing folders are made.

    Raises
    ------
    BadPapers
        It cannot be written there.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _put(content, path)
    except OSError as error:
        raise BadPapers(
            f"{path} cannot be written ({error.strerror}); choose another folder or file name."
        ) from error


def _writer(path: Path) -> ModuleType:
    suffix = path.suffix.lower()
    for writer in WRITERS:
        if suffix in writer.SUFFIXES:
            return writer
    possible = ", ".join(suffix for writer in WRITERS for suffix in writer.SUFFIXES)
    raise UnknownFormat(
        f"There is no writer for {suffix or 'a file name without suffix'} ({path.name}); end the "
        f"name in one of {possible}."
    )


def _put(content: bytes, path: Path) -> None:
    """Write beside, then swap in; the mode is that of an ordinary new file."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        mask = os.umask(0)
        os.umask(mask)
        beside.chmod(0o666 & ~mask)
        beside.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise


__all__ = ["WRITERS", "check_writable", "put_file", "write_papers"]
