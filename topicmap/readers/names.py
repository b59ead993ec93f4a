"""Names of people and collaborations: how alike a text is to one, and lists of them taken apart."""

import re
from functools import lru_cache

PARTICLES = frozenset(
    "a al af av ben bin binti bint da das de del della delle den der des di do dos du e el en es "
    "het ibn i la le las los mac of't op san st ste ten ter tot 't und van vel ver von y za zu zum "
    "zur o d l".split()
)
FUNCTION_WORDS = frozenset(
    "the of and in for with we this is are by to on an our using via from that as at it its their "
    "be been has have can which or not than into under over between through without towards "
    "based these such both were was where when while across among per".split()
)
TITLE_STARTS = frozenset(
    "the a on towards toward how why what when is are can does learning using improving "
    "understanding rethinking revisiting exploring efficient".split()
)
TOPICAL = re.compile(
    r"(?:learn|train|model|network|diffus|transform|adapt|predict|optimi|represent|generat|detect"
    r"|segment|classif|recogni|estimat|analy[sz]|reinforc|attent|embedd|algorithm|benchmark|dataset"
    r"|neural|language|image|video|graph|data|deep|robust|efficien|scal|sparse|quant|bayes|causal"
    r"|contrast|federat|vision|visual|speech|knowledge|reason|policy|reward|kernel|gradient|manifold"
    r"|field|concept|bottleneck|filter|distill|abstract|theor|control|system|method|approach|survey"
    r"|review|machine|artificial|intelligen|comput|physic|quantum|molecul|protein|semantic|spatial"
    r"|temporal|multi|unsupervised|supervised|zero-shot|few-shot|large|meta-|pre-|behaviou?r"
    r"|[\w-]{7,}ings?$|[\w-]{3,}[ts]ions?$|[\w-]{5,}ments?$|[\w-]{3,}(?:ity|ities|ical|ness|ology|ized)$)",
    re.IGNORECASE,
)
GROUP = re.compile(
    r"\b(?:[Cc]ollaborations?|Consortium|Team|Group|Laborator(?:y|ies)|Lab|Initiative|Network"
    r"|Task Force|Project|Institute|Foundation|Committee|Community|Members)(?: ?\([^)]*\))?$"
)
SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|ph\.?d|m\.?d|esq)\.?", re.IGNORECASE)
INITIAL = re.compile(r"(?:[^\W\d_]\.?-?){1,3}")
BRACKETS = re.compile(r"\((?:[^()]|\([^()]*\))*\)|\[[^\[\]]*\]")
ET_AL = re.compile(
    r"[\s,;·]*(?:\b(?:and|&)\s+)?\b(?:et\.? al\b\.?|others|\d+ (?:more|others?)(?: authors?)?)\s*$",
    re.IGNORECASE,
)
MARKS = re.compile(r"(?<=[^\W\d_])[\d*†‡§¶]{1,3}$")
MOST_NAMES = 20_000
NO_NAME = re.compile(r"^\d|\b(?:19|20)\d\d\b|[.!?] [A-Z][a-z]+ [a-z]")
DOT = re.compile(r"\s+[·•∙‧⋅・]\s*|\s*[·•∙‧⋅・]\s+")
COMMA = re.compile(r"[,;]")


@lru_cache(maxsize=200_000)
def name_score(text: str) -> float:
    """How alike a text is to the name of one author, from 0 (not one) to 1."""
    if len(text) > 200:
        return 0.0
    plain = BRACKETS.sub(" ", text).strip() or text
    words = plain.split()
    if not 1 <= len(words) <= 9 or len(plain) > 90:
        return 0.0
    if len(words) > 1 and GROUP.search(text):
        return 1.0
    if len(words) > 1:
        plain = MARKS.sub("", plain)
        words = plain.split()
    if len(words) > 7 or re.search(r"[\d:;?!$\\\"“”/=%&@#{}<>|+*_·•]", plain):
        return 0.0
    return _words_score(words) * (0.2 if _ends_as_sentence(words) else 1.0)


