"""Topic × year: how many papers a topic has in each year, and whether its share rises or fades."""

from datetime import date

import numpy as np
import pandas as pd
from scipy.stats import hypergeom, norm

from topicmap.topic_map import TopicMap

FEWEST = 5
FALSE_CLAIMS = 0.05
EARLIEST = 1600
RISING, FADING, STEADY, UNKNOWN = "rising", "fading", "steady", "unknown"
DIRECTIONS = (RISING, STEADY, FADING, UNKNOWN)


def topic_years(topic_map: TopicMap, papers: np.ndarray | None = None) -> pd.DataFrame:
    """Counts and shares by topic and year, one row each, by topic and then by year.

    A year in which the map has papers has a row for every topic, also where the topic has none.
    Papers of no topic count in the year's total. Papers without a year, and with years before
    1600 or in the future, are left out; where none is left the table is empty.

    Parameters
    ----------
    papers
        (n,) bool: the papers to count; None takes all.

    Returns
    -------
    pandas.DataFrame
        ``topic`` (int), ``year`` (int), ``papers`` (int), ``share`` (float in [0, 1]: of all
        papers of the year), ``low`` and ``high`` (its interval of 95 %, Wilson 1927).
    """
    counts, totals = _counts(topic_map, papers)
    having = counts.to_numpy()
    low, high = _wilson(having, totals.to_numpy()[None, :], 0.05)
    return pd.DataFrame(
        {
            "topic": np.repeat(counts.index.to_numpy(int), counts.shape[1]),
            "year": np.tile(counts.columns.to_numpy(int), counts.shape[0]),
            "papers": having.ravel(),
            "share": (having / totals.to_numpy()).ravel(),
            "low": low.ravel(),
            "high": high.ravel(),
        }
    )


def topic_trends(topic_map: TopicMap, papers: np.ndarray | None = None) -> pd.DataFrame:
    """Which topics rise and which fade, one row a topic, in the order of the map's topics.

    A topic's share of the papers in the recent half of the map (see `recent_from`) is compared
    with its share in the earlier half. Shares of whole halves do not mind years that are
    missing or not over yet.

    A change is claimed where Fisher's exact test says so after the correction for many topics
    by Benjamini and Hochberg (1995), which keeps the expected part of false claims at 5 %, and
    the interval agrees. The interval is Newcombe's for a difference of two shares (1998, his
    method 10), as wide as Benjamini and Yekutieli (2005) ask of intervals that are looked at
    because of such a claim. ``unknown`` are topics with fewer than five papers of known years,
    and all of them where every paper is of one year.

    Parameters
    ----------
    papers
        (n,) bool: the papers to count; None takes all.

    Returns
    -------
    pandas.DataFrame
        ``topic`` (int), ``papers`` (int, those with a year), ``direction`` (rising, fading,
        steady: no change beyond chance, or unknown), ``change`` (float in [−1, 1]: recent less
        earlier share), ``low`` and ``high`` (its interval); the three are NaN where unknown.
    """
    counts, totals = _counts(topic_map, papers)
    having = counts.sum(axis=1).to_numpy(int)
    found = pd.DataFrame(
        {"topic": counts.index.to_numpy(int), "papers": having, "direction": UNKNOWN}
        | dict.fromkeys(("change", "low", "high"), np.nan)
    )
    known = np.flatnonzero(having >= FEWEST)
    turn = _turn(totals)
    if turn is None or not len(known):
        return found
    recent = counts.columns.to_numpy(int) >= turn
    later, all_later = counts.to_numpy()[known][:, recent].sum(axis=1), int(totals[recent].sum())
    earlier, all_earlier = having[known] - later, int(totals[~recent].sum())
    claimed = _claims(_fisher(earlier, all_earlier, later, all_later))
    level = FALSE_CLAIMS * max(int(claimed.sum()), 1) / len(known)
    low, high = _newcombe(earlier, all_earlier, later, all_later, level)
    direction = np.select([claimed & (low > 0), claimed & (high < 0)], [RISING, FADING], STEADY)
    found.loc[known, "direction"] = direction
    found.loc[known, "change"] = later / all_later - earlier / all_earlier
    found.loc[known, "low"], found.loc[known, "high"] = low, high
    return found


def recent_from(topic_map: TopicMap, papers: np.ndarray | None = None) -> int | None:
    """The first year of the recent half: that which parts the papers most evenly in two.

    None where the papers, (n,) bool (all without), are of fewer than two years.
    """
    return _turn(_counts(topic_map, papers)[1])


def _counts(topic_map: TopicMap, chosen: np.ndarray | None) -> tuple[pd.DataFrame, pd.Series]:
    """(topics, years) papers by topic and year, and all papers by year; years in order."""
    papers, topics = topic_map.papers, topic_map.topics.index
    if chosen is not None:
        papers = papers[chosen]
    years = pd.to_numeric(papers.get("year", pd.Series(dtype=float)), errors="coerce")
    years = years[years.between(EARLIEST, date.today().year).fillna(False).astype(bool)].astype(int)
    counts = pd.crosstab(papers.loc[years.index, "topic"].to_numpy(int), years.to_numpy(int))
    return counts.reindex(topics, fill_value=0), counts.sum(axis=0)


def _turn(totals: pd.Series) -> int | None:
    if len(totals) < 2:
        return None
    before = totals.cumsum().to_numpy()[:-1]
    best = int(np.abs(2 * before - totals.sum()).argmin())
    return int(totals.index[best + 1])


def _wilson(some: np.ndarray, of: np.ndarray | int, level: float) -> tuple[np.ndarray, np.ndarray]:
    """Wilson's interval of a share, which misses it in a part ``level`` of the cases."""
    z = norm.isf(level / 2)
    share, spread = some / of, z**2 / of
    middle = (share + spread / 2) / (1 + spread)
    half = np.sqrt(spread * (share * (1 - share) + spread / 4)) / (1 + spread)
    return np.clip(middle - half, 0, share), np.clip(middle + half, share, 1)


def _newcombe(
    earlier: np.ndarray, all_earlier: int, later: np.ndarray, all_later: int, level: float
) -> tuple[np.ndarray, np.ndarray]:
    """Newcombe's interval of the later share less the earlier one."""
    before, after = earlier / all_earlier, later / all_later
    low_before, high_before = _wilson(earlier, all_earlier, level)
    low_after, high_after = _wilson(later, all_later, level)
    change = after - before
    return (
        change - np.hypot(after - low_after, high_before - before),
        change + np.hypot(high_after - after, before - low_before),
    )


def _fisher(earlier: np.ndarray, all_earlier: int, later: np.ndarray, all_later: int) -> np.ndarray:
    """Fisher's exact test, two-sided: how likely so uneven a split is if years were shuffled."""
    chance = hypergeom(all_earlier + all_later, all_later, earlier + later)
    return np.minimum(1, 2 * np.minimum(chance.cdf(later), chance.sf(later - 1)))


def _claims(p: np.ndarray) -> np.ndarray:
    """(topics,) bool: the tests that the step-up of Benjamini and Hochberg lets pass."""
    order = np.sort(p)
    passing = order[order <= FALSE_CLAIMS * np.arange(1, len(p) + 1) / len(p)]
    return p <= passing.max() if len(passing) else np.zeros(len(p), dtype=bool)
