"""Text as BibTeX holds it: braces and special characters made harmless, and the text got back.

`plain` undoes `typed` and `literal`. In a field from elsewhere it takes away the braces that only
protect capitals and leaves all other TeX as typed: mathematics, commands with what stands in
braces behind them, accents, and groups such as ``{\\em x}``.
"""

import re

LETTERS = {
    "\\": "\\textbackslash",
    "{": "\\textbraceleft",
    "}": "\\textbraceright",
    "^": "\\textasciicircum",
    "~": "\\textasciitilde",
    **{mark: f"\\{mark}" for mark in "%&#_$"},
}
SPECIAL = re.compile(r"[\\{}^~%&#_$]")
SPACES = re.compile(r"[ \t\r\n\f\v]{2,}|[\t\r\n\f\v]")  # but a single blank
DEPTH = 5  # of braces inside braces; beyond it all braces stay

_CODES = "|".join(re.escape("{" + code + "}") for code in LETTERS.values())
_LETTER = {"{" + code + "}": letter for letter, code in LETTERS.items()}


def _group(depth: int) -> str:
    """A pattern of balanced braces."""
    inner = rf"|{_group(depth - 1)}" if depth > 1 else ""
    return rf"\{{(?>(?:\\.|[^{{}}\\]{inner})*)\}}"


_ARGUMENT = rf"(?!{_CODES}){_group(DEPTH)}"
_TEX = (
    r"\$\$(?:\\.|[^\\$])+\$\$|\$(?:\\.|[^\\$])+\$"
    rf"|\\[A-Za-z]+\*?(?:{_ARGUMENT})*|\\[^A-Za-z](?:{_ARGUMENT})?"
    rf"|(?={{\\[^{{}}]){_group(DEPTH)}"
)
_PARTS = re.compile(rf"(?P<code>{_CODES})|(?P<tex>{_TEX})|(?P<mark>[\\{{}}%&#_^$])", re.DOTALL)
_ADDRESS = re.compile(rf"(?P<code>{_CODES})|\\(?P<mark>[%&#_~])|(?P<brace>[{{}}])")
_BRACES = re.compile(r"[{}]")
_FREE_BRACES = re.compile(r"(?<!\\)[{}]")
_COMMENT = re.compile(r"(?<!\\)[%#]")
_CAPITALS = re.compile(r"\b(?=[^\W_]*[^\W_][A-Z])[^\W_]+")


def plain(text: str) -> str:
    """The text of a field, without the braces that only protect capitals."""
    text = SPACES.sub(" ", text).strip()
    if "{" not in text and "}" not in text:
        return text
    balanced = 0 <= _depth(text, _BRACES) <= DEPTH

    def part(found: re.Match[str]) -> str:
        if found["code"]:
            return _LETTER[found["code"]]
        return "" if balanced and found[0] in ("{", "}") else found[0]

    return _PARTS.sub(part, text)


def plain_address(text: str) -> str:
    """The URL or DOI in a field, without the backslashes that some programs put in."""
    return _ADDRESS.sub(
        lambda found: _LETTER.get(found["code"] or "", found["mark"] or ""), text.strip()
    )


def letters(text: str) -> str:
    """A text with its codes, such as ``{\\%}``, made letters and all other braces taken away."""
    return _PARTS.sub(
        lambda found: _LETTER.get(found[0], "" if found[0] in ("{", "}") else found[0]), text
    )


def typed(text: str) -> str:
    """A text as the value of a field: TeX in it stays TeX, other special characters are coded."""
    text = SPACES.sub(" ", text).strip()
    return _PARTS.sub(lambda found: found[0] if _is_safe(found) else _coded(found[0]), text)


def typed_title(text: str) -> str:
    """A title as the value of a field: braces keep the capitals inside its words."""
    return typed(text) if SPECIAL.search(text) else _CAPITALS.sub(r"{\g<0>}", typed(text))


def literal(text: str) -> str:
    """A text as the value of a field, every special character coded."""
    return _coded(SPACES.sub(" ", text).strip())


def typed_address(text: str) -> str:
    """A URL or DOI as the value of a field, as it is wherever that can be."""
    return literal(text) if re.search(r"[\\{}]", text) else text.strip()


def _coded(text: str) -> str:
    return SPECIAL.sub(lambda found: "{" + LETTERS[found[0]] + "}", text)


def _is_safe(found: re.Match[str]) -> bool:
    """Whether a piece of TeX can stay: braces balanced for every program, nothing a comment."""
    tex = found["tex"]
    if not tex or tex.endswith("\\"):
        return False
    if _COMMENT.search(tex) and not tex.startswith(("\\url", "\\href")):
        return False
    return _depth(tex, _BRACES) >= 0 and _depth(tex, _FREE_BRACES) >= 0


def _depth(text: str, braces: re.Pattern[str]) -> int:
    """How deep the braces of a text are nested, -1 where they are not balanced."""
    depth = deepest = 0
    for found in braces.finditer(text):
        depth += 1 if found[0] == "{" else -1
        deepest = max(deepest, depth)
        if depth < 0:
            return -1
    return deepest if depth == 0 else -1
