import time

import numpy as np
import pytest

from topicmap.labels import _all_joined, name_layers
from topicmap.spelling import Spelling
from topicmap.topics import find_topics
from topicmap.word_lists import FILLER, STOP_WORDS
from topicmap.words import phrases

CONNECTORS = {"of", "for", "in", "with"}

THEMES = {
    "graph neural networks": "node classification message passing citation edges",
    "spiking neural networks": "neuromorphic energy spikes membrane timing",
    "federated learning": "clients server privacy communication rounds",
}


def name_all(vectors, texts):
    """The topics and the names of texts whose groups are the directions of their vectors."""
    found = [phrases(text) for text in texts]
    random = np.random.default_rng(0)
    corners = np.pad(vectors * 10.0, ((0, 0), (0, 5)))
    layouts = [
        (corners + random.normal(scale=0.1, size=corners.shape)).astype(np.float32)
        for _ in range(4)
    ]
    topics = find_topics(vectors, layouts, found, smallest=5)
    return topics, name_layers(topics, found, texts, vectors)


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
    topics, names = name_all(np.eye(3, dtype=np.float32)[np.repeat(np.arange(3), 12)], texts)
    return topics, names.topics


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
    words = [word for word in label.split() if word != "&"]
    assert 1 <= len(words) <= 5
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
    return name_all(np.eye(2, dtype=np.float32)[group], texts)[1].topics


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
    _, names = name_all(np.eye(3, dtype=np.float32), ["", "", ""])
    (naming,) = names.topics
    assert [own.label for own in names.regions + names.subtopics] == [naming.label] * 2
    assert naming.label == "Unnamed-1"
    assert naming.keywords == []


def test_keywords_near_the_heart_of_their_group_go_before():
    texts = ["Graph kernels and slow tea."] * 6 + ["Speech codecs and fast milk."] * 6
    meaning = {"graph": 0, "kernel": 0, "speech": 1, "codec": 1}

    def embed(names):
        places = np.full((len(names), 2), 0.7)
        for row, name in enumerate(names):
            for word in name.split():
                if word in meaning:
                    places[row] = np.eye(2)[meaning[word]]
        return places.astype(np.float32)

    group = np.repeat([0, 1], 6)
    vectors = np.eye(2, dtype=np.float32)[group]
    found = [phrases(text) for text in texts]
    layouts = [np.eye(5, dtype=np.float32)[group] * 10 + row / 100 for row in range(4)]
    layouts = [layout + np.arange(12, dtype=np.float32)[:, None] / 500 for layout in layouts]
    topics = find_topics(vectors, layouts, found, smallest=4)
    names = name_layers(topics, found, texts, vectors, embed).topics
    assert {naming.label for naming in names} == {"Graph kernels", "Speech codecs"}


def test_the_label_of_a_region_is_broader_than_those_of_its_topics():
    vectors = np.eye(8, dtype=np.float32)[np.repeat(np.arange(8), 15)]
    texts = [f"Walking robots. {kind} gaits." for kind in "abcdefgh" for _ in range(15)]
    found, names = name_all(vectors, texts)
    assert found.count == 8
    for number, region in enumerate(names.regions):
        inside = np.flatnonzero(found.topics.parent == number)
        labels = {names.topics[topic].label for topic in inside}
        assert len(inside) == 1 or region.label not in labels
    assert len({region.label for region in names.regions}) == len(names.regions)


def test_a_label_that_few_papers_bear_out_is_joined_by_a_second():
    texts = ["Walking robots.", "Grasping hands.", "Flying drones.", "Rolling balls."] * 3
    (label,) = {naming.label for naming in name_two_groups(texts + ["Graph kernels."] * 12)} - {
        "Graph kernels"
    }
    assert " & " in label
    check_label(label)


def test_a_name_goes_to_the_group_that_it_fits_best():
    large = ["Diffusion models. Slow tea.", "Diffusion models.", "Tea cups."] * 8
    texts = large + ["Diffusion models."] * 12 + ["Graph kernels."] * 12
    group = np.repeat([0, 1, 2], [24, 12, 12])
    topics, names = name_all(np.eye(3, dtype=np.float32)[group], texts)
    small = names.topics[topics.topics.group[24]]
    assert small.label == "Diffusion models"
    assert "Diffusion models" in names.topics[topics.topics.group[0]].keywords


@pytest.mark.parametrize(
    ("texts", "phrase", "label", "noun"),
    [
        (["Scene graphs help.", "A scene graph helps."], "scene graph", "Scene graphs", True),
        (["Speech coding helps."], "speech coding", "Speech coding", True),
        (["A text-to-image model helps."], "text-to-image", "Text-to-image", False),
        (["Few-shot generative model trees."], "generative", "Generative", False),
        (["Differentially private gates."], "differentially private", "Differentially private",
         False),
        (["The robot's arm.", "The robot and an arm."], "robot", "Robot", True),
        (["LLM agents."], "llm agent", "LLM agents", True),
    ],
)  # fmt: skip
def test_how_the_papers_write_a_phrase(texts, phrase, label, noun):
    spelling = Spelling(texts, {phrase})
    assert spelling.label(phrase) == label
    assert spelling.is_noun(phrase) == noun


def test_a_region_of_very_many_topics_is_named_in_no_time():
    topics = [f"Kind{number}" for number in range(400)]
    began = time.process_time()
    labels = _all_joined(topics)
    assert time.process_time() - began < 1
    assert labels[0] == "Kind0, kind1, kind2 & kind3"
