import numpy as np
import pytest

from topicmap.labels import name_topics
from topicmap.layout import nearest
from topicmap.topics import find_topics
from topicmap.words import CONNECTORS, FILLER, STOP_WORDS, phrases

THEMES = {
    "graph neural networks": "node classification message passing citation edges",
    "spiking neural networks": "neuromorphic energy spikes membrane timing",
    "federated learning": "clients server privacy communication rounds",
}


def near(vectors):
    return nearest(vectors, 10)


def corpus(per_theme=12):
    """Texts of three themes, with scholarly filler around the terms."""
    random = np.random.default_rng(0)
    texts = []
    for theme, words in THEMES.items():
        for _ in range(per_theme):
            some = " and ".join(random.choice(words.split(), 4))
            texts.append(
                f"We propose a novel method for {theme} that achieves state-of-the-art results. "
                f"{theme.capitalize()} need {some}. Extensive experiments show superior results."
            )
    return texts


@pytest.fixture(scope="module")
def named():
    texts = corpus()
    group = np.repeat(np.arange(3), 12)
    positions = np.eye(5, dtype=np.float32)[group] * 10
    positions += np.random.default_rng(0).normal(scale=0.1, size=positions.shape)
    vectors = np.eye(3, dtype=np.float32)[group]
    found = [phrases(text) for text in texts]
    topics = find_topics(vectors, positions.astype(np.float32), near(vectors), found)
    return topics, name_topics(topics.weights, topics.phrases, topics.topic, found, texts)


def test_known_themes_are_found_and_named(named):
    topics, names = named
    assert topics.count == 3
    assert {naming.label for naming in names} == {theme.capitalize() for theme in THEMES}


def test_keywords_are_weighted_and_thinned(named):
    for naming in named[1]:
        assert len(naming.keywords) == len(naming.weights) <= 10
        assert naming.weights == sorted(naming.weights, reverse=True)
        assert naming.weights[0] == 1
        words = [set(keyword.lower().split()) for keyword in naming.keywords]
        for row, own in enumerate(words):
            assert not any(own <= other or other <= own for other in words[row + 1 :])


def check_label(label):
    """What every label must keep to."""
    words = label.split()
    assert 1 <= len(words) <= 8
    for word in words:
        assert word.lower() not in FILLER
        assert word.lower() not in STOP_WORDS - CONNECTORS
    assert words[0].lower() not in CONNECTORS
    assert words[-1].lower() not in CONNECTORS


def test_labels_keep_to_the_rules(named):
    for naming in named[1]:
        check_label(naming.label)


def name_two_groups(texts):
    """The names of two topics, one of the first half of the texts and one of the second."""
    group = np.repeat([0, 1], len(texts) // 2)
    vectors = np.eye(2, dtype=np.float32)[group]
    positions = np.eye(5, dtype=np.float32)[group] * 10
    positions += np.random.default_rng(0).normal(scale=0.1, size=positions.shape)
    found = [phrases(text) for text in texts]
    topics = find_topics(vectors, positions, near(vectors), found)
    return name_topics(topics.weights, topics.phrases, topics.topic, found, texts)


def test_labels_are_distinct_even_when_topics_speak_alike():
    texts = ["Graph kernels. Graph kernels for graph kernels."] * 24
    names = name_two_groups(texts)
    labels = [naming.label.casefold() for naming in names]
    assert len(labels) == 2
    assert len(set(labels)) == 2


def test_spelling_keeps_what_the_papers_write():
    texts = ["LLM agents. Tools for LLM agents."] * 6 + ["A β-VAE for images. The β-VAE."] * 6
    names = name_two_groups(texts)
    assert {"LLM agents", "β-VAE"} <= {naming.label for naming in names}


def test_papers_without_words_still_get_a_name():
    topics = find_topics(
        np.eye(3, dtype=np.float32), np.zeros((3, 5), np.float32), near(np.eye(3)), [[], [], []]
    )
    (naming,) = name_topics(
        topics.weights, topics.phrases, topics.topic, [[], [], []], ["", "", ""]
    )
    assert naming.label == "Unnamed-1"
    assert naming.keywords == []
