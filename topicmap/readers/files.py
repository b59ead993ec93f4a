"""The files that sources name: files, folders, patterns, archives, standard input."""

import re
import sys
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from topicmap.errors import BadPapers
from topicmap.map_files import MANIFEST, holds_map
from topicmap.readers.unpack import MOST_BYTES, is_archive, unpack

STDIN = "-"
PATTERN = re.compile(r"[*?\[]")
NOT_PAPERS = re.compile(
    r"(?:readme|licen[cs]e|copying|notice|changelog|contributing|authors|citation|makefile)"
    r"(?:\.(?:md|markdown|rst|txt|html?|cff|toml))?"
    r"|(?:manifest|package|settings|config)\.json|requirements.*\.(?:txt|lock)",
    re.IGNORECASE,
)
ARCHIVES = (".zip", ".gz")


class Skipped(NamedTuple):
    """A file that was not read, and why."""

    path: Path
    reason: str


class Opened(NamedTuple):
    """A file's path, its bytes, whether it was named (not found in a folder), what is damaged."""

    path: Path
    data: bytes
    named: bool
    problem: str = ""


class Sources:
    """The files to read, in order, and those passed over.

    A folder gives its files at any depth, sorted by name; a file that comes twice is read once; a
    pattern such as ``papers/*.bib`` gives the files that fit, ``-`` the standard input.

    Parameters
    ----------
    sources
        What the user named.
    suffixes
        Only files that end so are taken out of folders and archives.

    Raises
    ------
    BadPapers
        No source is given, or one does not exist.
    """

    def __init__(self, sources: Iterable[str | Path], suffixes: Collection[str]):
        self.skipped: list[Skipped] = []
        self._suffixes = {*suffixes, *ARCHIVES}
        self._files: dict[Path, tuple[Path, bool]] = {}
        given = list(sources)
        if not given:
            raise BadPapers("No file or folder of papers is given; name at least one.")
        for source in given:
            self._add(source)

    def __iter__(self) -> Iterator[tuple[Path, bool]]:
        """The paths, each with whether it was named."""
        return iter(self._files.values())

    def open(self, path: Path, named: bool) -> Iterator[Opened]:
        """The file at a path, or the files inside an archive.

        Raises
        ------
        BadPapers
            The file cannot be opened, is too large, or is a damaged archive.
        """
        data = _bytes(path)
        inside = is_archive(data)
        for file in unpack(path, data):
            reason = "" if file.damaged else file.problem
            if inside and not reason:
                reason = self._unfit(file.path, file.path.relative_to(path.parent).parts)
            if reason:
                self.skipped.append(Skipped(file.path, reason))
            else:
                yield Opened(file.path, file.data, named, file.problem)

    def _add(self, source: str | Path) -> None:
        path = Path(source).expanduser()
        if str(source) == STDIN:
            self._files[Path(STDIN)] = (Path(STDIN), True)
        elif path.is_dir():
            self._add_folder(path)
        elif path.is_file():
            self._files[path.resolve()] = (path, True)
        elif path.exists():
            raise BadPapers(f"{path} is neither a file nor a folder; name one of these.")
        elif found := _fitting(path):
            for fitting in found:
                self._add(fitting)
        else:
            raise BadPapers(f"There is no file or folder {source}; check the name.")

    def _add_folder(self, folder: Path) -> None:
        maps = [found.parent for found in folder.rglob(MANIFEST) if holds_map(found.parent)]
        self.skipped += [Skipped(held, "a finished map") for held in maps]
        for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).parts):
            if not path.is_file() or any(held in path.parents for held in maps):
                continue
            if reason := self._unfit(path, path.relative_to(folder).parts):
                self.skipped.append(Skipped(path, reason))
            else:
                self._files.setdefault(path.resolve(), (path, False))

    def _unfit(self, path: Path, parts: Iterable[str]) -> str:
        """Why a file of a folder or an archive is not read; empty where it is."""
        if any(part.startswith((".", "__MACOSX")) for part in parts):
            return "hidden"
        if NOT_PAPERS.fullmatch(path.name):
            return "by its name not papers"
        if path.suffix.lower() not in self._suffixes:
            return f"no reader takes {path.suffix} files"
        return ""


def _fitting(pattern: Path) -> list[Path]:
    """The files and folders that fit a pattern, sorted; none where it is no pattern."""
    if not PATTERN.search(str(pattern)):
        return []
    start = Path(pattern.anchor)
    return sorted(start.glob(str(pattern.relative_to(start))))


def _bytes(path: Path) -> bytes:
    try:
        if str(path) == STDIN:
            data = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with path.open("rb") as file:
                data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise BadPapers(
            f"{path} cannot be read ({error.strerror}); check its permissions."
        ) from error
    if len(data) > MOST_BYTES:
        raise BadPapers(
            f"{path} has more than {MOST_BYTES >> 30} GiB, which is the most that is read; give "
            "the part that you need."
        )
    return data
