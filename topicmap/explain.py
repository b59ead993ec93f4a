"""Any set of papers → what sets it apart from the others."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import hypergeom

from topicmap.errors import BadPapers
from topicmap.keywords import CANDIDATES, Candidate, frequent, thinned, weighed, whole
from topicmap.papers import text_of
from topicmap.relations import nearest_heart
from topicmap.spelling import Spelling
from topicmap.topic_map import TopicMap

FEWEST = 4
PHRASES, PAPERS, VALUES = 12, 5, 12
CHANCE = 0.05
_WEIGHED, _COMPARED = 1_000, 80
_READ = 100
_PHRASE_COLUMNS = ["phrase", "inside", "outside", "papers", "weight"]


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
        In order; ``value`` int.
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
        many of these), ``weight`` (float). Empty where there are fewer than four papers, or
        nothing sets them apart.
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

    Phrases are ranked by c-TF-IDF (Grootendorst 2022) of two classes, the papers and the others,
    the one less the other, where a phrase counts once in a paper; then by the rules for keywords
    (see `topicmap.keywords`). One is listed only if so many of the papers would hardly have it by
    chance: the exact hypergeometric test, corrected for the number of phrases (Bonferroni), 5 %.

    Parameters
    ----------
    papers
        (n,) bool: the papers.
    others
        (n,) bool: what they are compared with; None takes all others. A paper in both counts as
        one of ``papers``.

    Raises
    ------
    BadPapers
        The arrays do not have a truth value for each paper of the map.
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
    found = _counted(years.where(years.between(1, 9999)), inside, both)
    return Spread(
        topics=_counted(table["topic"], inside, both),
        years=found.sort_values("value", ignore_index=True).astype({"value": int}),
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
    mask = np.asarray(papers)
    if mask.dtype != bool or mask.shape != (len(topic_map),):
        raise BadPapers(
            f"Papers to explain are given as {mask.dtype} of shape {mask.shape}; wanted is bool of "
            f"shape ({len(topic_map)},), a truth value for each paper of the map."
        )
    return mask


def _column(table: pd.DataFrame, name: str) -> pd.Series:
    return table[name] if name in table else pd.Series(np.nan, index=table.index)


def _counted(values: pd.Series, inside: np.ndarray, both: np.ndarray) -> pd.DataFrame:
    """How many papers have each of the values, the most frequent first."""
    corpus, own = (values[rows].dropna().value_counts() for rows in (both, inside))
    corpus = corpus.reindex(own.index)
    return pd.DataFrame(
        {
            "value": own.index,
            "papers": own.to_numpy(int),
            "inside": own.to_numpy() / max(int(own.sum()), 1),
            "corpus": corpus.to_numpy() / max(int(values[both].notna().sum()), 1),
        }
    ).sort_values("papers", ascending=False, kind="stable", ignore_index=True)


def _phrases(topic_map: TopicMap, inside: np.ndarray, others: np.ndarray) -> pd.DataFrame:
    """The phrases that set the papers apart, best first."""
    kept, size, rest = topic_map.phrases, int(inside.sum()), int(others.sum())
    if not len(kept) or size < FEWEST or not rest:
        return pd.DataFrame(columns=_PHRASE_COLUMNS)
    own, theirs = kept.counts(inside), kept.counts(others)
    ranked = _ranked(kept.names, own, theirs, size)
    tested = _beyond_chance(frequent(whole(ranked)), size, rest, int((own + theirs > 1).sum()))
    best = thinned(tested[:_COMPARED])[:PHRASES]
    spelling = _spelling(topic_map, inside, best)
    return pd.DataFrame(
        [
            (spelling.of(entry.phrase), entry.share, _rest_share(entry, rest), entry.papers,
             entry.score)
            for entry in best
        ],
        columns=_PHRASE_COLUMNS,
    )  # fmt: skip


def _rest_share(entry: Candidate, rest: int) -> float:
    return (_everywhere(entry) - entry.papers) / rest


def _everywhere(entry: Candidate) -> int:
    """How many papers have a phrase, those of both sides."""
    return round(entry.papers / entry.own)


def _ranked(
    names: Sequence[str], own: np.ndarray, theirs: np.ndarray, size: int
) -> list[Candidate]:
    """The phrases that weigh more in the papers than in the others, best first."""
    everywhere = own + theirs
    words = max(everywhere.sum() / 2, 1)
    weights = own / max(own.sum(), 1) - theirs / max(theirs.sum(), 1)
    weights = weights * np.log1p(words / np.maximum(everywhere, 1))
    first = np.argsort(-weights, kind="stable")[:_WEIGHED].tolist()
    found = [
        weighed(names[at], weights[at], (int(own[at]), size), int(everywhere[at]))
        for at in first
        if weights[at] > 0 and own[at] > 1
    ]
    return sorted(found, key=lambda entry: (-entry.score, entry.phrase))[:CANDIDATES]


def _beyond_chance(found: list[Candidate], size: int, rest: int, asked: int) -> list[Candidate]:
    """The phrases that so many of the papers would hardly have by chance, of so many asked for."""
    has = np.array([entry.papers for entry in found], dtype=int)
    everywhere = np.array([_everywhere(entry) for entry in found], dtype=int)
    by_chance = hypergeom.sf(has - 1, size + rest, everywhere, size)
    return [entry for entry, p in zip(found, by_chance, strict=True) if p * asked <= CHANCE]


def _spelling(topic_map: TopicMap, inside: np.ndarray, best: list[Candidate]) -> Spelling:
    """How the papers write the phrases, told from up to 100 of those that have some."""
    kept, wanted = topic_map.phrases, {entry.phrase for entry in best}
    asked = np.array([name in wanted for name in kept.names], dtype=bool)
    has = np.zeros(len(inside), dtype=bool)
    has[np.repeat(np.arange(len(inside)), np.diff(kept.starts))[asked[kept.numbers]]] = True
    rows = np.flatnonzero(has & inside)
    chosen = rows[np.linspace(0, len(rows) - 1, min(len(rows), _READ)).round().astype(int)]
    return Spelling(text_of(topic_map.papers.iloc[chosen]), wanted)
