"""What the shape of a line tells of its part in a page.

Every rule here speaks of shape (length, sentence end, function words, first letter), never of
the words of one page, so that the next page of the same kind is read as well.
"""

import re
from functools import lru_cache

from topicmap.readers.lines import Line

SENTENCE_END = re.compile(r"(?:[.!?…](?:[\"'”’»)\]}$*]|\\)*|(?:https?://|www\.|github\.com/)\S+)$")
SENTENCE_BREAK = re.compile(r"[a-z)\]%]{2}[.] +[A-Z(\"“]")
OPEN_END = re.compile(r"(?:^|[^\w-])(?:of|the|and|or|for|in|on|by|to|a|an|with|from|at|as|its|&)$")
OPENERS = re.compile(
    r"(?:we|our|this (?:paper|work|article|study|thesis|survey|report|note|tutorial|chapter)"
    r"|in (?:this|the) (?:paper|work|article|study|thesis|survey|report|note)|here,? we"
    r"|recent(?:ly)?|given|despite|while|although|there (?:is|are|has|have))\b",
    re.IGNORECASE,
)
CARRY_ON = re.compile(
    r"(?:(?:all |our |the )?(?:source )?(?:codes?|data|datasets?|models?|demos?|weights?)\b.{0,60}"
    r"\b(?:available|released|found|provided|at)\b"
    r"|project (?:page|website)|website|https?://|keywords?:|index terms|motivated by th"
    r"|(?:to this end|specifically|moreover|furthermore|additionally|in addition|however|therefore"
    r"|consequently|finally|extensive experiments|experiments|experimental results"
    r"|our (?:method|approach|results|contributions|experiments|code|main|key|work|analysis)"
    r"|these (?:results|findings)|as a result|in particular|for example|first,|second,)\b)",
    re.IGNORECASE,
)
LOOKS_BACK = re.compile(
    r"(?:this (?!paper|work|article|study|thesis|survey|report|note|tutorial|chapter)|these|those"
    r"|such|they|it (?:is also|also|further|then)|our|here,|instead|likewise|then|thus|hence|both"
    r"|each"
    r"|in (?:doing so|order to deal|contrast|turn|our|these|this (?!paper|work|article))"
    r"|(?:by doing|based on|with|using|from|under) (?:so|this|these|our|such)"
    r"|we (?:also|then|further|show|prove|demonstrate|evaluate|find|design|achieve|apply|validate"
    r"|conduct|provide|test|verify)|\(\d\)|the (?:proposed|resulting|main|key|key idea|results?)"
    r"|(?:our|the) experiments?|one|another|unlike (?:previous|prior|existing|earlier))\b",
    re.IGNORECASE,
)
WEB = re.compile(
    r"(?:subscribe|sign ?(?:up|in|out)|log ?(?:in|out)|home|menu|search|new|about|abstracts?"
    r"|contact(?: us)?|papers|models|datasets|spaces|docs|help|back to top|next(?: page)?"
    r"|previous(?: page)?|(?:load|show|view|see) (?:more|all|less)|upvotes?|\d+ votes?"
    r"|skip to (?:main |yearly )?(?:content|navigation|search|menu).{0,20}"
    r"|privacy(?: (?:policy|notice|settings))?"
    r"|terms(?: (?:of (?:use|service)|(?:and|&) conditions))?"
    r"|daily papers|trending(?: papers)?|by ?ak\b.{0,60}|get .{0,40}\binbox!?|submitted by"
    r"|page \d+(?: (?:of|/) \d+)?|(?:showing )?\d+ ?(?:[–-]|to) ?\d+ of \d+.{0,30}"
    r"|\d[\d,]* results?\b.{0,20}"
    r"|(?:copyright )?(?:©|\(c\)) ?(?:19|20)\d\d\b.{0,80}"
    r"|.{0,120}\b(?:use|uses|using|accept|placement of) cookies\b.{0,200}|[\W_]{1,80}|\d{1,4})",
    re.IGNORECASE,
)
WHOLE = 400
VERBAL = frozenset(
    "is are was were be been being has have had can could may will would should do does did we our "
    "us it its they their them that which who these this those such while however although thus "
    "when where there here propose present show study introduce demonstrate require requires "
    "remains achieve achieves provide provides present presents proposes shows uses offer offers "
    "address addresses allow allows enable enables consider considers investigate develop develops "
    "describe describes suggest suggests become becomes often also not than".split()
)
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
DATE = re.compile(
    rf"(?P<date>{MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? ?(?:19|20)\d\d)?"
    rf"|\d{{1,2}} {MONTH}(?:,? (?:19|20)\d\d)?|\d{{4}}-\d{{2}}-\d{{2}}|{MONTH},? \d{{4}})"
    r"(?:\s+(?:[•·]\s*)?(?P<count>\d[\d,.]*k?))?",
    re.IGNORECASE,
)


