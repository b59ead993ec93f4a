r"""TeX in running text → the text that it stands for; mathematics stays as typed.

A text counts as TeX where a command for text stands in it (`\emph{…}`, `\cite{…}`, `{\em …}`,
`\'e`, `\%`, `\ldots`) or a pair of TeX quotes. Any other text comes back as it is, with the
backslashes of its paths, patterns and escapes, its tildes, braces and double hyphens. In TeX:

- letters, accents, symbols, quotes, dashes, ties and spaces become characters;
- the text of a command stays, known or not, a footnote in parentheses, of a link its text;
  citations, references, labels, colours and lengths go;
- LaTeX's own commands for type and layout go. One that is not known is its author's and mostly
  names something ("we call it \fedsync"): it stays without the backslash;
- commands for mathematics stay as typed, and so do commands of one letter and Windows paths.
"""

import re
import unicodedata
from functools import cache

from pylatexenc.latex2text import get_default_latex_context_db

_LETTERS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł",
    "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ",
    "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ",
}  # fmt: skip
_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306",
    ".": "\u0307", '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323",
    "c": "\u0327", "k": "\u0328", "b": "\u0331",
}  # fmt: skip
_SYMBOLS = {
    "LaTeX": "LaTeX", "LaTeXe": "LaTeX2e", "TeX": "TeX", "BibTeX": "BibTeX", "ldots": "…",
    "dots": "…", "copyright": "©", "pounds": "£", "euro": "€", "EUR": "€", "degree": "°",
    "guillemotleft": "«", "guillemotright": "»", "quotedblbase": "„", "quotesinglbase": "‚",
    "textquotedbl": '"', "textunderscore": "_", "textless": "<", "textgreater": ">",
    "textbar": "|", "textbraceleft": "{", "textbraceright": "}", "textasciicircum": "^",
    "slash": "/", "ie": "i.e.", "eg": "e.g.", "etc": "etc.", "etal": "et al.", "wrt": "w.r.t.",
    "textperiodcentered": "·",
}  # fmt: skip
_TYPE = frozenset(
    """
    em it bf sc tt sl rm sf bfseries mdseries itshape slshape scshape upshape ttfamily sffamily
    rmfamily normalfont tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge
    centering raggedright noindent indent boldmath protect xspace sloppy relax maketitle
    footnotemark expandafter emph enquote footnote underline uline mbox hbox fbox url uppercase
    text textit textbf texttt textsc textrm textsf textsl textup textmd textnormal textcolor
    textsuperscript textsubscript
    """.split()
)
_BREAKS = frozenset(
    """
    item newline linebreak par pagebreak newpage smallskip medskip bigskip quad qquad enspace
    thinspace hfill vfill
    """.split()
)
_FORMULAS = frozenset(
    """
    boldsymbol bm pmb binom choose left right middle big Big bigg Bigg bigl bigr Bigl Bigr ne
    displaystyle textstyle scriptstyle operatorname stackrel substack limits nolimits det dim ker
    arg gcd deg mod bmod pmod Pr Re Im underset underbrace norm abs ensuremath smash begin end
    """.split()
)
_FORMULA = re.compile(
    r"math|sqrt|[td]?frac|(?:wide)?(?:tilde|hat|bar)|over|log|bf|cal|bold|times|cdot"
)
_RUN_IN = re.compile(r"(?:emph|underline|url|text(?:it|bf|tt|sc|rm|sf|sl)?)(?=[A-Za-z])")
_LISTS = re.compile(r"(?:begin|end)(?:itemize|enumerate|description)")
_LINE_END = re.compile(r"[nrt][A-Z][a-z]")

_ASIDE = re.compile("\x01(\\d+)\x02")
_OPEN, _CLOSE, _NOTHING = "\x03", "\x04", "\x05"
_MOST_NESTED = 10

