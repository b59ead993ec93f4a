"""The tree on which layouts agree, and the layers cut from it."""

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from topicmap.consensus import agree, group_counts, labels_of, membership, splits
from topicmap.hierarchy import layers


def layouts(groups, size, seed=0, spread=0.3, dimensions=5):
    """Four layouts of groups of papers, the groups in pairs near each other."""
    random = np.random.default_rng(seed)
    pairs = random.normal(scale=20, size=((groups + 1) // 2, dimensions))
    centres = np.repeat(pairs, 2, axis=0)[:groups]
    centres = centres + random.normal(scale=2, size=centres.shape)
    group = np.repeat(np.arange(groups), size)
    shape = (len(group), dimensions)
    return [
        (centres[group] + random.normal(scale=spread, size=shape)).astype(np.float32)
        for _ in range(4)
    ], group


def test_groups_that_every_layout_shows_are_found():
    drawn, group = layouts(12, 40)
    found = layers(agree(drawn), smallest=10)
    assert adjusted_rand_score(group, found.topic) > 0.9
    assert found.strength.mean() > 0.84
    assert 4 <= len(set(found.region_of)) <= 9


@pytest.fixture(scope="module")
def wide_groups():
    return agree(layouts(20, 40, spread=2)[0])


@pytest.mark.parametrize("wanted", [1, 2, 5, 9, 17, 30])
def test_a_number_of_topics_is_met(wanted, wide_groups):
    found = layers(wide_groups, smallest=10, wanted=wanted)
    assert abs(len(found.region_of) - wanted) <= 1
    assert len(np.unique(found.topic)) == len(found.region_of)


def test_few_and_many_lie_around_auto():
    tree = agree(layouts(16, 40)[0])
    few, auto, many = (len(layers(tree, 8, wanted).region_of) for wanted in ("few", "auto", "many"))
    assert few < auto <= many


def test_the_layers_lie_within_each_other():
    drawn, _ = layouts(10, 150, spread=1.5)
    found = layers(agree(drawn), smallest=10)
    for number, topic in enumerate(found.topic_of):
        assert set(found.topic[found.subtopic == number]) == {topic}
    assert set(found.subtopic) == set(range(len(found.topic_of)))
    assert len(found.topic_of) > len(found.region_of)


@pytest.mark.parametrize("groups", [10, 12, 15, 24])
@pytest.mark.parametrize("seed", [0, 1])
def test_a_region_holds_several_topics_and_there_are_four_to_nine(groups, seed):
    found = layers(agree(layouts(groups, 40, seed)[0]), smallest=10)
    sizes = np.bincount(found.region_of)
    assert 4 <= len(sizes) <= 9
    assert sizes.min() >= 2


def test_membership_is_shares_that_sum_to_one():
    groupings = np.array([[0, 0, 1, 1], [0, 0, 0, 1]])
    shares = membership(groupings, np.array([0, 0, 1, -1]))
    assert np.allclose(shares.sum(axis=1), 1)
    assert shares[0].tolist() == pytest.approx([(1 + 2 / 3) / 2, (0 + 1 / 3) / 2])


def test_every_paper_is_below_the_branches_or_fell_off_as_too_few():
    drawn, _ = layouts(6, 30)
    tree = agree(drawn)
    for branches in splits(tree, 5):
        labels = labels_of(tree, branches)
        assert np.bincount(labels[labels >= 0]).min() >= 5
        assert (labels < 0).mean() < 0.2


def test_many_papers_share_leaves():
    drawn, group = layouts(30, 200, spread=1.0)
    tree = agree(drawn)
    assert len(tree.sizes) <= 2_500
    assert tree.sizes.sum() == 6_000
    found = layers(tree, smallest=25, wanted=30)
    assert adjusted_rand_score(group, found.topic) > 0.8


def test_the_same_layouts_give_the_same_layers():
    first, second = (layers(agree(layouts(8, 30)[0]), smallest=5) for _ in range(2))
    assert first.topic.tobytes() == second.topic.tobytes()
    assert first.strength.tobytes() == second.strength.tobytes()


def test_groups_suit_the_number_of_papers():
    assert group_counts(12) == [2, 3, 4, 5, 6]
    assert group_counts(2_000) == [10, 15, 20, 30, 40]
    assert group_counts(77_000)[-1] > 40
    for papers in (12, 40, 100, 360):
        assert max(group_counts(papers)) < papers / 5 + 4
