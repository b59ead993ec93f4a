"""Pure: the figures of a map's quality → words and tables, and how to cite the map."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from topicmap.cells import known
from topicmap.topic_map import UNASSIGNED, TopicMap
from topicmap.wording import counted, map_title, topic_name

_NEAR = 15
_SHOWN_STRENGTH = 0.6
_STABILITY = "Not measured: topicmap build --stability 3 finds the topics again with other seeds."
_TOPIC_FIGURES = {
    "strength": "Strength",
    "cohesion": "Cohesion",
    "npmi": "Keywords together",
    "trustworthiness": "Trustworthiness",
    "neighbors_kept": "Neighbors kept",
    "stability": "Found again",
}


def figure_groups(topic_map: TopicMap) -> list[dict[str, Any]]:
    """The figures of a map in three groups: each with a name, value, share for a bar, and words.

    What the map does not know is left out; a group with nothing to say too.
    """
    told = topic_map.about.get("scores")
    scores = told if isinstance(told, dict) else {}
    groups = [
        ("The topics", [_unassigned(topic_map), *_figures(scores, _TOPICS)]),
        ("The picture", _figures(scores, _PICTURE)),
        ("How sure", [*_figures(scores, _SURE), *_unmeasured(scores)]),
    ]
    return [{"title": title, "figures": figures} for title, figures in groups if figures]


def _unassigned(topic_map: TopicMap) -> dict[str, Any]:
    share = topic_map.unassigned / len(topic_map)
    words = (
        f"{counted(topic_map.unassigned, 'paper')} of {len(topic_map):,} belong to no topic. They "
        "are shown in grey, and none is forced in; each says which topic is nearest."
    )
    if not topic_map.unassigned:
        words = "Every paper belongs to a topic."
    return {"name": "In no topic", "value": f"{share:.1%}", "share": share, "words": words}


def _npmi(value: float) -> str:
    told = "clearly do" if value >= 0.08 else "do a little" if value >= 0.03 else "hardly do"
    return (
        "Do the keywords of a topic occur in the same papers? 0 is as often as by chance, 1 "
        f"always. Here they {told}."
    )


def _diversity(value: float) -> str:
    return f"{value:.0%} of the keywords of all topics are different ones; repetitions blur topics."


def _trust(value: float) -> str:
    told = "mostly are" if value >= 0.85 else "often are not: take single places with care"
    return f"Are papers that are drawn side by side alike? 1 if all are. Here they {told}."


def _kept(value: float) -> str:
    return (
        f"Of the {_NEAR} papers most like a paper, about {value * _NEAR:.1f} are among the {_NEAR} "
        "nearest to it on the map. Two dimensions cannot hold them all: for what is most alike, "
        "pick a paper and read its list."
    )


def _strength(value: float) -> str:
    return (
        "Papers were grouped twenty times in different ways. Of the papers that shared a group "
        f"with a paper, on average {value:.0%} are in its topic."
    )


def _stability(value: float) -> str:
    told = "much the same" if value >= 0.8 else "alike" if value >= 0.6 else "rather different"
    return f"Topics found with other seeds are {told}: 1 is the same, 0 agrees by chance."


_Words = Callable[[float], str]
_TOPICS: dict[str, tuple[str, _Words]] = {
    "npmi": ("Keywords together (NPMI)", _npmi),
    "diversity": ("Different keywords", _diversity),
}
_PICTURE: dict[str, tuple[str, _Words]] = {
    "trustworthiness": ("Trustworthiness", _trust),
    "neighbors_kept": ("Neighbors kept", _kept),
}
_SURE: dict[str, tuple[str, _Words]] = {
    "strength": ("Mean strength", _strength),
    "stability": ("Stability", _stability),
}


def _figures(scores: dict[str, Any], wanted: dict[str, tuple[str, _Words]]) -> list[dict[str, Any]]:
    found = []
    for key, (name, words) in wanted.items():
        value = scores.get(key)
        if isinstance(value, (int, float)) and known(value):
            share = min(max(float(value), 0.0), 1.0)
            found.append(
                {"name": name, "value": f"{value:.2f}", "share": share, "words": words(value)}
            )
    return found


def _unmeasured(scores: dict[str, Any]) -> list[dict[str, Any]]:
    if not scores or "stability" in scores:
        return []
    return [{"name": "Stability", "value": "–", "share": None, "words": _STABILITY}]


def trust_table(topic_map: TopicMap) -> pd.DataFrame:
    """A row a topic, those that are least sure first, with the figures that the map knows."""
    topics = topic_map.topics
    strengths = _strengths(topic_map)
    table = {
        "Topic": [str(label) for label in topics["label"]],
        "Papers": topics["size"].to_numpy(int),
        "Remark": [_remark(topic_map, topic) for topic in topics.index],
        "Strength": strengths,
    }
    for name, title in _TOPIC_FIGURES.items():
        if name != "strength" and name in topics and topics[name].notna().any():
            table[title] = topics[name].to_numpy(float)
    order = np.argsort(strengths, kind="stable")
    return pd.DataFrame(table).iloc[order].reset_index(drop=True)


def _strengths(topic_map: TopicMap) -> np.ndarray:
    """(topics,) float: the mean strength of the papers of each topic."""
    own = topic_map.papers.groupby("topic")["strength"].mean()
    return own.reindex(topic_map.topics.index).to_numpy(float)


def _remark(topic_map: TopicMap, topic: int) -> str:
    loose = topic_map.topics.loc[topic].get("grab_bag")
    if known(loose) and bool(loose):
        return "a grab bag"
    papers = topic_map.of_topic(topic)
    unsure = int((papers["strength"] < _SHOWN_STRENGTH).sum())
    return f"{unsure:,} between topics" if unsure else ""


def nearest_of_unassigned(topic_map: TopicMap) -> pd.DataFrame:
    """Which topics the unassigned papers are nearest to: a row a topic, the most frequent first."""
    papers = topic_map.papers[topic_map.papers["topic"] == UNASSIGNED]
    counts = papers["nearest_topic"].value_counts()
    counts = counts[counts.index != UNASSIGNED]
    names = [topic_name(topic_map, int(topic)) for topic in counts.index]
    return pd.DataFrame({"Nearest topic": names, "Papers": counts.to_numpy(int)})


def making(topic_map: TopicMap, made: str) -> pd.DataFrame:
    """How the map was made: settings, versions, sources and fingerprints, a row each."""
    about, settings = topic_map.about, topic_map.settings
    rows = [
        ("made", str(about.get("created", ""))),
        ("embedder used", str(about.get("embedder", ""))),
    ]
    rows += [(f"setting: {name}", _shown(value)) for name, value in settings.to_dict().items()]
    rows += [("settings fingerprint", settings.fingerprint), ("map fingerprint", made)]
    rows += [(f"version: {name}", str(version)) for name, version in _items(about, "versions")]
    rows += [
        (f"source: {name}", counted(int(papers), "paper"))
        for name, papers in _items(about, "sources")
    ]
    return pd.DataFrame([row for row in rows if row[1]], columns=["What", "Value"])


def _items(about: dict[str, Any], name: str) -> list[tuple[str, Any]]:
    told = about.get(name)
    return list(told.items()) if isinstance(told, dict) else []


def _shown(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value)) or "none"
    return "chosen by the number of papers" if value is None else str(value)


def citation(topic_map: TopicMap, name: str, made: str) -> str:
    """A sentence that cites the map."""
    about = topic_map.about
    versions = dict(_items(about, "versions"))
    tool = f"topicmap {versions['topicmap']}" if "topicmap" in versions else "topicmap"
    day = str(about.get("created", ""))[:10] or "n.d."
    return (
        f"{map_title(name)}: a topic map of {counted(len(topic_map), 'paper')} in "
        f"{counted(len(topic_map.topics), 'topic')}. Made with {tool} on {day} (seed "
        f"{topic_map.settings.seed}, settings {topic_map.settings.fingerprint}, map {made})."
    )


def citation_bibtex(topic_map: TopicMap, name: str, made: str) -> str:
    """An entry of a bibliography for the map, whose author is for the reader to fill in."""
    day = str(topic_map.about.get("created", ""))[:10]
    title = _braced(f"{map_title(name)}: a topic map")
    note = _braced(citation(topic_map, name, made))
    return (
        f"@misc{{topicmap-{made},\n"
        "  author = {(who made the map)},\n"
        f"  title = {{{title}}},\n"
        f"  year = {{{day[:4]}}},\n"
        f"  note = {{{note}}},\n"
        "}"
    )


def _braced(text: str) -> str:
    """A text without what would end or bend a field of BibTeX."""
    return "".join(
        f"\\{char}" if char in "&%$#_" else char for char in text if char not in "{}\\~^"
    )