# What is left of \textit, \emph and \footnote where \t, \e and \f were taken for escapes
_EATEN = re.compile(
    r"(?<![A-Za-z\\])(?:ext(?:it|bf|tt|sc|rm|sf|sl|color)|mph)(?=\{)|(?<!f)ootnote(?=\{)"
)
_FIRST = {"e": r"\t", "m": r"\e", "o": r"\f"}
_ADDRESS = re.compile(r"https?://(?:[^\s{}\\\x01]|\\[%&#_~](?:\{\})?)+")
_IN_ADDRESS = re.compile(r"\\([%&#_~])(?:\{\})?")
_ALONE_ACCENT = re.compile(r"(?<!\\)\\([~^])\{ ?\}")
_ENSURED = re.compile(r"(\{)?\\ensuremath ?\{ ?\\([A-Za-z]+) ?\}(?(1)\})")
_PATH = re.compile(r"(?<!\w)[A-Za-z]:(?>(?:\\[\w.~-]++)+)\\?(?!\{)")
_QUOTE = re.compile(
    r"(?<=[\w.,!?])\\([\"'`])(?=[\s.,;:!?)\]]|$)|\\(')(?=(?:s|t|re|ve|ll|d|m)(?![\w\\]))"
)
_BRACED = re.compile(
    r"(?<!\\)\\([`'^~=.\"uvHcdbkr]) ?(?:\{ ?(\\[ij]|[^\W\d_]) ?\}|(\\[ij])(?![A-Za-z]) ?)"
)
_BARE = re.compile(
    r"(?<!\\)\\(?:(\")([aeiouyAEIOUY])|(')([aceilnorsuyzACEILNORSUYZ])|([`^~=])([aeinouAEINOU])"
    r"|(\.)([zZ](?!ip)|[GI]))|(?:(?<=[^\W\d_])|(?<=\{))\\([uvHck]) ([^\W\d_])"
    r"|(?<!\S)\\([vHck]) ([A-Z])"
)
_NAMES = "|".join(sorted(_LETTERS, key=len, reverse=True))
_NAMED = re.compile(
    rf"(?<=\{{)\\({_NAMES})(?= ?\}})|(?<!\\)\\({_NAMES})\{{\}}"
    rf"|(?<=[^\W\d_])\\({_NAMES})(?![A-Za-z])(?: (?=[a-z]))?"
    r"|(?<![^\s(])\\(AA|AE|OE|aa|ae|oe) (?=[a-z])"
)
_QUOTED = re.compile(r"(?<![\w`])``(?=[^\s`])((?>(?:[^`'\"]|'(?!')|`(?!`)){1,600}))(?:''|\")")
_ESCAPED = re.compile(r"\\([%&#_]|\$(?=\d))")
_SIGN = re.compile(r"\{\\[%&#_]\}|(?<!\\)\\([%&#_])")
_SAYS_TEX = (_ESCAPED, _ALONE_ACCENT, _BRACED, _BARE, _NAMED, _QUOTED)
_COMMAND = re.compile(r"(?<!\\)\\([A-Za-z]{2,})\*?(?:( ?(?:\[[^\[\]{}]{0,100}\])?\{)|)")

_SECTION = re.compile(r"\\S(?:\{\})?(?=[ ~]?\d)")
_SPACE = re.compile(r"\\\\\*?(?:\[[^\[\]]{0,20}\])?|\\[,;:> ]|(?<=[^\s/~([{])~(?=[^\s~/])")
_NO_SPACE = re.compile(r"\\[!/@]|\\(?=--)|(?<=\w)\\-(?=\w)")
_BRACE = re.compile(r"(?<!\\)(?<!left)(?<!right)(?<!ig)\\([{}])")
_ITEM = re.compile(
    r"\\(?:begin|end) ?\{(?:itemize|enumerate|description|abstract|quote|center|theorem)\*?\}"
    r"(?:\[[^\[\]]{0,100}\])?|\\item(?![A-Za-z])(?: ?\[([^\[\]]{0,100})\])?"
)
_GONE = re.compile(
    r"\\(?:(?:[A-Z]|no|foot|paren|text|auto|full)?[cC]ite[a-z]*|(?:page|eq|[aA]uto|[cCvV]|name)?ref"
    r"|label|index|[vh]space|includegraphics|input|bibliography(?:style)?|thanks|color|pagestyle)"
    r"\*?(?: ?\[[^\[\]]{0,200}\]){0,2} ?\{(?:[^{}]{0,500}\}|[^\s{}]*)"
    r"|\\cite(?:[\w:,./+-]*\w)?(?!\w| ?[\[{])"
)
_TWO = re.compile(
    r"\\(?:(?:text|f?)color(?:box)?|href|hyperlink|hypertarget|raisebox|scalebox|parbox)"
    r" ?(?:\[[^\[\]]{0,100}\])? ?\{[^{}]{0,500}\} ?(?=\{)"
)
_DECLARED = re.compile(rf"\{{ ?\\(?:{'|'.join(_TYPE)})(?![A-Za-z]) ?(?!\{{)")
_ALONE = re.compile(r"\\([A-Za-z]++)\*?(?:\{\}|(?! ?(?:\[[^\[\]{}]{0,100}\])?\{))( ?)")
_GROUP = re.compile(
    rf"(\\[A-Za-z]++\*? ?(?:\[[^\[\]{{}}]{{0,100}}\])?|\\[^A-Za-z]|[_^{_CLOSE}])?\{{([^{{}}]*)\}}"
)
_SET = re.compile(r"(?!\A.\Z)[=<>|^_\\∈]|\A(?!.*[^\W\d_]{3}).*,.", re.DOTALL)
_UNCLOSED = re.compile(r"\\([A-Za-z]{2,})\*? ?\{")
_NO_CITATION = re.compile(
    rf" ?[(\[](?:see|e\.g\.,?|cf\.)? ?{_NOTHING}(?:[ ,;]|and|{_NOTHING})*[)\]]|"
    rf"(?<=[(\[]) ?{_NOTHING}[,;]? ?|(?<=\.) ?{_NOTHING}\."
    rf"| {_NOTHING}(?:[ ,;]*{_NOTHING})*(?=[\s.,;:!?)\]]|$)|{_NOTHING}"
)


