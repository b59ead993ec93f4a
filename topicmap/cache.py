"""A file of the cache folder: one that cannot be used is done without."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def tolerant(path: Path) -> Iterator[None]:
    """Work with a cache file that is given up where the file cannot be opened or written.

    A damaged file is deleted, so that the next use begins it anew.
    """
    try:
        yield
    except (sqlite3.OperationalError, OSError):
        pass
    except sqlite3.DatabaseError:
        with contextlib.suppress(OSError):
            path.unlink()


@contextlib.contextmanager
def connected(path: Path, create: str) -> Iterator[sqlite3.Connection]:
    """A connection to a cache file, whose folder and table are made where they are missing.

    Parameters
    ----------
    create
        The statement that makes the table.

    Raises
    ------
    sqlite3.Error, OSError
        The file cannot be used; `tolerant` around it sees to that.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.closing(sqlite3.connect(path, timeout=30)) as connection:
        connection.execute(create)
        yield connection
