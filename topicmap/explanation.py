"""Any set of papers → what sets it apart from the others."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import gammaln

from topicmap.errors import BadPapers
from topicmap.keywords import CANDIDATES, Candidate, frequent, thinned, weighed, whole
from topicmap.papers import text_of
from topicmap.relations import nearest_heart
from topicmap.spelling import Spelling
from topicmap.topic_map import TopicMap

FEWEST = 4
PHRASES, PAPERS, VALUES = 12, 5, 12
CHANCE = 0.05
_WEIGHED, _READ = 1_000, 8


@dataclass(frozen=True, eq=False)
class Spread:
    """How some papers spread over topics, years, venues and sources.

    Each a table with ``value``, ``papers`` (int), ``inside`` (share of these papers) and ``corpus``
    (share of these and the papers that they are compared with), among the papers where the value
    is known, for the values that these papers have.

    Parameters
    ----------
    topics
        By the number of papers; ``value`` int, −1 = unassigned.
    years
        In order, from the first to the last of these papers, with those between them that only
        other papers are of; ``value`` int.
    venues, sources
        By the number of papers, at most twelve; ``value`` str.
    """

    topics: pd.DataFrame
    years: pd.DataFrame
    venues: pd.DataFrame
    sources: pd.DataFrame


@dataclass(frozen=True, eq=False)
class Explanation:
    """What sets some papers apart from others.

    Parameters
    ----------
    phrases
        Up to twelve, best first: ``phrase`` (as these papers write it), ``inside`` and ``outside``
        (share of these papers and of the others that have it, in [0, 1]), ``papers`` (int, how
        many of these), ``weight`` (float, by which they are ranked; see `explain`). Empty where
        there are fewer than four papers, or nothing sets them apart.
    papers
        Ids of up to five papers that are nearest the middle of all, nearest first.
    spread
        Over topics, years, venues and sources.
    """

    phrases: pd.DataFrame
    papers: list[str]
    spread: Spread


def explain(
    topic_map: TopicMap, papers: np.ndarray, others: np.ndarray | None = None
) -> Explanation:
    """What sets some papers apart from the others.

    Phrases are listed that more of the papers have than chance would give them: Fisher's exact
    test, one-sided, with a false discovery rate of 5 % (Benjamini and Hochberg 1995) over the
    phrases that are frequent enough to be beyond chance at all (Tarone 1990, Gilbert 2005). They
    are ranked by c-TF-IDF (Grootendorst 2022) of two classes, the papers and the others, the one
    less the other, where a phrase counts once in a paper; then by the rules for keywords (see
    `topicmap.keywords`).

    Parameters
    ----------
    papers
        (n,) bool, or the row numbers of the papers (int, any order).
    others
        The same: what they are compared with; None takes all others. A paper in both counts as
        one of ``papers``.

    Raises
    ------
    BadPapers
        The arrays are neither a truth value for each paper of the map nor rows of it.
    """
    inside, rest = _sides(topic_map, papers, others)
    typical = nearest_heart(topic_map.vectors, np.flatnonzero(inside), PAPERS)
    return Explanation(
        phrases=_phrases(topic_map, inside, rest),
        papers=[str(paper) for paper in topic_map.papers.index[typical]],
        spread=spread(topic_map, papers, others),
    )


def spread(topic_map: TopicMap, papers: np.ndarray, others: np.ndarray | None = None) -> Spread:
    """How some papers spread over topics, years, venues and sources; parameters as of `explain`."""
    inside, rest = _sides(topic_map, papers, others)
    both, table = inside | rest, topic_map.papers
    years = pd.to_numeric(_column(table, "year"), errors="coerce")
    return Spread(
        topics=_counted(table["topic"], inside, both),
        years=_by_year(years.where(years.between(1, 9999)), inside, both),
        venues=_counted(_column(table, "venue"), inside, both)[:VALUES],
        sources=_counted(_column(table, "source"), inside, both)[:VALUES],
    )


def _sides(
    topic_map: TopicMap, papers: np.ndarray, others: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray]:
    """(n,) bool each: the papers, and those that they are compared with."""
    inside = _mask(topic_map, papers)
    return inside, ~inside if others is None else _mask(topic_map, others) & ~inside


def _mask(topic_map: TopicMap, papers: np.ndarray) -> np.ndarray:
    given, count = np.asarray(papers), len(topic_map)
    if given.dtype == bool and given.shape == (count,):
        return given
    rows = given if given.size else given.astype(int)
    if rows.ndim == 1 and rows.dtype.kind in "iu" and ((rows >= 0) & (rows < count)).all():
        return np.isin(np.arange(count), rows)
    raise BadPapers(
        f"Papers to explain are given as {given.dtype} of shape {given.shape}; wanted is a truth "
        f"value for each of the {count} papers of the map, or row numbers below {count}."
    )


def _column(table: pd.DataFrame, name: str) -> pd.Series:
    return table[name] if name in table else pd.Series(np.nan, index=table.index)


def _by_year(years: pd.Series, inside: np.ndarray, both: np.ndarray) -> pd.DataFrame:
    """How many papers are of each year, from the first to the last of those inside."""
    own = years[inside]
    found = _shares(years, inside, both)
    span = found[found["value"].between(own.min(), own.max())]
    return span.sort_values("value", ignore_index=True).astype({"value": int})


def _counted(values: pd.Series, inside: np.ndarray, both: np.ndarray) -> pd.DataFrame:
    """How many papers have each of the values, the most frequent first."""
    found = _shares(values, inside, both)
    own = found[found["papers"] > 0].sort_values("value")
    return own.sort_values("papers", ascending=False, kind="stable", ignore_index=True)


def _shares(values: pd.Series, inside: np.ndarray, both: np.ndarray) -> pd.DataFrame:
    """For each value that one of both sides has, how many papers and which shares have it."""
    try:
        codes, kinds = pd.factorize(values)
    except TypeError:  # lists and their like have no order and no place in a table of kinds
        codes, kinds = pd.factorize(values.map(str, na_action="ignore"))
    own, corpus = (
        np.bincount(codes[side & (codes >= 0)], minlength=len(kinds)) for side in (inside, both)
    )
    found = pd.DataFrame(
        {
            "value": kinds,
            "papers": own.astype(int),
            "inside": own / max(own.sum(), 1),
            "corpus": corpus / max(corpus.sum(), 1),
        }
    )
    return found[corpus > 0]


def _phrases(topic_map: TopicMap, inside: np.ndarray, others: np.ndarray) -> pd.DataFrame:
    """The phrases that set the papers apart, best first."""
    kept, size, rest = topic_map.phrases, int(inside.sum()), int(others.sum())
    if not len(kept) or size < FEWEST or not rest:
        return _phrase_table([], Spelling([], set()), 1)
    own, theirs = kept.counts(inside), kept.counts(others)
    weights = _weights(own, theirs)
    clear = np.flatnonzero(_beyond_chance(own, own + theirs, size, size + rest) & (weights > 0))
    heaviest = clear[np.argsort(-weights[clear], kind="stable")[:_WEIGHED]].tolist()
    found = [
        weighed(kept.names[at], weights[at], (int(own[at]), size), int(own[at] + theirs[at]))
        for at in heaviest
    ]
    ranked = sorted(found, key=lambda entry: (-entry.score, entry.phrase))[:CANDIDATES]
    best = thinned(frequent(whole(ranked)), PHRASES)
    return _phrase_table(best, _spelling(topic_map, inside, best), rest)


def _phrase_table(best: list[Candidate], spelling: Spelling, rest: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "phrase": pd.Series([spelling.of(entry.phrase) for entry in best], dtype=object),
            "inside": np.array([entry.share for entry in best], dtype=float),
            "outside": np.array([entry.elsewhere / rest for entry in best], dtype=float),
            "papers": np.array([entry.papers for entry in best], dtype=int),
            "weight": np.array([entry.score for entry in best], dtype=float),
        }
    )


def _weights(own: np.ndarray, theirs: np.ndarray) -> np.ndarray:
    """The c-TF-IDF of each phrase in the papers less that in the others."""
    everywhere = own + theirs
    words = max(everywhere.sum() / 2, 1)
    shares = own / max(own.sum(), 1) - theirs / max(theirs.sum(), 1)
    return shares * np.log1p(words / np.maximum(everywhere, 1))


def _beyond_chance(own: np.ndarray, everywhere: np.ndarray, size: int, total: int) -> np.ndarray:
    """Which phrases more of the papers have than chance explains: (phrases,) bool.

    Benjamini and Hochberg's rule over the phrases that could be beyond chance at all.
    """
    could = _testable(everywhere, size, total)
    tested = np.flatnonzero(could & (own > 1) & (own * total > everywhere * size))
    chances = chance_of(own[tested], everywhere[tested], size, total)
    in_order = np.sort(chances)
    allowed = CHANCE * np.arange(1, len(tested) + 1) / max(int(could.sum()), 1)
    most = in_order[in_order <= allowed].max(initial=0.0)
    beyond = np.zeros(len(own), dtype=bool)
    beyond[tested[chances <= most]] = True
    return beyond


def _testable(everywhere: np.ndarray, size: int, total: int) -> np.ndarray:
    """Which phrases are to be tested: (phrases,) bool.

    Rare ones that could not be made clear even if as many of the papers had them as can are left
    out, so that they do not stand in the way of the others (Tarone 1990; for false discovery
    rates Gilbert 2005).
    """
    counts, which, phrases = np.unique(everywhere, return_inverse=True, return_counts=True)
    least = chance_of(np.minimum(counts, size), counts, size, total)
    least[counts < 2] = 1.0
    in_order = np.argsort(least, kind="stable")
    so_many = np.cumsum(phrases[in_order])
    kept = np.flatnonzero(least[in_order] <= CHANCE / so_many)
    levels = np.zeros(len(counts), dtype=bool)
    levels[in_order[: kept.max(initial=-1) + 1]] = True
    return levels[which]


def chance_of(own: np.ndarray, everywhere: np.ndarray, size: int, total: int) -> np.ndarray:
    """How likely at least ``own`` of ``size`` papers, drawn from all, have a phrase.

    The upper tail of the hypergeometric distribution, bounded from above by a geometric series,
    which is close where it is small; 1 where ``own`` is no more than is to be expected.

    Parameters
    ----------
    own, everywhere
        How many of these papers, and of all, have each phrase.
    size, total
        How many these papers, and all, are.
    """
    ratio = (everywhere - own) * (size - own) / ((own + 1) * (total - everywhere - size + own + 1))
    log_exactly = (
        _log_choose(everywhere, own)
        + _log_choose(total - everywhere, size - own)
        - _log_choose(total, size)
    )
    more = ratio < 1
    tail = np.exp(log_exactly) / np.where(more, 1 - ratio, 1)
    return np.where(more, np.minimum(tail, 1), 1.0)


def _log_choose(of: np.ndarray | int, some: np.ndarray | int) -> np.ndarray:
    return gammaln(of + 1.0) - gammaln(some + 1.0) - gammaln(of - some + 1.0)


def _spelling(topic_map: TopicMap, inside: np.ndarray, best: list[Candidate]) -> Spelling:
    """How the papers write the phrases, told from up to eight that have each of them."""
    wanted = {entry.phrase for entry in best}
    read = np.zeros(len(inside), dtype=bool)
    for phrase in wanted:
        has = topic_map.phrases.papers_with(phrase)
        has = has[inside[has]]
        read[has[np.linspace(0, len(has) - 1, min(len(has), _READ)).round().astype(int)]] = True
    return Spelling(text_of(topic_map.papers[read]), wanted)
