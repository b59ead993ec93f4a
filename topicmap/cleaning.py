"""Texts as they stand in a file → texts to read, search and count words in.

Cleaned are: Unicode (NFC, ligatures, soft hyphens, invisible characters), the numbers of glyphs
that a PDF gave in place of letters, HTML and JATS tags and entities, TeX (see `latex`), and
hyphens at the ends of wrapped lines. Mathematics stays as typed.
A cleaned text stays as it is when cleaned again, unless it is about markup (`&amp;#38;lt;`).
"""

import contextlib
import html
import re
import unicodedata
from collections.abc import Iterable, Sequence
from html.entities import html5

from topicmap.latex import Aside, may_be_tex, without_tex

_ENVIRONMENTS = "(?:equation|align|gather|multline|eqnarray|displaymath|math)"
_IN_DOLLARS = r"(?:[^$\\]|\\.)"
_MATH = re.compile(
    rf"(?<!\\)\$\$(?>(?:{_IN_DOLLARS}|\$(?!\$)){{1,2000}})\$\$"
    rf"|(?<!\\)\$(?=\d)(?>{_IN_DOLLARS}{{1,500}})(?<!\s)\$(?!\d)"
    rf"|(?<!\\)\$(?![\s\d])(?>{_IN_DOLLARS}{{1,500}})(?<!\s)\$"
    r"|(?<!\\)\\\((?>(?:[^\\]|\\[^()]){0,1000})\\\)"
    r"|(?<!\\)\\\[(?>(?:[^\\]|\\[^][]){0,2000})\\\]"
    rf"|\\begin\{{({_ENVIRONMENTS}\*?)\}}"
    rf"(?>(?:[^\\]|\\(?!(?:begin|end)\{{{_ENVIRONMENTS})){{0,4000}})\\end\{{\1\}}"
    r"|<(?:mml:)?math\b(?>(?:[^<]|<(?!/?(?:mml:)?math\b)){0,4000})</(?:mml:)?math>",
    re.DOTALL,
)
_ENTITY = re.compile(r"&(?:amp;)*(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_HEADING = re.compile(
    r"<(?:jats:)?title>\s*(?:abstract|summary)\s*[.:]?\s*</(?:jats:)?title>", re.I
)
_BLOCKS = "p|br|div|sec|title|list|list-item|li|ul|ol|h[1-6]|table|tr|td|th|hr|section|blockquote"
_INLINE = (
    "i|b|em|strong|sub|sup|italic|bold|span|a|u|s|sc|tt|code|pre|font|small|big|inf|underline|abbr"
    "|monospace|roman|sans-serif|ext-link|xref|inline-formula|disp-formula|named-content|styled-content"
    "|script|style|img|html|body|center|cite|q|mark|strike|del|ins|label|abstract|fixed-case"
)
_ATTRIBUTES = (
    r"(?:\s+[\w:-]{1,40}\s*=\s*(?:\"[^\"<>]{0,500}\"|'[^'<>]{0,500}'|[^\s\"'<>=]{1,200}))*"
)
_BLOCK = re.compile(rf"</?(?:jats:)?(?:{_BLOCKS}){_ATTRIBUTES}\s*/?>", re.IGNORECASE)
_TAG = re.compile(rf"</?(?:jats:)?(?:{_INLINE}){_ATTRIBUTES}\s*/?>", re.IGNORECASE)
_COMMENT = re.compile(r"<!--(?>(?:[^-<]|-(?!->)|<(?!!--)){0,2000})-->")
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_INVISIBLE = dict.fromkeys("\u200b\u2060\ufeff\u200e\u200f")
_LETTERS = str.maketrans({**_LIGATURES, **_INVISIBLE})
_SOFT_HYPHEN = re.compile(r"(?:\u00ad|\(cid:173\))\s*")
_GLYPH = re.compile(r"\(cid:\d{1,5}\)")
_MISREAD = re.compile(r"[\xc2-\xdf][\x80-\x9f]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_SPLIT = re.compile(r"\b([^\W\d_]{2,})- ([^\W\d_]{2,})\b")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SIGNS = ("&", "<", "- ", "(cid:")
_TIMES = 3


def clean_texts(texts: Sequence[str | None]) -> list[str | None]:
    """The cleaned form of each text that it changes (white space aside), None for the others.

    A word that a line end split ("repre- sentation") is joined where the texts have it whole
    elsewhere, with its hyphen or without.
    """
    cleaned = [clean_one(text) if text else text for text in texts]
    whole = _whole_words(cleaned)
    joined = [_joined(text, whole) if text else text for text in cleaned]
    return [
        new if new and old and new.split() != old.split() else None
        for new, old in zip(joined, texts, strict=True)
    ]


def clean_one(text: str) -> str:
    """`clean` of a text, at once where there is nothing to clean; white space may stay."""
    plain = text.isascii() and text.isprintable() and not any(sign in text for sign in _SIGNS)
    return text if plain and not may_be_tex(text) else clean(text)


def clean(text: str) -> str:
    """A text without tags, entities, TeX and odd characters; see the module."""
    aside = Aside()
    text = _mended(_CONTROL.sub("", _MISREAD.sub(_as_utf8, text)))
    if any(sign in text for sign in ("$", "\\", "<")):
        text = aside.take(_MATH, text)
    text = _without_markup(text)
    if may_be_tex(text):
        text = _without_markup(without_tex(text, aside))  # "{\textless}i{\textgreater}"
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    return " ".join(aside.back(text).split())


def _mended(text: str) -> str:
    """A text in NFC, its bytes read aright, without ligatures and characters none can see."""
    text = _GLYPH.sub(" ", _SOFT_HYPHEN.sub("", _MISREAD.sub(_as_utf8, text)))
    return unicodedata.normalize("NFC", text.translate(_LETTERS))


def _as_utf8(found: re.Match[str]) -> str:
    """A letter whose UTF-8 bytes were taken for letters each."""
    with contextlib.suppress(UnicodeDecodeError):
        return found.group().encode("latin-1").decode("utf-8")
    return found.group()


def _without_markup(text: str) -> str:
    """A text without tags and entities, on one line."""
    for _ in range(_TIMES):
        before = text
        if "&" in text:
            text = _mended(_ENTITY.sub(_character, text))
        if "<" in text:
            text = _BLOCK.sub(" ", _HEADING.sub(" ", _COMMENT.sub(" ", text)))
            text = _TAG.sub("", text)
        if text == before:
            break
    return " ".join(text.split())


def _character(found: re.Match[str]) -> str:
    name = f"{found[1]};"
    sign = html.unescape(f"&{name}") if name[0] == "#" else html5.get(name, found[0])
    return _CONTROL.sub("", sign)


def _whole_words(texts: Iterable[str | None]) -> set[str]:
    """Of the words that line ends may have split, those that the texts have whole."""
    wanted: set[str] = set()
    kept = [text for text in texts if text]
    for text in kept:
        if "- " in text:
            for first, second in _SPLIT.findall(text):
                wanted |= {(first + second).casefold(), f"{first}-{second}".casefold()}
    found: set[str] = set()
    for text in kept if wanted else []:
        found |= wanted.intersection(map(str.casefold, _WORD.findall(text)))
        if len(found) == len(wanted):
            break
    return found


def _joined(text: str, whole: set[str]) -> str:
    def join(found: re.Match[str]) -> str:
        first, second = found.groups()
        for word in (first + second, f"{first}-{second}"):
            if word.casefold() in whole:
                return word
        return found.group()

    return _SPLIT.sub(join, text) if whole and "- " in text else text