def _words_score(words: list[str]) -> float:
    capital = [word for word in words if word.lstrip("'’`-(")[:1].isupper()]
    small = [word for word in words if word not in capital and word.lower() not in PARTICLES]
    small = [word for word in small if not _uncased(word)]
    if any(word.lower() in FUNCTION_WORDS for word in small):
        return 0.0
    score = 1.0 if len(words) > 1 or _uncased(words[0]) else 0.5
    if small:
        score *= 0.5 if len(words) <= 3 else 0.1
    if words[0].lower() in TITLE_STARTS and len(words) > 1 and words[0] != "A":
        score *= 0.2
    topical = sum(bool(TOPICAL.match(word)) for word in words)
    return score * (1.0, 0.4, 0.1)[min(topical, 2)]


def _uncased(word: str) -> bool:
    return not any(char.isupper() or char.islower() for char in word)


def _ends_as_sentence(words: list[str]) -> bool:
    if any(len(word) > 5 and word.endswith(".") for word in words[:-1]):
        return True
    last = words[-1]
    return last.endswith(".") and not (SUFFIX.fullmatch(last) or INITIAL.fullmatch(last))


def split_names(text: str, separator: re.Pattern[str]) -> tuple[list[str], bool]:
    """The names in a line of authors, and whether the line says that there are more.

    A trailing "et al." is dropped; "and" parts two names only where both sides look like one;
    "Jr." and the like stay with the name before them.
    """
    text = " ".join(text.split())
    if len(text) > MOST_NAMES:
        return [text], False
    short = ET_AL.sub("", text)
    names: list[str] = []
    for chunk in _outside_brackets(short) if separator is COMMA else separator.split(short):
        if names and SUFFIX.fullmatch(chunk.strip()):
            names[-1] += ", " + chunk.strip()
        elif chunk.strip(" :"):
            names.extend(_part_by_and(chunk.strip()) if separator is COMMA else [chunk.strip()])
    return names, short != text


def _outside_brackets(text: str) -> list[str]:
    """A text parted at the commas that stand outside round brackets."""
    parts, depth = [""], 0
    for piece in re.split(r"([,;()])", text):
        depth = max(0, depth + (piece == "(") - (piece == ")"))
        if piece in (",", ";") and depth == 0:
            parts.append("")
        else:
            parts[-1] += piece
    return parts if depth == 0 else COMMA.split(text)


def _part_by_and(chunk: str) -> list[str]:
    chunk = re.sub(r"^(?:and|&)\s+", "", chunk) or chunk
    parts = [part.strip() for part in re.split(r"\s+(?:and|&)\s+", chunk)]
    if len(parts) > 1 and not GROUP.search(chunk) and all(name_score(part) > 0.4 for part in parts):
        return parts
    return [chunk]


@lru_cache(maxsize=100_000)
def dotted_cost(text: str) -> float:
    """How badly a line serves as names set apart by dots, 0 (well) to 12; one name alone is 1.5."""
    text = " ".join(text.split())
    if len(text) > MOST_NAMES or not DOT.search(text):
        if len(text) > 60:
            return 12.0
        return 1.5 + (6.0 if len(text) < 40 else 9.0) * (1 - name_score(text))
    names, _ = split_names(text, DOT)
    if not names:
        return 12.0
    fitting = sum(len(name) <= 60 and not NO_NAME.search(name) for name in names)
    scores = sum(max(name_score(name), 0.3 * (2 < len(name) < 40)) for name in names)
    return 6 * (1 - fitting / len(names)) + 4 * (1 - scores / len(names))


@lru_cache(maxsize=100_000)
def comma_cost(text: str) -> float:
    """How badly a line serves as names set apart by commas, 0 (well) to 15."""
    if len(text) > MOST_NAMES:
        return 15.0
    names, more = split_names(text.rstrip(","), COMMA)
    if not names:
        return 15.0
    scores = [name_score(name) for name in names]
    cost = 8 * (1 - sum(scores) / len(scores)) + (1.5 if len(names) == 1 else 0.0)
    if len(names) <= 4:
        cost += 2.0 * sum(score < 0.3 for score in scores)
    if _ends_as_sentence(text.split()) and not more:
        cost += 3.0
    return max(0.0, cost - (1.0 if more else 0.0))
