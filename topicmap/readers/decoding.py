"""Bytes made text: byte-order marks, UTF-8, and what else an old file may be in."""

import re

from charset_normalizer import from_bytes

from topicmap.errors import UnknownFormat

MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
)
KINDS = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
)
WIDE = ("utf-16-le", "utf-16-be")
WESTERN = ("cp1252", "latin-1")
STATED = re.compile(rb"<\?xml[^>]*encoding=[\"']([\w-]{2,30})[\"']")
SAMPLE = 200_000


def decode(data: bytes, source: str) -> tuple[str, list[str]]:
    """Bytes as text, and a warning where they are not clean UTF-8.

    A byte-order mark decides; else UTF-8; else UTF-8 with a few bad bytes replaced; else the
    encoding that the letters speak for (charset-normalizer), Windows-1252 in doubt.

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
            raise UnknownFormat(f"{source} is {kind}; topicmap reads texts, tables and archives.")
    for place, encoding in enumerate(WIDE):
        if data[1 - place :: 2].count(0) > 0.3 * len(data[::2]):
            return data.decode(encoding, "replace"), [f"read as {encoding}"]
    warnings: list[str] = []
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text, warnings = _not_utf8(data)
    _refuse_binary(text, source)
    if "\x00" in text:
        warnings.append(f"{text.count(chr(0))} NUL characters are left out")
        text = text.replace("\x00", "")
    return text, warnings


def _not_utf8(data: bytes) -> tuple[str, list[str]]:
    mended = data.decode("utf-8", "replace")
    bad = mended.count("\ufffd")
    if bad * 2 > sum(char > "\x7f" for char in mended):
        stated = [name.decode() for name in STATED.findall(data[:300])]
        for encoding in (*stated, *_likely(data), *WESTERN):
            try:
                return data.decode(encoding), [f"not UTF-8; read as {encoding}"]
            except (UnicodeDecodeError, LookupError):
                continue
    return mended, [f"{bad} bytes are not UTF-8 and are shown as \ufffd"]


def _likely(data: bytes) -> list[str]:
    """The encoding that the letters speak for, where they are not Latin ones."""
    foreign = b"\n".join(line for line in data.splitlines() if not line.isascii())[:SAMPLE]
    best = from_bytes(foreign).best()
    if best is None or any(alphabet.startswith("Latin") for alphabet in best.alphabets):
        return []
    return [best.encoding]


def _refuse_binary(text: str, source: str) -> None:
    start = text[:100_000]
    odd = sum(char < " " and char not in "\t\n\r\f\v\x1b" for char in start)
    if odd > 0.02 * len(start):
        raise UnknownFormat(f"{source} is binary; topicmap reads texts, tables and archives.")
