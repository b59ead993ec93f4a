"""Pure: TopicMap and View → what the side panel says, as plain values without any markup."""

from collections.abc import Callable
from typing import Any

import numpy as np

from dashboard.view import View
from dashboard.words import NO_PAPERS
from topicmap.cards.chips import paper_line, phrase_line, topic_chip, topic_line
from topicmap.cards.paper_card import paper_card
from topicmap.cards.spreads import spreads
from topicmap.cards.summary import summary_card
from topicmap.cards.topic_card import topic_card
from topicmap.explanation import Explanation
from topicmap.placing import Placed
from topicmap.scene import Scene
from topicmap.topic_map import UNASSIGNED, TopicMap
from topicmap.wording import counted

Explain = Callable[[np.ndarray], Explanation]
_FEW, _EXAMPLES, _NEAREST = 4, 3, 8
_NOTHING = "No phrase is clearly more frequent in them than in the other papers."
_ALL = "These are all the papers of the map."
_TOO_FEW = f"With fewer than {_FEW} papers nothing can be said that sets them apart."


def panel_card(
    topic_map: TopicMap,
    scene: Scene,
    view: View,
    shown: np.ndarray,
    lit: np.ndarray | None,
    explain: Explain,
    placed: Placed | None = None,
) -> dict[str, Any]:
    """The card of what is picked, else of what sets papers apart, else the summary of the map.

    Parameters
    ----------
    shown
        (n,) bool: which papers pass the filters; the cards count those.
    lit
        (n,) bool: which of them the search finds and the area holds; None without either.
    explain
        Which papers, (n,) bool → what sets them apart.
    placed
        The place of the text that is searched for by its meaning.
    """
    if view.paper:
        hidden = not shown[topic_map.row(view.paper)]
        return {**paper_card(topic_map, scene, view.paper), "hidden": hidden}
    if view.topic is not None:
        return topic_card(topic_map, scene, view.topic, shown)
    papers = shown if lit is None else lit
    if placed is not None or view.area or (papers.any() and not papers.all()):
        card = set_card(topic_map, scene, papers, explain(papers), bool(view.area))
        return card if placed is None else card | _text(topic_map, scene, placed, papers)
    return summary_card(topic_map, scene, shown) | {"note": "" if papers.any() else NO_PAPERS}


def _text(topic_map: TopicMap, scene: Scene, placed: Placed, papers: np.ndarray) -> dict[str, Any]:
    """What the card of papers found by meaning says of the text, and the papers most like it."""
    everything = np.ones(len(topic_map), dtype=bool)
    pairs = zip(placed.rows.tolist(), placed.likeness.tolist(), strict=True)
    nearest = [(row, likeness) for row, likeness in pairs if papers[row]][:_NEAREST]
    known = placed.topic != UNASSIGNED and not placed.is_far
    return {
        "title": "Most like the text",
        "place": topic_chip(topic_map, scene, placed.topic, everything) if known else None,
        "far": placed.is_far,
        "examples": [
            {**paper_line(topic_map, str(topic_map.papers.index[row])), "likeness": round(like, 2)}
            for row, like in nearest
        ],
    }


def set_card(
    topic_map: TopicMap,
    scene: Scene,
    papers: np.ndarray,
    explained: Explanation,
    closable: bool,
) -> dict[str, Any]:
    """Some papers, (n,) bool: phrases that set them apart, typical papers, topics, years, sources.

    Topics come with the most frequent first.
    """
    count = int(papers.sum())
    missing = _ALL if papers.all() else _TOO_FEW if count < _FEW else _NOTHING
    missing = missing if count else NO_PAPERS
    return {
        "kind": "set",
        "closable": closable,
        "title": counted(count, "paper"),
        "phrases": [phrase_line(row) for row in explained.phrases.to_dict("records")],
        "missing": "" if len(explained.phrases) else missing,
        "examples": [paper_line(topic_map, str(paper)) for paper in explained.papers[:_EXAMPLES]],
        "topics": [
            topic_line(topic_map, scene, int(topic), papers)
            for topic in explained.spread.topics["value"]
        ],
        "spreads": spreads(explained.spread),
    }
