"""Files found in folders, and bytes made text."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from topicmap.errors import BadPapers, UnknownFormat
from topicmap.map_files import MANIFEST, holds_map
from topicmap.readers.page import Page

NOT_PAPERS = re.compile(
    r"(?:readme|licen[cs]e|copying|notice|changelog|contributing|authors|citation|makefile)(?:\.\w+)?"
    r"|(?:manifest|package|settings|config)\.json|requirements.*\.(?:txt|lock)",
    re.IGNORECASE,
)
TEXT_SUFFIXES = (".txt", ".text", ".csv", ".tsv", ".jsonl", ".ndjson", ".md", ".lst", ".dat", "")
TABLE_SUFFIXES = (".parquet", ".pq")
MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
)
KINDS = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an Office file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
)


class Skipped(NamedTuple):
    """A file that a folder holds and that was not read, and why."""

    path: Path
    reason: str


def find_files(sources: Iterable[str | Path]) -> tuple[list[tuple[Path, bool]], list[Skipped]]:
    """The files to read, each with whether it was named (not found in a folder), and those left.

    A folder gives its files at any depth, sorted by name; a file that comes twice is read once.

    Raises
    ------
    BadPapers
        No source is given, or one does not exist.
    """
    files: dict[Path, tuple[Path, bool]] = {}
    skipped: list[Skipped] = []
    given = [Path(source).expanduser() for source in sources]
    if not given:
        raise BadPapers("No file or folder of papers is given; name at least one.")
    for source in given:
        if source.is_dir():
            inside, left = _folder(source)
            skipped += left
            for path in inside:
                files.setdefault(path.resolve(), (path, False))
        elif source.exists() and not source.is_file():
            raise BadPapers(f"{source} is neither a file nor a folder; name one of these.")
        elif source.exists():
            files[source.resolve()] = (source, True)
        else:
            raise BadPapers(f"There is no file or folder {source}; check the name.")
    return list(files.values()), skipped


def _folder(folder: Path) -> tuple[list[Path], list[Skipped]]:
    inside: list[Path] = []
    maps = [found.parent for found in folder.rglob(MANIFEST) if holds_map(found.parent)]
    skipped = [Skipped(held, "a finished map") for held in maps]
    for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).parts):
        parts = path.relative_to(folder).parts
        if not path.is_file() or any(held in path.parents for held in maps):
            continue
        if any(part.startswith(".") for part in parts):
            skipped.append(Skipped(path, "hidden"))
        elif NOT_PAPERS.fullmatch(path.name):
            skipped.append(Skipped(path, "by its name not papers"))
        elif path.suffix.lower() not in TEXT_SUFFIXES + TABLE_SUFFIXES:
            skipped.append(Skipped(path, f"no reader takes {path.suffix} files"))
        else:
            inside.append(path)
    return inside, skipped


def open_page(path: Path) -> tuple[Page, list[str]]:
    """A file as a page, and warnings about its encoding.

    Raises
    ------
    BadPapers
        The file cannot be opened or is empty.
    UnknownFormat
        The file is neither text nor Parquet.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadPapers(
            f"{path} cannot be read ({error.strerror}); check its permissions."
        ) from error
    if not data.strip():
        raise BadPapers(f"{path} is empty; a file of papers has at least one title or abstract.")
    if data.startswith(b"PAR1") or path.suffix.lower() in TABLE_SUFFIXES:
        return Page(path, data, None), []
    text, warnings = decode(data, path.name)
    if not text.strip():
        raise BadPapers(f"{path} is empty; a file of papers has at least one title or abstract.")
    return Page(path, data, text), warnings


def decode(data: bytes, source: str) -> tuple[str, list[str]]:
    """Bytes as text, and a warning where they are not clean UTF-8.

    A byte-order mark decides; else UTF-8; else UTF-8 with a few bad bytes replaced; else
    Windows-1252 or Latin-1.

    Raises
    ------
    UnknownFormat
        The bytes are not text.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            text = data.decode(encoding, "replace").removeprefix("\ufeff")
            bad = text.count("\ufffd")
            return text, [f"{bad} characters are not valid {encoding}"] if bad else []
    for mark, kind in KINDS:
        if data.startswith(mark):
            raise UnknownFormat(
                f"{source} is {kind}; topicmap reads text, CSV, JSON Lines and Parquet."
            )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text, warning = _not_utf8(data, source)
        return text, [warning]
    _refuse_binary(text, source)
    return text, []


def _not_utf8(data: bytes, source: str) -> tuple[str, str]:
    latin = data.decode("latin-1")
    _refuse_binary(latin, source)
    mended = data.decode("utf-8", "replace")
    bad = mended.count("\ufffd")
    if bad * 4 < sum(char > "\x7f" for char in mended):
        return mended, f"{bad} bytes are not UTF-8 and are shown as \ufffd"
    try:
        return data.decode("cp1252"), "not UTF-8; read as Windows-1252"
    except UnicodeDecodeError:
        return latin, "not UTF-8; read as Latin-1"


def _refuse_binary(text: str, source: str) -> None:
    start = text[:100_000]
    odd = sum(char < " " and char not in "\t\n\r\f\v\x1b" for char in start)
    if "\x00" in start or odd > 0.02 * len(start):
        raise UnknownFormat(
            f"{source} is binary, not text; topicmap reads text, CSV, JSON Lines and Parquet."
        )
