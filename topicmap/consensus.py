"""Several layouts of the same papers → one tree on which they agree.

One layout, cut once, shows groups that another seed draws otherwise. Here papers are grouped in
every layout and into several numbers of groups; how often two papers share a group is how much
they belong together (evidence accumulation: Fred and Jain, IEEE PAMI 27, 2005), and average
linkage of that makes a tree, from a few large groups down to many small ones.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.cluster.hierarchy import linkage
from scipy.spatial.distance import squareform
from sklearn.cluster import KMeans, MiniBatchKMeans

GROUPS = (10, 15, 20, 30, 40)
SMALL, GROW_FROM = 1_000, 4_000
TRIES, MANY = 4, 20_000  # of k-means: the best of several is more stable
MOST_LEAVES = 4_000
FEW_LEAVES = 2_500
APART = 0.5


@dataclass(frozen=True)
class Tree:
    """A tree of papers.

    Parameters
    ----------
    groupings
        (runs, n) int32: the group of each paper, run by run.
    leaf
        (n,) int: the leaf of the tree that each paper belongs to.
    sizes
        (leaves,) int: the papers of each leaf.
    joins
        (leaves − 1, 4) float64 as of `scipy.cluster.hierarchy.linkage`; heights are 1 − the mean
        share of runs in which papers of the two branches come together.
    """

    groupings: np.ndarray
    leaf: np.ndarray
    sizes: np.ndarray
    joins: np.ndarray


def agree(layouts: Sequence[np.ndarray], seed: int = 0) -> Tree:
    """The tree on which layouts of the same papers, (n, d) each, agree.

    Up to 4,000 papers every paper is a leaf; above that small groups of them are.
    """
    papers = len(layouts[0])
    distinct = len(np.unique(np.hstack(layouts).round(4), axis=0))
    counts = sorted({min(count, distinct) for count in group_counts(papers)})
    tries = TRIES if papers <= MANY else 1
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # papers that coincide
        runs = [
            KMeans(count, n_init=tries, random_state=(seed + run) % 2**32).fit_predict(layout)
            for layout in layouts
            for run, count in enumerate(counts)
        ]
    groupings = np.array(runs, dtype=np.int32).reshape(-1, papers)
    leaf = np.arange(papers) if papers <= MOST_LEAVES else _leaves(layouts, seed)
    return tree_of(groupings, leaf)


def tree_of(groupings: np.ndarray, leaf: np.ndarray) -> Tree:
    """The tree of papers from their groups, (runs, n), and the leaves that hold them, (n,)."""
    _, leaf = np.unique(leaf, return_inverse=True)
    sizes = np.bincount(leaf)
    distance = 1 - _together(groupings, leaf, sizes)
    np.fill_diagonal(distance, 0)
    if len(sizes) < 2:
        return Tree(groupings, leaf, sizes, np.zeros((0, 4)))
    joins = linkage(squareform(distance.clip(0), checks=False), "average")
    return Tree(groupings, leaf, sizes, joins)


def group_counts(papers: int) -> list[int]:
    """The numbers of groups that papers are parted into.

    Below 375 papers fewer, so that groups are of some size, but never the same number twice, which
    would make few papers seem sure; up to 1,000 a quarter more, as small corpora are mostly mixed
    ones (a reading list, a digest); above 4,000 slowly more.
    """
    small = min(1.25, papers / 300) if papers < SMALL else 1.0
    scale = small * max(1.0, papers / GROW_FROM) ** 0.25
    counts = [max(2 + run, round(count * scale)) for run, count in enumerate(GROUPS)]
    return sorted({min(count, papers) for count in counts})


def splits(tree: Tree, smallest: int, apart: float = APART) -> list[list[int]]:
    """The tree from above: for 1, 2, 3, … groups the branches that are those groups.

    Always the branch is split whose two parts belong together least. A part of fewer than
    ``smallest`` papers is no group of its own and falls off (as in the condensed tree of HDBSCAN:
    Campello, Moulavi and Sander 2013). Branches whose parts come together in more than
    ``1 - apart`` of the runs are not split.
    """
    weights = _weights(tree)
    leaves = len(tree.sizes)
    current = [2 * leaves - 2]
    states = [list(current)]
    open_branches = {current[0]}
    while open_branches:
        branch = max(open_branches, key=lambda item: (_height(tree, item), item))
        open_branches.discard(branch)
        if branch < leaves or weights[branch] < 2 * smallest or _height(tree, branch) < apart:
            continue
        parts = [int(part) for part in tree.joins[branch - leaves, :2]]
        large = [part for part in parts if weights[part] >= smallest]
        if len(large) < 2:
            large = [max(parts, key=lambda part: weights[part])]
        current = [item for item in current if item != branch] + large
        open_branches.update(large)
        if len(large) == 2:
            states.append(list(current))
        else:
            states[-1] = list(current)
    return states


def labels_of(tree: Tree, branches: Sequence[int]) -> np.ndarray:
    """(n,) int: for each paper the position of the branch that holds it, −1 for none."""
    leaves = len(tree.sizes)
    found = np.full(leaves, -1)
    for number, branch in enumerate(branches):
        below = [branch]
        while below:
            item = below.pop()
            if item < leaves:
                found[item] = number
            else:
                below += [int(part) for part in tree.joins[item - leaves, :2]]
    return found[tree.leaf]


def membership(groupings: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """(n, groups) float64, rows sum to 1: how much each paper belongs to each group.

    Of the papers that share a paper's group in a run, the part that ``labels`` puts into a group;
    the mean over all runs. Papers with label −1 are not counted but have a membership too.
    """
    groups = int(labels.max()) + 1
    inside = labels >= 0
    total = np.zeros((len(labels), groups))
    for run in groupings:
        pairs = run[inside].astype(np.int64) * groups + labels[inside]
        table = np.bincount(pairs, minlength=(run.max() + 1) * groups).reshape(-1, groups)
        held = table.sum(axis=1, keepdims=True)
        shares = np.where(held > 0, table / np.maximum(held, 1), 1 / groups)
        total += shares[run]
    return total / len(groupings)


def _height(tree: Tree, branch: int) -> float:
    leaves = len(tree.sizes)
    return 0.0 if branch < leaves else float(tree.joins[branch - leaves, 2])


def _weights(tree: Tree) -> np.ndarray:
    """The papers below every branch, leaves first."""
    leaves = len(tree.sizes)
    weights = np.concatenate([tree.sizes, np.zeros(leaves - 1, dtype=int)])
    for row, (one, two) in enumerate(tree.joins[:, :2].astype(int)):
        weights[leaves + row] = weights[one] + weights[two]
    return weights


def _leaves(layouts: Sequence[np.ndarray], seed: int) -> np.ndarray:
    """(n,) int: small groups of papers that lie together in every layout."""
    joined = np.hstack([layout - layout.mean(axis=0) for layout in layouts])
    model = MiniBatchKMeans(
        FEW_LEAVES, n_init=1, batch_size=8_192, max_iter=30, random_state=seed, init="random"
    )
    _, leaf = np.unique(model.fit_predict(joined), return_inverse=True)
    return leaf


def _together(groupings: np.ndarray, leaf: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """(leaves, leaves) float64 in [0, 1]: the share of runs in which papers come together."""
    total = np.zeros((len(sizes), len(sizes)))
    for run in groupings:
        pairs = leaf.astype(np.int64) * (run.max() + 1) + run
        counts = np.bincount(pairs, minlength=len(sizes) * (run.max() + 1))
        shares = counts.reshape(len(sizes), -1) / sizes[:, None]
        total += shares @ shares.T
    return total / len(groupings)
