"""One tree of papers → three layers: a few regions, the topics, and subtopics of the large ones."""

from dataclasses import dataclass

import numpy as np

from topicmap.consensus import Tree, labels_of, membership, splits, tree_of

SURE = 0.84
MOST_TOPICS = 60
HOLLOW = 0.1
SCALES = {"few": 0.6, "many": 1.8}
REGIONS = (4, 9)
FEWEST_FOR_REGIONS = 8
LARGE, MOST_SUBTOPICS = 8, 6


@dataclass(frozen=True)
class Layers:
    """The groups of papers in three layers; each paper is in one of each.

    Parameters
    ----------
    region_of
        (topics,) int: the region of each topic.
    topic
        (n,) int: the topic that each paper most likely belongs to.
    strength
        (n,) float in [0, 1]: how much it belongs there, see `consensus.membership`.
    subtopic
        (n,) int: the subtopic, numbered over all topics.
    topic_of
        (subtopics,) int: the topic of each subtopic.
    """

    region_of: np.ndarray
    topic: np.ndarray
    strength: np.ndarray
    subtopic: np.ndarray
    topic_of: np.ndarray


def layers(
    tree: Tree, smallest: int, wanted: int | str = "auto", dense: np.ndarray | None = None
) -> Layers:
    """Regions, topics and subtopics cut from one tree.

    Parameters
    ----------
    tree
        Of the papers.
    smallest
        Papers that a topic has at least.
    wanted
        How many topics: ``auto`` takes as many as the papers are sure of, so that the mean
        strength stays at 0.84 or more; ``few`` takes three fifths of that, ``many`` nearly
        twice as many; a number takes so many, or as many as groups of ``smallest`` papers allow.
    dense
        (n,) bool: the papers that lie in dense groups. Unless a number is wanted, a topic with
        hardly any is none: its papers go to the topics that they belong to next.
    """
    if isinstance(wanted, int):
        states = splits(tree, smallest, apart=0.0)
        branches = states[min(wanted, len(states)) - 1]
        topic, strength = _as_cut(tree, branches)
    else:
        states = splits(tree, smallest)
        count = max(1, round(_sure(tree, states) * SCALES.get(wanted, 1.0)))
        branches = states[min(count, len(states)) - 1]
        topic, strength, branches = _lasting(tree, branches, smallest, dense)
    region_of = _regions(tree, states, branches, topic)
    subtopic, topic_of = _subtopics(tree, topic, len(branches), smallest)
    return Layers(region_of, topic, strength, subtopic, topic_of)


def _sure(tree: Tree, states: list[list[int]]) -> int:
    """The largest number of topics of which the papers are sure."""
    sure = 1
    for count in range(2, min(len(states), MOST_TOPICS) + 1):
        _, strength, _ = _settled(tree, labels_of(tree, states[count - 1]))
        if strength.mean() < SURE:
            break
        sure = count
    return sure


def _as_cut(tree: Tree, branches: list[int]) -> tuple[np.ndarray, np.ndarray]:
    """Papers in their branches, those of none where they belong most, and how much they do."""
    cut = labels_of(tree, branches)
    shares = membership(tree.groupings, cut)
    topic = np.where(cut >= 0, cut, shares.argmax(axis=1))
    return topic, shares[np.arange(len(topic)), topic]


def _settled(tree: Tree, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray, list[int]]:
    """Every paper in the group that it belongs to most, how much it does, and the groups left."""
    likely = membership(tree.groupings, labels).argmax(axis=1)
    kept = np.unique(likely)
    final = np.searchsorted(kept, likely)
    shares = membership(tree.groupings, final)
    return final, shares[np.arange(len(final)), final], kept.tolist()


def _lasting(
    tree: Tree, branches: list[int], smallest: int, dense: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray, list[int]]:
    """`_settled`, again without the groups that are then too small or hollow, until none is."""
    while True:
        group, strength, kept = _settled(tree, labels_of(tree, branches))
        branches = [branches[number] for number in kept]
        sizes = np.bincount(group)
        lasting = sizes >= smallest
        if dense is not None:
            lasting &= np.bincount(group, weights=dense) > HOLLOW * sizes
        if lasting.all() or not lasting.any():
            return group, strength, branches
        branches = [branch for branch, lasts in zip(branches, lasting, strict=True) if lasts]


def _regions(
    tree: Tree, states: list[list[int]], topics: list[int], topic: np.ndarray
) -> np.ndarray:
    """(topics,) int: the region of each topic; where there are few topics each is its own."""
    if len(topics) < FEWEST_FOR_REGIONS:
        return np.arange(len(topics))
    highest = min(REGIONS[1], len(topics) // 2)
    ways = [
        _joined(tree, _held_by(tree, states[count - 1], topics), topic)
        for count in range(REGIONS[0], min(2 * highest, len(topics)))
    ]
    fitting = [way for way in ways if way.max() < highest]
    return max(fitting, key=lambda way: (np.bincount(way).min() > 1, _evenness(way), -way.max()))


def _joined(tree: Tree, region: np.ndarray, topic: np.ndarray) -> np.ndarray:
    """Regions of which none has a single topic: that goes where its papers belong next.

    The smallest topic goes first, and as long as more than four regions are left.
    """
    sizes = np.bincount(topic)
    while True:
        used, region, counts = np.unique(region, return_inverse=True, return_counts=True)
        alone = np.flatnonzero(counts[region] == 1)
        if not len(alone) or len(used) <= REGIONS[0]:
            return region
        first = alone[sizes[alone].argmin()]
        shares = membership(tree.groupings, region[topic])[topic == first].mean(axis=0)
        shares[region[first]] = -1
        region[first] = shares.argmax()


def _evenness(region: np.ndarray) -> float:
    """How evenly topics are spread over regions: the entropy of their numbers, in [0, 1]."""
    shares = np.bincount(region) / len(region)
    return float(-(shares * np.log(shares)).sum() / np.log(max(2, len(shares))))


def _held_by(tree: Tree, regions: list[int], topics: list[int]) -> np.ndarray:
    """(topics,) int: the position of the region whose branch holds each topic's branch."""
    region = labels_of(tree, regions)
    return np.array([region[labels_of(tree, [topic]) == 0].max() for topic in topics])


def _subtopics(
    tree: Tree, topic: np.ndarray, topics: int, smallest: int
) -> tuple[np.ndarray, np.ndarray]:
    """(n,) int, the subtopic of each paper, and (subtopics,) int, the topic of each."""
    subtopic = np.zeros(len(topic), dtype=int)
    topic_of: list[int] = []
    for number in range(topics):
        own = np.flatnonzero(topic == number)
        parts = _parts(tree, own, smallest)
        subtopic[own] = parts + len(topic_of)
        topic_of += [number] * (int(parts.max()) + 1)
    return subtopic, np.array(topic_of)


def _parts(tree: Tree, rows: np.ndarray, smallest: int) -> np.ndarray:
    """(rows,) int: the papers of one topic parted by the tree; all 0 where the topic is small."""
    wanted = min(len(rows) // (LARGE // 2 * smallest), MOST_SUBTOPICS)
    if len(rows) < LARGE * smallest or wanted < 2:
        return np.zeros(len(rows), dtype=int)
    inner = tree_of(tree.groupings[:, rows], tree.leaf[rows])
    states = splits(inner, smallest)
    parts, _, _ = _lasting(inner, states[min(wanted, len(states)) - 1], smallest)
    return parts