class Aside:
    """Pieces that are set aside while the rest of a text is worked on."""

    def __init__(self) -> None:
        self.pieces: list[str] = []

    def put(self, piece: str) -> str:
        """A mark that stands for the piece."""
        self.pieces.append(piece)
        return f"\x01{len(self.pieces) - 1}\x02"

    def take(self, pattern: re.Pattern[str], text: str) -> str:
        """The text with a mark for everything that the pattern finds."""
        return pattern.sub(lambda found: self.put(found.group()), text)

    def back(self, text: str) -> str:
        """The text with the pieces where their marks are."""
        return _ASIDE.sub(lambda found: self.pieces[int(found[1])], text)


def may_be_tex(text: str) -> bool:
    """Whether `without_tex` could change a text at all; quick."""
    return "\\" in text or "``" in text or ("{" in text and bool(_EATEN.search(text)))


def without_tex(text: str, aside: Aside) -> str:
    """What a text without line breaks says, its mathematics set aside; see the module."""
    text = _EATEN.sub(lambda found: _FIRST[found[0][0]] + found[0], text)
    for mark in {found[1] or found[2] for found in _QUOTE.finditer(text)}:
        text = text.replace(f"\\{mark}", aside.put(f"\\{mark}"))
    text = aside.take(_PATH, text)
    text = _ENSURED.sub(lambda found: _characters().get(found[2], found[0]), text)
    if not _is_tex(text):
        return text
    text = _ADDRESS.sub(lambda found: aside.put(_IN_ADDRESS.sub(r"\1", found[0])), text)
    text = _ALONE_ACCENT.sub(lambda found: aside.put(found[1]), text)
    text = _BRACE.sub(lambda found: _OPEN if found[1] == "{" else _CLOSE, _accented(text))
    text = _NO_SPACE.sub("", _SPACE.sub(" ", _SECTION.sub("§", text)))
    text = _GONE.sub(_NOTHING, _ESCAPED.sub(r"\1", text))
    text = _ITEM.sub(lambda found: f" {found[1] or ''} ", text)
    text = _DECLARED.sub(r"\\emph{", _TWO.sub(r"\\emph", text))
    text = _ALONE.sub(_alone, text)
    for _ in range(_MOST_NESTED):
        before = text
        text = _GROUP.sub(_group, _accented(text))
        if text == before:
            break
    text = _UNCLOSED.sub(lambda found: found[0] if _is_formula(found[1]) else "", text)
    text = _NO_CITATION.sub("", _typeset(text))
    return text.replace(_OPEN, "{").replace(_CLOSE, "}")


def spelled(text: str) -> str:
    r"""A text with letters for its accents and signs for ``\&``, ``\%``, ``\#`` and ``\_``.

    All else stays: other TeX, and the signs in braces that stand for themselves, ``{\&}``.
    """
    return _SIGN.sub(lambda found: found[1] or found[0], _accented(text))


