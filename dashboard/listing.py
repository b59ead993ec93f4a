"""Which papers a view lists, and in which order."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.areas import papers_in_area
from dashboard.filters import shown_papers
from dashboard.view import View
from topicmap.cells import quoted_title
from topicmap.kinds import years_of
from topicmap.papers import cleaned
from topicmap.placing import Placed
from topicmap.search import plain_words
from topicmap.topic_map import TopicMap


@dataclass(frozen=True, eq=False)
class Found:
    """What a search found.

    Parameters
    ----------
    rows
        Of the papers, in a search by meaning the most alike first; None without a search, or as
        long as its answer is not there.
    placed
        The place of the text of a search by meaning.
    waiting
        Whether the answer is still to come.
    problem
        Why there is none, as a sentence.
    """

    rows: np.ndarray | None = None
    placed: Placed | None = None
    waiting: bool = False
    problem: str = ""


def lit_papers(
    topic_map: TopicMap, view: View, shown: np.ndarray, found: np.ndarray | None
) -> np.ndarray | None:
    """(n,) bool: the papers that the search finds and the area holds; None without either.

    Parameters
    ----------
    shown
        (n,) bool, which papers pass the filters.
    found
        Rows of the papers that the search finds; None without a search.
    """
    if found is None and not view.area:
        return None
    lit = shown.copy()
    if found is not None:
        hits = np.zeros(len(shown), dtype=bool)
        hits[found] = True
        lit &= hits
    if view.area:
        lit &= papers_in_area(topic_map.papers, view.area)
    return lit


def listed_papers(topic_map: TopicMap, view: View, found: np.ndarray | None) -> np.ndarray:
    """Rows of the papers in view, in the order that was asked for.

    Without one: what is most alike first in a search by meaning, the strongest in a picked topic,
    else as the map has them.
    """
    shown = shown_papers(topic_map.papers, view.filters)
    lit = lit_papers(topic_map, view, shown, found)
    listed = shown if lit is None else lit
    if view.topic is not None:
        listed = listed & (topic_map.papers["topic"] == view.topic).to_numpy()
    ranked = view.by_meaning and found is not None
    rows = found[listed[found]] if ranked and found is not None else np.flatnonzero(listed)
    sort = view.sort or ("strength" if view.topic is not None and not view.by_meaning else "")
    return rows[_order(topic_map.papers.iloc[rows], sort)] if sort else rows


def _order(papers: pd.DataFrame, sort: str) -> np.ndarray:
    """The places of some papers in the order of one of `SORTS`; those without come last."""
    if sort == "title":
        pairs = zip(cleaned(papers, "title"), cleaned(papers, "abstract"), strict=True)
        titles = [plain_words(quoted_title(*pair)) for pair in pairs]
        return np.array(sorted(range(len(titles)), key=titles.__getitem__), dtype=np.int64)
    if sort == "topic":
        topic = papers["topic"].to_numpy()
        return np.lexsort([-papers["strength"].to_numpy(float), topic, topic < 0])
    if sort == "strength":
        return np.argsort(-papers["strength"].to_numpy(float), kind="stable")
    years = years_of(papers)
    return np.lexsort([years if sort == "old" else -years, years == 0])
