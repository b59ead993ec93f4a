"""Replace a folder as a whole: at every moment the old one or the new one is there."""

import contextlib
import ctypes
import errno
import os
import secrets
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

NEW, OLD = ".new-", ".old-"
RENAME_EXCHANGE = 2
AT_FDCWD = -100


@contextlib.contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """A fresh folder beside ``target`` to write into; gone again when the block fails.

    While the block runs the folder is locked, so that `clear_leftovers` of another process
    lets it be.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    folder = target.with_name(f"{target.name}{NEW}{secrets.token_hex(4)}")
    folder.mkdir()
    try:
        with _locked(folder):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def put_in_place(folder: Path, target: Path) -> None:
    """Make ``folder`` the new ``target``; an earlier ``target`` is deleted."""
    if not target.exists():
        folder.rename(target)
    elif _exchange(folder, target):
        shutil.rmtree(folder, ignore_errors=True)
    else:
        old = target.with_name(f"{target.name}{OLD}{secrets.token_hex(4)}")
        target.rename(old)
        folder.rename(target)
        shutil.rmtree(old, ignore_errors=True)


def clear_leftovers(target: Path) -> None:
    """Finish or undo what a process that died left of ``target``.

    When the target is missing between the two renames of `put_in_place`, the old folder goes
    back to its name. Unfinished folders that no process is writing are deleted. Where the
    place may not be written to, nothing happens.
    """
    for old in sorted(target.parent.glob(f"{_escape(target.name)}{OLD}*")):
        with contextlib.suppress(OSError):
            if target.exists():
                shutil.rmtree(old)
            else:
                old.rename(target)
    for new in sorted(target.parent.glob(f"{_escape(target.name)}{NEW}*")):
        with contextlib.suppress(OSError), _locked(new):
            shutil.rmtree(new)


def leftover_targets(parent: Path) -> set[Path]:
    """The folders in ``parent`` of which something was left over."""
    return {
        entry.with_name(entry.name.partition(mark)[0])
        for mark in (NEW, OLD)
        for entry in parent.glob(f"*{mark}*")
        if not entry.name.startswith(mark)
    }


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; BlockingIOError when another process holds it."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in a single step (Linux); False where that is not possible."""
    if not sys.platform.startswith("linux"):
        return False
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    names = (os.fsencode(one), os.fsencode(other))
    if renameat2(AT_FDCWD, names[0], AT_FDCWD, names[1], RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
        return False
    raise OSError(code, os.strerror(code), str(other))


def _escape(name: str) -> str:
    """The name as a glob pattern that matches only itself."""
    return "".join(f"[{char}]" if char in "*?[" else char for char in name)