def _is_tex(text: str) -> bool:
    """Whether a text has TeX that is neither mathematics nor anything else with backslashes."""
    if any(pattern.search(text) for pattern in _SAYS_TEX):
        return True
    return "\\" in text and any(map(_is_for_text, _COMMAND.finditer(text)))


def _is_for_text(found: re.Match[str]) -> bool:
    name, group = found.groups()
    if group or name.startswith("cite") or _RUN_IN.match(name) or _LISTS.match(name):
        return not _is_formula(name)
    is_free = found.string[found.start() - 1 : found.start()] in ("", " ", "{", "(")
    if name in _SYMBOLS or name in _known_symbols():
        return is_free or len(name) > 3
    return is_free and (name in _TYPE or name in _BREAKS)


def _is_formula(name: str) -> bool:
    """Whether a command is one of mathematics, also where its argument has run into its name."""
    if name in _TYPE or name in _SYMBOLS:
        return False
    return name in _FORMULAS or name in _known_formulas() or bool(_FORMULA.match(name))


@cache
def _known_symbols() -> dict[str, str]:
    """Command → character, of the commands for characters in text that pylatexenc knows."""
    return {name: sign for name, sign in _characters().items() if name.startswith("text")}


@cache
def _characters() -> dict[str, str]:
    """Command → character, of all commands for a character that pylatexenc knows."""
    specs = get_default_latex_context_db().iter_macro_specs(["latex-base", "advanced-symbols"])
    signs = {spec.macroname: spec.simplify_repl for spec in specs}
    return {name: s for name, s in signs.items() if isinstance(s, str) and "%" not in s}


@cache
def _known_formulas() -> frozenset[str]:
    """The commands for mathematics that pylatexenc knows."""
    specs = get_default_latex_context_db().iter_macro_specs(["latex-base", "advanced-symbols"])
    return frozenset(
        spec.macroname
        for spec in specs
        if not spec.macroname.startswith("text") and spec.macroname not in _LETTERS
    )


def _accented(text: str) -> str:
    if "\\" not in text:
        return text
    text = _BARE.sub(_letter, _BRACED.sub(_letter, text))
    return _NAMED.sub(lambda found: _LETTERS[next(filter(None, found.groups()))], text)


def _letter(found: re.Match[str]) -> str:
    accent, base = filter(None, found.groups())
    return unicodedata.normalize("NFC", base.removeprefix("\\") + _ACCENTS[accent])


def _alone(found: re.Match[str]) -> str:
    """What a command without an argument stands for."""
    name, space = found.groups()
    sign = _SYMBOLS.get(name) or _known_symbols().get(name)
    if sign:
        return (sign.rstrip(".") if found.string.startswith(".", found.end()) else sign) + space
    if name in _TYPE:
        return ""
    if name in _BREAKS or _LISTS.match(name):
        return " "
    if len(name) == 1 or _is_formula(name) or _LINE_END.match(name):
        return found[0].replace("{}", _OPEN + _CLOSE)
    run_in = _RUN_IN.match(name)
    return (name[run_in.end() :] if run_in else name) + space


def _group(found: re.Match[str]) -> str:
    """What braces without braces in them stand for, with the command before them."""
    before, content = found.groups()
    neighbour = found.string[found.start() - 1 : found.start()]
    if neighbour == "}":  # It is not known yet whether the argument before stays with its command
        return found[0]
    if neighbour == "\x02" and content.startswith("\x01"):
        return f" {content}"
    if before is None:
        return f"{_OPEN}{content}{_CLOSE}" if _SET.search(content) else content
    name = before.lstrip("\\").partition("[")[0].rstrip(" *")
    if len(name) < 2 or _is_formula(name):
        return f"{before}{_OPEN}{content}{_CLOSE}"
    if name == "footnote":
        return f" ({content.strip()})"
    return f"“{content}”" if name == "enquote" else content


def _typeset(text: str) -> str:
    """A text with the quotes and dashes that TeX makes of its signs."""
    text = re.sub(r"(?<![\w`])``(?=[^\s`])", "“", _QUOTED.sub(r"“\1”", text))
    text = re.sub(r"(?<=[\w.,!?)])''(?![\w'(])", "”", text)
    text = re.sub(r"(?<!-)---(?![->])", "—", text)
    return re.sub(r"(?<=[^\s<!-])--(?![->])|(?<=\s)--(?=\s)", "–", text)
