"""Replace a folder as a whole: at every moment the old one or the new one is there."""

import contextlib
import ctypes
import errno
import os
import re
import secrets
import shutil
import sys
from collections.abc import Collection, Iterator
from pathlib import Path

NEW, OLD = ".new-", ".old-"
_BYTES = 12  # of a mark: so long that no day, time or word of somebody's own is one
_MARKED = re.compile(rf"(.+)(\.new-|\.old-)[0-9a-f]{{{2 * _BYTES}}}")
RENAME_EXCHANGE = 2
AT_FDCWD = -100


@contextlib.contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """A fresh folder beside ``target`` to write into; gone again when the block fails.

    While the block runs the folder is locked, so that `clear_leftovers` of another process
    lets it be.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    token = secrets.token_hex(_BYTES)
    folder = target.with_name(f"{target.name}{NEW}{token}")
    unlocked = target.with_name(f".{token}")
    unlocked.mkdir()
    try:
        with _locked(unlocked):
            unlocked.rename(folder)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(unlocked, ignore_errors=True)


def entries(parent: Path) -> list[Path]:
    """What is in a folder, by name; nothing where that cannot be told."""
    with contextlib.suppress(OSError):
        return sorted(parent.iterdir())
    return []


def put_in_place(folder: Path, target: Path) -> None:
    """Make ``folder`` the new ``target``; an earlier ``target`` is deleted."""
    if not target.exists():
        folder.rename(target)
    elif _exchange(folder, target):
        shutil.rmtree(folder, ignore_errors=True)
    else:
        old = target.with_name(f"{target.name}{OLD}{secrets.token_hex(_BYTES)}")
        target.rename(old)
        try:
            folder.rename(target)
        except OSError:
            old.rename(target)
            raise
        shutil.rmtree(old, ignore_errors=True)


def clear_leftovers(target: Path, files: Collection[str]) -> None:
    """Finish or undo what a process that died left of ``target``.

    When the target is missing between the two renames of `put_in_place`, the old folder goes
    back to its name. Unfinished folders that no process is writing are deleted. Nothing happens
    to a folder with any other content than ``files``, nor where the place may not be written to.
    """
    for entry, whose, mark in _leftovers(target.parent, files):
        if whose != target:
            continue
        with contextlib.suppress(OSError):
            if mark == OLD and not target.exists():
                entry.rename(target)
            elif mark == OLD:
                shutil.rmtree(entry)
            else:
                with _locked(entry):
                    shutil.rmtree(entry)


def leftover_targets(parent: Path, files: Collection[str]) -> set[Path]:
    """The folders in ``parent`` of which something was left over."""
    return {target for _, target, _ in _leftovers(parent, files)}


def is_leftover(folder: Path, files: Collection[str]) -> bool:
    """Whether a folder is an unfinished or replaced one, and no target itself."""
    return _leftover(folder, files) is not None


def _leftovers(parent: Path, files: Collection[str]) -> list[tuple[Path, Path, str]]:
    """What is left over in a folder, each with its target and mark, old ones first."""
    found = [_leftover(entry, files) for entry in entries(parent)]
    return sorted(filter(None, found), key=lambda leftover: leftover[2] == NEW)


def _leftover(entry: Path, files: Collection[str]) -> tuple[Path, Path, str] | None:
    """A folder by a name such as ``map.old-`` and a mark that holds only ``files``."""
    name = _MARKED.fullmatch(entry.name)
    if not name:
        return None
    with contextlib.suppress(OSError):  # it is gone meanwhile, or others may not look into it
        whole = entry.is_dir() and not entry.is_symlink()
        if whole and all(inside.name in files for inside in entry.iterdir()):
            return entry, entry.with_name(name[1]), name[2]
    return None


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
