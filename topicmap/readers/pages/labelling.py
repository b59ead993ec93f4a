"""Which line of a page is what: the cheapest way to read the whole page, not line by line.

Each layout is a small grammar: states (title, authors, abstract, …), what it costs to take a line
for a state (by the shape of the line) and to go from one state to the next. The labels are the
path of least total cost, found by dynamic programming (Viterbi, IEEE Trans. Inf. Theory 13, 1967).
A line that misleads alone is thus put right by its neighbours.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from topicmap.readers.lines import Line

LABEL = re.compile(r"^abstract ?[:.—–-] ?(?=[A-Z\"“$])", re.IGNORECASE)
FORBIDDEN = 60.0
SUREST = 0.89  # of a page by the shape of its lines; formats with marks of their own are surer
FURNITURE, TITLE, TITLE_MORE, NAMES, NAMES_MORE = "F", "T", "t", "N", "n"
ABSTRACT, ABSTRACT_MORE, COMMENT, COMMENT_MORE, META = "B", "b", "K", "k", "M"


@dataclass(frozen=True)
class Grammar:
    """A layout: states, and costs of beginnings, ends, moves and lines.

    Parameters
    ----------
    begin, end
        Cost of the first and of the last line of a page by state; unnamed states are forbidden
        at the beginning and free at the end.
    moves
        Cost by pair of states such as "TN"; unnamed pairs are forbidden.
    emit
        ``emit(state, line)``: cost of taking a line for a state.
    step
        ``step(pair, line before, line)``: further cost of a move, by the two lines.
    rebate
        The most that ``step`` takes off the cost of a move.
    """

    begin: Mapping[str, float]
    end: Mapping[str, float]
    moves: Mapping[str, float]
    emit: Callable[[str, Line], float]
    step: Callable[[str, Line, Line], float]
    rebate: float = 0.0

    @property
    def states(self) -> tuple[str, ...]:
        """The states in a fixed order."""
        return tuple(sorted({state for pair in self.moves for state in pair} | set(self.begin)))


def label(lines: Sequence[Line], grammar: Grammar) -> tuple[str, float]:
    """The states of all lines, one letter a line, and the total cost of this reading."""
    if not lines:
        return "", 0.0
    states = grammar.states
    arrivals = {
        state: [(pair[0], cost) for pair, cost in grammar.moves.items() if pair[1] == state]
        for state in states
    }
    costs = {s: grammar.begin.get(s, FORBIDDEN) + grammar.emit(s, lines[0]) for s in states}
    back: list[dict[str, str]] = []
    for before, line in zip(lines, lines[1:], strict=False):
        costs, came = _advance(costs, arrivals, grammar, before, line)
        back.append(came)
    last = min(states, key=lambda s: (costs[s] + grammar.end.get(s, 0.0), s))
    total = costs[last] + grammar.end.get(last, 0.0)
    path = [last]
    for came in reversed(back):
        path.append(came[path[-1]])
    return "".join(reversed(path)), total


def _advance(
    costs: dict[str, float],
    arrivals: dict[str, list[tuple[str, float]]],
    grammar: Grammar,
    before: Line,
    line: Line,
) -> tuple[dict[str, float], dict[str, str]]:
    cheapest = min(costs, key=lambda s: costs[s])
    new: dict[str, float] = {}
    came: dict[str, str] = {}
    for state, sources in arrivals.items():
        best, origin = costs[cheapest] + FORBIDDEN, cheapest
        for source, move in sources:
            cost = costs[source] + move
            if cost - grammar.rebate < best:
                cost += grammar.step(source + state, before, line)
                if cost < best:
                    best, origin = cost, source
        new[state] = best + grammar.emit(state, line)
        came[state] = origin
    return new, came


@dataclass
class Draft:
    """The lines of one paper, by what they are."""

    lines: dict[str, list[str]] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)

    def add(self, state: str, line: Line) -> None:
        """Take a line into the paper."""
        self.lines.setdefault(state.upper(), []).append(line.text)
        self.numbers.append(line.number)

    def text(self, state: str) -> str | None:
        """The lines of a kind joined by single spaces, None where there are none."""
        return " ".join(self.lines[state]) if state in self.lines else None

    def record(self) -> dict[str, Any]:
        """What every layout knows of the paper: title, abstract and lines."""
        abstract = LABEL.sub("", self.text(ABSTRACT) or "", count=1)
        return {
            "title": self.text(TITLE),
            "abstract": abstract or None,
            "line_start": self.numbers[0],
            "line_end": self.numbers[-1],
        }


def drafts(lines: Sequence[Line], labels: str) -> tuple[list[Draft], list[Line]]:
    """Labelled lines as papers, in page order, and the lines that belong to none."""
    papers: list[Draft] = []
    furniture: list[Line] = []
    open_paper = False
    for line, state in zip(lines, labels, strict=True):
        if state == FURNITURE:
            furniture.append(line)
            open_paper = False
            continue
        if not open_paper or _begins(papers[-1], state):
            papers.append(Draft())
            open_paper = True
        papers[-1].add(state, line)
    return papers, furniture


def _begins(paper: Draft, state: str) -> bool:
    """Whether a state begins the next paper rather than goes on with the open one."""
    if state == TITLE:
        return True
    if state == NAMES:
        return any(kind in paper.lines for kind in (NAMES, ABSTRACT, COMMENT, META))
    if state == ABSTRACT:
        return any(kind in paper.lines for kind in (ABSTRACT, META))
    return False