@lru_cache(maxsize=100_000)
def ends_sentence(text: str) -> bool:
    """Whether a line ends as a sentence does: full stop, mark, closing quote, or an address."""
    return bool(SENTENCE_END.search(text[-300:]))


def ends_open(text: str) -> bool:
    """Whether a line ends where no text can: with a comma, or with a word such as "of"."""
    return text.endswith((",", ";")) or bool(OPEN_END.search(text[-12:]))


def starts_lower(text: str) -> bool:
    """Whether a line begins with a lower-case word, as the rest of a sentence does.

    Coined names such as "iGraphMix" or "mRNA" do not count: they have a capital inside.
    """
    first = text.lstrip().partition(" ")[0].partition("-")[0]
    return first[:1].islower() and not any(char.isupper() or char.isdigit() for char in first)


@lru_cache(maxsize=100_000)
def verbal_words(text: str) -> int:
    """How many words a line has that sentences have and titles seldom do (at most 9).

    Within the line they count in lower case only: titles write "Are" and "That" with a capital.
    """
    words = re.findall(r"[A-Za-z]+", text[:600])
    return min(9, sum(word in VERBAL for word in words) + _opens(words))


def _opens(words: list[str]) -> bool:
    return bool(words) and not words[0].islower() and words[0].lower() in VERBAL


@lru_cache(maxsize=100_000)
def title_cost(text: str) -> float:
    """How badly a line serves as a title: 0 is perfect, 3 doubtful, 10 out of the question."""
    cost = 6.0 if len(text) < 4 else 1.5 if len(text) < 10 else 0.0
    cost += sum(weight for limit, weight in ((160, 2), (250, 5), (350, 8)) if len(text) > limit)
    if text.endswith(".") and not text.endswith("..."):
        cost += 2.5
    if SENTENCE_BREAK.search(text):
        cost += 3.0
    verbs = verbal_words(text)
    cost += (0.0, 0.5, 1.5, 2.5)[min(verbs, 3)] + (1.5 if verbs > 4 else 0.0)
    if verbs and OPENERS.match(text):
        cost += 2.5
    return cost + (1.5 if starts_lower(text) else 0.0)


@lru_cache(maxsize=100_000)
def abstract_cost(text: str) -> float:
    """How badly a line serves as a whole abstract: 0 is perfect, 10 is out of the question."""
    steps = ((20, 3.0), (60, 1.5), (120, 1.0), (200, 1.3), (400, 0.7))
    cost = sum(weight for limit, weight in steps if len(text) < limit)
    if not ends_sentence(text):
        cost += 1.5
    if verbal_words(text) == 0:
        cost += 2.0
    elif len(text) < 200 and OPENERS.match(text):
        cost -= 1.5
    return max(0.0, cost + (2.0 if starts_lower(text) else 0.0))


@lru_cache(maxsize=100_000)
def furniture_cost(text: str) -> float:
    """How badly a line serves as page furniture (menus, headers, dates): short lines do well."""
    if WEB.fullmatch(text) or DATE.fullmatch(text):
        return 0.5
    steps = ((12, 1.0), (24, 1.0), (40, 1.5), (80, 3.0), (200, 4.0))
    return 2.0 + sum(weight for limit, weight in steps if len(text) > limit)


def carry_on_cost(before: str, text: str) -> float:
    """How unlikely it is that a line carries on the paragraph above it: 0.3 (likely) to 6."""
    cost = 6.0
    if starts_lower(text):
        cost -= 4.0
    if not ends_sentence(before):
        cost -= 3.5 if starts_lower(text) or len(text) < WHOLE else 1.5
    if CARRY_ON.match(text):
        cost -= 4.0
    elif LOOKS_BACK.match(text):
        cost -= 1.5
    return max(0.3, cost)


def wraps(before: str, text: str, width: int) -> bool:
    """Whether a break after `before` is due to the page's width: the next word had no room."""
    first = text.split(maxsplit=1)[0]
    return len(before) <= width + 2 and len(before) + 1 + len(first) > width


def wrap_width(lines: list[Line], default: int = 79) -> int:
    """The width in characters at which a page was wrapped, by lines that go on in lower case."""
    widths = [
        len(line.text)
        for line, after in zip(lines, lines[1:], strict=False)
        if not after.gap and starts_lower(after.text) and 40 <= len(line.text) <= 130
    ]
    widths.sort()
    if len(widths) < 8:
        return max(60, widths[-1] + 1) if len(widths) > 2 else default
    return max(60, widths[int(len(widths) * 0.98)])
