"""Text marked up in JATS, as publishers deposit abstracts, made plain text."""

import html
import re

ATTRIBUTES = r"""(?:\s+[\w:.-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'))*\s*/?"""
TAG = re.compile(rf"<(?P<close>/?)(?:[\w-]+:)?(?P<name>[A-Za-z][\w-]*){ATTRIBUTES}>")
LEFT_OVER = re.compile(
    rf"</?(?:jats:[\w-]+|mml:[\w-]+|p|sub|sup|br|italic|bold|em|strong){ATTRIBUTES}>"
)
TITLE = re.compile(r"<(?:jats:)?title\b[^<>]*>([^<>]*)</(?:jats:)?title>")
MATHML = re.compile(r"<mml:math\b(?:(?!<mml:math\b).)*?</mml:math>", re.DOTALL)
TEX_DOCUMENT = re.compile(
    r"\\documentclass\b(?:(?!\\documentclass).)*?\\begin\{document\}|\\end\{document\}", re.DOTALL
)
COMMENT = re.compile(r"<!--(?:(?!<!--).)*?-->|<!\[CDATA\[|\]\]>|<\?[^<>]*\?>", re.DOTALL)
GENERAL = re.compile(
    r"(?:graphical )?abstract|summary|zusammenfassung|résumé|resumen|resumo|riassunto"
    r"|аннотация|摘要|要旨|초록",
    re.IGNORECASE,
)
BLOCKS = frozenset(
    "p sec title list list-item break br disp-formula disp-quote div def def-item td tr li ul ol "
    "label caption".split()
)


def plain_text(markup: str) -> str:
    """The text inside JATS: tags gone, entities decoded, white space made single spaces.

    A heading such as "Abstract" is dropped, that of a section becomes "Methods: …"; of a formula
    that comes as TeX and as MathML the TeX remains.
    """
    text = COMMENT.sub(" ", markup) if "<" in markup else markup
    text = TITLE.sub(_heading, text)
    if "tex-math>" in text:
        text = TEX_DOCUMENT.sub("", MATHML.sub("", text))
    text = html.unescape(TAG.sub(_gap, text))
    if "&" in text or "<" in text:
        text = LEFT_OVER.sub("", html.unescape(text))
    return " ".join(text.split())


def _heading(found: re.Match[str]) -> str:
    words = " ".join(html.unescape(found[1]).split())
    if not words or GENERAL.fullmatch(words.rstrip(".:")):
        return " "
    return f" {found[1].strip()}{'' if words[-1] in '.:?!' else ':'} "


def _gap(tag: re.Match[str]) -> str:
    return " " if tag["name"].lower() in BLOCKS else ""
