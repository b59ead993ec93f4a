"""Archives and compressed files as the files inside; nothing is written to disk."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from topicmap.errors import BadPapers

MOST_BYTES = 1 << 30
DEPTH = 3
CHUNK = 1 << 20
GZIP, ZIP = b"\x1f\x8b", (b"PK\x03\x04", b"PK\x05\x06")
OFFICE = ("[Content_Types].xml", "mimetype")


class Unpacked(NamedTuple):
    """A file from inside: its path behind the archive's, its bytes, or why there are none."""

    path: Path
    data: bytes
    problem: str = ""
    damaged: bool = False


class _Damage(BadPapers):
    """An archive, or a file in one, that is not whole."""


def unpack(path: Path, data: bytes) -> Iterator[Unpacked]:
    """The files inside a ZIP or gzip file, sorted by name, archives in archives too.

    Any other file, and an Office file, comes back as it is.

    Raises
    ------
    BadPapers
        The archive is damaged or locked, or holds more than 1 GiB.
    """
    yield from _unpack(path, data, 0, [MOST_BYTES])


def is_archive(data: bytes) -> bool:
    """Whether the bytes are those of a ZIP or gzip file that `unpack` opens."""
    return data.startswith(GZIP) or (data.startswith(ZIP) and not is_office(data))


def is_office(data: bytes) -> bool:
    """Whether the bytes are those of a spreadsheet or another Office file in a ZIP file."""
    if not data.startswith(ZIP):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(name in archive.namelist() for name in OFFICE)
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


def size_in_zip(data: bytes) -> int:
    """The bytes that a ZIP file says it has when unpacked."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return sum(entry.file_size for entry in archive.infolist())


def _unpack(path: Path, data: bytes, depth: int, room: list[int]) -> Iterator[Unpacked]:
    if not is_archive(data):
        yield Unpacked(path, data)
    elif depth == DEPTH:
        yield Unpacked(path, b"", f"more than {DEPTH} archives inside one another")
    elif data.startswith(GZIP):
        inner = path.with_suffix("") if path.suffix.lower() == ".gz" else path
        content, behind = _gunzip(path, data, room)
        yield from _unpack(inner, content, depth + 1, room)
        if behind:
            yield Unpacked(path, b"", f"{behind:,} bytes behind its end")
    else:
        yield from _unzip(path, data, depth, room)


def _gunzip(path: Path, data: bytes, room: list[int]) -> tuple[bytes, int]:
    """All members of a gzip file, one after another, and how many bytes stand behind them."""
    parts = []
    while data.startswith(GZIP):
        engine = zlib.decompressobj(wbits=31)
        while not engine.eof:
            try:
                part = engine.decompress(data, CHUNK)
            except zlib.error as error:
                raise _damaged(path, str(error)) from error
            data = engine.unconsumed_tail
            if not part and not data and not engine.eof:
                raise _damaged(path, "it ends too soon")
            parts.append(part)
            _use(path, len(part), room)
        data = engine.unused_data
    return b"".join(parts), len(data.strip(b"\0"))


def _unzip(path: Path, data: bytes, depth: int, room: list[int]) -> Iterator[Unpacked]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise _damaged(path, str(error)) from error
    with archive:
        if min((entry.header_offset for entry in archive.infolist()), default=0) > 0:
            raise _damaged(path, "its list of files is that of another archive inside")
        for entry in sorted(archive.infolist(), key=lambda entry: entry.filename):
            inner = PurePosixPath(entry.filename.replace("\\", "/").replace("\x00", ""))
            if entry.is_dir():
                continue
            if inner.is_absolute() or ".." in inner.parts or ":" in inner.parts[0]:
                yield Unpacked(path / inner.name, b"", "its path leads out of the archive")
            elif entry.flag_bits & 1:
                yield Unpacked(path / inner, b"", "locked with a password")
            else:
                try:
                    member = _member(path, archive, entry, room)
                    yield from _unpack(path / inner, member, depth + 1, room)
                except _Damage as damage:
                    yield Unpacked(path / inner, b"", str(damage), damaged=True)


def _member(path: Path, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, room: list[int]) -> bytes:
    parts = []
    try:
        with archive.open(entry) as file:
            while part := file.read(CHUNK):
                parts.append(part)
                _use(path, len(part), room)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise _damaged(path, f"{entry.filename}: {error}") from error
    return b"".join(parts)


def _use(path: Path, count: int, room: list[int]) -> None:
    room[0] -= count
    if room[0] < 0:
        raise BadPapers(
            f"{path} holds more than {MOST_BYTES >> 30} GiB unpacked, which is the most that is "
            "read; unpack it, and give the part that you need."
        )


def _damaged(path: Path, why: str) -> _Damage:
    return _Damage(f"{path} is a damaged archive ({why[:120]}); get it again.")
