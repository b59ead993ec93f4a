import numpy as np
import pytest

from topicmap.topics import find_topics, topic_size


def layouts(positions, seed=0):
    """Four layouts of the same positions, each a little other."""
    random = np.random.default_rng(seed)
    noise = [random.normal(scale=0.05, size=positions.shape) for _ in range(4)]
    return [(positions + own).astype(np.float32) for own in noise]


def blobs(sizes, noise=0, seed=0):
    """5-D positions in dense groups with scattered papers between, and vectors to match.

    The vectors of a group point the same way, those of the scattered papers anywhere.
    """
    random = np.random.default_rng(seed)
    group = np.repeat(np.arange(len(sizes)), sizes)
    centres = random.normal(scale=10, size=(len(sizes), 5))
    near_by = centres[group] + random.normal(scale=0.2, size=(len(group), 5))
    positions = np.vstack([near_by, random.uniform(-20, 20, size=(noise, 5))])
    ways = np.eye(40)[group] + random.normal(scale=0.05, size=(len(group), 40))
    vectors = np.vstack([ways, random.normal(size=(noise, 40))])
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors.astype(np.float32), positions.astype(np.float32), group


def test_dense_groups_are_topics_by_size_and_the_rest_is_unassigned():
    vectors, positions, group = blobs([20, 50, 30], noise=25)
    words = [["w"] for _ in positions]
    topics = find_topics(vectors, layouts(positions), words)
    assert topics.count == 3
    assert np.bincount(topics.topics.group[topics.topics.group >= 0])[0] >= 50
    assert (topics.topics.group[group.size :] == -1).mean() > 0.6
    for number in range(3):
        found = topics.topics.group[: group.size][group == number]
        assert len(set(found[found >= 0])) == 1


def test_every_paper_has_a_nearest_topic_and_a_strength():
    vectors, positions, _ = blobs([30, 40], noise=20)
    topics = find_topics(vectors, layouts(positions), [["w"] for _ in positions])
    home = topics.topics.group >= 0
    assert (topics.nearest[home] == topics.topics.group[home]).all()
    assert set(topics.nearest) <= set(range(topics.count))
    assert ((topics.strength >= 0) & (topics.strength <= 1)).all()
    assert topics.strength[home].mean() > topics.strength[~home].mean()


@pytest.mark.parametrize("papers", [1, 2, 3, 5, 10, 11])
def test_few_papers_are_one_topic(papers):
    vectors, positions, _ = blobs([papers])
    topics = find_topics(vectors, layouts(positions), [["graph", "node"]] * papers)
    assert topics.topics.group.tolist() == [0] * papers
    assert topics.count == 1
    assert topics.topics.weights.shape[1] == len(topics.phrases)


def test_papers_all_alike_are_one_topic():
    positions = np.zeros((40, 5), dtype=np.float32)
    vectors = np.tile(np.eye(1, 4, dtype=np.float32), (40, 1))
    topics = find_topics(vectors, layouts(positions), [["graph"]] * 40)
    assert topics.count == 1
    assert (topics.topics.group == 0).all()


def test_the_weights_find_the_words_that_set_a_topic_apart():
    vectors, positions, group = blobs([30, 30])
    words = [["common", f"own{number}"] for number in group]
    topics = find_topics(vectors, layouts(positions), words)
    for number in range(2):
        best = topics.phrases[topics.topics.weights[number].toarray().argmax()]
        assert best == f"own{group[topics.topics.group == number][0]}"


def test_topics_grow_with_the_corpus():
    sizes = [topic_size(papers) for papers in (12, 100, 358, 4_000, 77_000)]
    assert sizes == sorted(sizes)
    assert sizes[2] == 6
