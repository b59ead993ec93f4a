"""What the lines between papers on a session page look like: sessions, halls, times, buttons."""

import re

from topicmap.readers.pages.shapes import MONTH, WEB

KIND = (
    r"(?:posters?|orals?|spotlights?|highlights?|notable(?: top[- ]\d+%)?|lightning|invited"
    r"|keynotes?|plenary|talks?|papers?|workshops?|tutorials?|demos?|demonstrations?|expo|socials?|affinity"
    r"|main|conference|track|parallel|joint|breakout|panels?|morning|afternoon|evening|virtual"
    r"|in-person|opening|closing|test of time|award|best|session|sessions|presentations?|events?)"
)
NUMBER = r"(?:#|no\.?)? ?(?:\d{1,3} ?[a-z]?|[a-z]\d?|[ivx]{1,4})"
TAIL = (
    r"(?: (?:east|west|north|south|halle?|room|am|pm|morning|afternoon)\b.{0,20})?"
    r"(?: ?[:—–(\[|,] ?.{1,80}| [-&] .{1,80})?"
)
SESSION = re.compile(
    rf"(?:day \d+[ ,:-]+)?(?:{KIND}[ /&]*){{1,5}} {NUMBER}{TAIL}|session {NUMBER}{TAIL}"
    rf"|(?:{KIND}[ /&]*){{0,4}}\bsessions?{TAIL}|(?:[\w&'’.-]+ ){{1,6}}sessions? {NUMBER}{TAIL}",
    re.IGNORECASE,
)
NUMBERED = re.compile(
    r"(?i:posters?|orals?|spotlights?|highlights?|lightning|talks?|[ /&])+ \d{1,2}[A-Z]\b .{1,80}"
)
BARE_KIND = re.compile(rf"(?:{KIND}[ /&]*){{1,4}}", re.IGNORECASE)
KIND_WORD = re.compile(r"\b(?:session|poster|oral|spotlight|talk|keynote|track)s?\b", re.IGNORECASE)
PLACE_NOUN = (
    r"(?:(?:ex)?halls?|halle|rooms?|ballrooms?|auditorium|foyer|lobby|arena|level|theat(?:er|re)"
    r"|floor|stage|pavilion|concourse|salon|atrium|saal|booth|board)"
)
PLACE_WORD = (
    rf"(?:{PLACE_NOUN}|exhibit(?:ion)?|great|main|east|west|north|south|upper|lower|grand|virtual"
    r"|poster|conference|convention|cent(?:er|re)|building|plaza|meeting|location|ground|first"
    r"|second|third)"
)
PLACE_LIKE = re.compile(rf"(?i:\b{PLACE_NOUN}\b)|\b(?:\d+|[A-Z])$")
PLACE = re.compile(
    rf"(?:location: )?(?=.*\b{PLACE_NOUN}\b)"
    rf"{PLACE_WORD}(?:[ ,&+/:#()–—-]+(?:{PLACE_WORD}|(?:and|to)\b|[a-z]"
    r"|[a-z]{1,2}[-.]?\d{1,4}[a-z]?|\d{1,4}[a-z]?))*\)?|#\d{1,4}",
    re.IGNORECASE,
)
NAMED_PLACE = re.compile(
    r"(?:[A-Z][\w.'’-]+ ){1,4}(?:Ballrooms?|Auditorium|Theat(?:er|re)|Halls?|Rooms?|Foyer|Pavilion)"
    r"(?: [A-Z0-9][A-Z0-9-]{0,6})?"
)
TIME_WORD = (
    rf"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?|{MONTH}"
    r"|\+?\d{1,4}(?:[:.]\d\d)?(?:st|nd|rd|th|h)?(?: ?[ap]\.?m\.?)?|noon|day|local|time|at|to|from"
    r"|[a-z]{2,4}t|utc|gmt|aoe)"
)
TIME_GAP = r"(?:[ ,()]+(?:[–—|-][ ,()]*)?|[–—|-][ ,()]*)"
TIME = re.compile(rf"(?=.*\d)\(?{TIME_WORD}(?:{TIME_GAP}{TIME_WORD})*\)?", re.IGNORECASE)
BRACKETED = r"(?:\[[^\[\]]{1,60}\] ?)+"
BADGE = re.compile(
    rf"{BRACKETED}|abstract|openreview|open review|pdf|paper(?: pdf)?|slides|video"
    r"|chat|project page|arxiv|code|bibtex|(?:outstanding|best) paper.{0,30}"
    r"|honou?rable mention.{0,20}|\([a-z ]{3,30}\)",
    re.IGNORECASE,
)
NO_TITLE = re.compile(rf"{BRACKETED}|{PLACE.pattern}", re.IGNORECASE)


def is_header(text: str) -> bool:
    """Whether a line is a header by its words: a session, hall, time, or button of a website."""
    patterns = (SESSION, NUMBERED, BARE_KIND, PLACE, NAMED_PLACE, TIME, BADGE, WEB)
    return len(text) <= 160 and any(pattern.fullmatch(text) for pattern in patterns)


def names_session(text: str) -> bool:
    """Whether a line names a session, by its form."""
    named = SESSION.fullmatch(text) or NUMBERED.fullmatch(text)
    return bool(named) and not (TIME.fullmatch(text) or PLACE.fullmatch(text))


def opens_session(text: str) -> bool:
    """Whether a new session begins at a line: its name or its time."""
    return names_session(text) or bool(TIME.fullmatch(text))
