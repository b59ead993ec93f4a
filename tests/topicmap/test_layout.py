import numpy as np
import pytest

from topicmap.layout import nearest, principal_axes, reduce, upright


def groups(per_group=30, count=3, seed=0):
    """Unit vectors around ``count`` directions, and the group of each."""
    random = np.random.default_rng(seed)
    centres = random.normal(size=(count, 20))
    rows = np.repeat(centres, per_group, axis=0) + random.normal(
        scale=0.2, size=(per_group * count, 20)
    )
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit.astype(np.float32), np.repeat(np.arange(count), per_group)


def test_nearest_are_the_true_nearest_and_itself_is_first():
    vectors, _ = groups()
    found = nearest(vectors, 5)
    likeness = vectors @ vectors.T
    assert (found.rows[:, 0] == np.arange(len(vectors))).all()
    assert (found.distances[:, 0] == 0).all()
    for row in (0, 41, 89):
        true = np.argsort(-likeness[row])[:5]
        assert set(found.rows[row]) == set(true.tolist())


def test_identical_papers_still_come_first_themselves():
    found = nearest(np.ones((6, 3), dtype=np.float32) / np.sqrt(3).astype(np.float32), 3)
    assert (found.rows[:, 0] == np.arange(6)).all()


def test_the_map_keeps_groups_together_and_is_the_same_again():
    vectors, group = groups()
    near = nearest(vectors, 10)
    places = reduce(vectors, near, 2, spread=0.1, seed=3)
    again = reduce(vectors, near, 2, spread=0.1, seed=3)
    assert places.tobytes() == again.tobytes()
    distance = np.linalg.norm(places[:, None] - places[None], axis=2)
    np.fill_diagonal(distance, np.inf)
    assert (group[distance.argmin(axis=1)] == group).mean() > 0.95


@pytest.mark.parametrize("papers", [1, 2, 3, 5, 10, 11, 12, 13, 20])
def test_small_corpora_get_places(papers):
    vectors, _ = groups(per_group=papers, count=1)
    places = upright(reduce(vectors, nearest(vectors, 10), 2))
    assert places.shape == (papers, 2)
    assert np.isfinite(places).all()
    assert len(np.unique(places.round(3), axis=0)) == papers


def test_papers_all_alike_can_be_told_apart():
    vectors = np.tile(np.array([[1, 0, 0]], dtype=np.float32), (30, 1))
    places = upright(reduce(vectors, nearest(vectors, 10), 2))
    assert len(np.unique(places.round(3), axis=0)) == 30


def test_principal_axes_have_certain_signs():
    vectors, _ = groups()
    axes = principal_axes(vectors, 4)
    assert axes.shape == (90, 4)
    for column in axes.T:
        assert column[np.abs(column).argmax()] > 0
    assert principal_axes(vectors[:, :1], 2)[:, 1].tolist() == [0.0] * 90


def test_the_longer_axis_lies():
    tall = np.column_stack([np.random.default_rng(0).normal(size=50), np.linspace(-9, 9, 50)])
    lying = upright(tall)
    assert np.ptp(lying[:, 0]) > np.ptp(lying[:, 1])
    assert np.abs(lying).max() < 12
