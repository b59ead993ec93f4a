"""What a map says of its own quality, and small corpora."""

import json

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics.pairwise import cosine_similarity

from topicmap import MapSettings, build_map, load_map, save_map
from topicmap.embedders import unit_rows
from topicmap.errors import BadSettings
from topicmap.quality import cohesion, found_again, kept_on_map, stability
from topicmap.settings import read_stop_words

WORDS = {
    "robots": "robot arm gripper grasp joint torque walking legged contact force motion control",
    "votes": "voting rule committee candidate ballot preference majority election welfare fairness",
    "speech": "speech phoneme acoustic speaker audio microphone noise prosody utterance recogniser",
}


def corpus(count, themes=("robots", "votes", "speech"), seed=0):
    """Papers of a few themes, each with ten words of its own."""
    random = np.random.default_rng(seed)
    rows = []
    for number in range(count):
        theme = themes[number % len(themes)]
        words = random.choice(WORDS[theme].split(), 10)
        rows.append({"title": f"{theme} {number}", "abstract": " ".join(words) + "."})
    return pd.DataFrame(rows)


def build(papers, **settings):
    return build_map(papers, MapSettings(embedder="lsa", **settings))


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8, 10, 20, 50, 100])
def test_a_corpus_of_any_size_is_a_map_that_says_how(count, tmp_path):
    topic_map = build(corpus(count))
    assert len(topic_map) == count
    assert np.isfinite(topic_map.papers[["x", "y"]].to_numpy()).all()
    assert len(topic_map.about["notes"]) == 1
    assert (len(topic_map.topics) == 1) == (count < 12)
    again = load_map(save_map(topic_map, tmp_path / "map"))
    assert again.topics["label"].tolist() == topic_map.topics["label"].tolist()
    assert len(again.regions) >= 1
    assert again.papers["subtopic"].tolist() == topic_map.papers["subtopic"].tolist()


@pytest.mark.parametrize("count", [20, 50, 100])
def test_two_far_groups_are_told_apart(count):
    topic_map = build(corpus(count, ("robots", "speech")))
    theme = np.arange(count) % 2
    topics = topic_map.papers["nearest_topic"].to_numpy()
    for topic in set(topics):
        assert len(set(theme[topics == topic])) == 1


@pytest.mark.parametrize("count", [3, 20, 100])
def test_papers_all_alike_are_one_topic(count):
    papers = pd.DataFrame({"title": ["The same robot"] * count, "abstract": ["An arm."] * count})
    topic_map = build(papers.assign(title=[f"The same robot {n}" for n in range(count)]))
    assert len(topic_map.topics) == 1
    assert topic_map.about["notes"]


def test_one_language_beside_another():
    german = "die Abstimmung der Wähler über einen Ausschuss mit Mehrheit und Vorzügen".split()
    random = np.random.default_rng(1)
    other = pd.DataFrame(
        {
            "title": [f"Über Wahlen {n}" for n in range(30)],
            "abstract": [" ".join(random.choice(german, 12)) + "." for _ in range(30)],
        }
    )
    papers = pd.concat([corpus(30, ("robots",)), other], ignore_index=True)
    topics = build(papers).papers["nearest_topic"].to_numpy()
    assert not set(topics[:30]) & set(topics[30:])


def test_a_map_knows_its_scores():
    topic_map = build_map(corpus(90), MapSettings(embedder="lsa"), stability=2)
    figures = topic_map.about["scores"]
    assert figures["topics"] == len(topic_map.topics)
    assert 0 <= figures["stability"] <= 1
    assert json.loads(json.dumps(figures)) == figures
    for name in ("strength", "neighbors_kept", "npmi", "stability"):
        assert topic_map.topics[name].between(-1, 1).all()
    assert topic_map.papers["neighbors_kept"].between(0, 1).all()
    assert topic_map.topics["grab_bag"].dtype == bool


def test_stability_is_one_for_the_same_and_nothing_by_chance():
    random = np.random.default_rng(0)
    topic = random.integers(0, 5, 2_000)
    assert stability([topic, 4 - topic]) == 1
    assert abs(stability([topic, random.permutation(topic)])) < 0.02
    assert found_again(topic, [4 - topic]).tolist() == [1] * 5
    assert (found_again(topic, [random.permutation(topic)]) < 0.3).all()


def test_cohesion_is_the_mean_cosine_of_pairs():
    random = np.random.default_rng(0)
    vectors = unit_rows(random.normal(size=(12, 4)))
    topic = np.array([0] * 7 + [-1] + [1] * 3 + [2])
    pairs = cosine_similarity(vectors[:7])[np.triu_indices(7, 1)]
    found = cohesion(vectors, topic)
    assert found[0] == pytest.approx(pairs.mean())
    assert found.shape == (3,) and found[2] == 1


def test_a_topic_of_unlike_papers_is_a_grab_bag():
    alike = [np.eye(40)[0] + 0.3 * row for row in np.eye(40)[1:11]]
    others = [np.eye(40)[20] + 0.3 * row for row in np.eye(40)[1:11]]
    mixed = [np.eye(40)[30] * 0.3 + row for row in np.eye(40)[1:11]]
    vectors = unit_rows(np.array([*alike, *others, *mixed]))
    papers = pd.DataFrame({"title": [f"Paper {n}" for n in range(30)]})
    topic_map = build_map(papers, MapSettings(topics=3), vectors=vectors)
    bags = topic_map.topics["grab_bag"]
    assert bags[topic_map.papers["nearest_topic"].iloc[25]]
    assert not bags[topic_map.papers["nearest_topic"].iloc[0]]


def test_neighbors_that_the_map_keeps():
    places = np.array([[0.0, 0], [1, 0], [2, 0], [3, 0], [10, 0]])
    nearest = np.array([[0, 1, 2], [1, 0, 2], [2, 0, 4], [3, 4, 0], [4, 3, 2]])
    assert kept_on_map(nearest, places).tolist() == [1, 1, 0, 0, 1]
    assert np.isnan(kept_on_map(nearest[:2, :2], places[:2])).all()


def test_papers_and_topics_are_judged_as_the_map_is():
    topic_map = build(corpus(90))
    figures = topic_map.about["scores"]
    for name in ("trustworthiness", "neighbors_kept", "strength"):
        assert topic_map.papers[name].mean() == pytest.approx(figures[name], abs=1e-6)
        assert topic_map.topics[name].between(0, 1).all()


@pytest.mark.parametrize("wanted", [2, 4])
def test_the_number_of_topics_can_be_asked_for(wanted):
    assert abs(len(build(corpus(120), topics=wanted).topics) - wanted) <= 1


def test_words_that_are_stopped_are_in_no_keyword_and_no_label(tmp_path):
    path = tmp_path / "stop.txt"
    path.write_text("# of every paper\nRobots, Arm\nvoting\n", encoding="utf-8")
    stop = read_stop_words(path)
    assert stop == ("robots", "arm", "voting")
    topics = build(corpus(60), stop_words=stop).topics
    shown = " ".join([*topics["label"], *(word for own in topics["keywords"] for word in own)])
    assert not {"robot", "robots", "arm", "voting"} & set(shown.casefold().split())


def test_stop_words_that_cannot_be_read(tmp_path):
    with pytest.raises(BadSettings, match="one word a line"):
        read_stop_words(tmp_path / "none.txt")
    (tmp_path / "bad.txt").write_bytes(b"\xff\xfe\x00\xd8")
    with pytest.raises(BadSettings, match="no text in UTF-8"):
        read_stop_words(tmp_path / "bad.txt")


@pytest.mark.parametrize("wanted", ["some", 0, -1, 2.5, True, 1_001])
def test_amounts_that_are_none(wanted):
    with pytest.raises(BadSettings, match="topics is"):
        MapSettings(topics=wanted)


def test_a_number_of_topics_that_the_papers_do_not_allow_is_told():
    topic_map = build(corpus(30), topics=40)
    (note,) = [note for note in topic_map.about["notes"] if "wanted" in note]
    assert f"40 topics were wanted; the papers allow {len(topic_map.topics)}." == note
    assert (topic_map.topics["size"] > 0).all()


def test_papers_in_another_language_are_told():
    other = pd.DataFrame(
        {"title": [f"机器学习的方法 {n}" for n in range(15)], "abstract": "新方法。"}
    )
    papers = pd.concat([corpus(30), other], ignore_index=True)
    assert any("15 of 45 papers" in note for note in build(papers).about["notes"])
    few = pd.concat([corpus(60), other.head(1)], ignore_index=True)
    for english in (corpus(30), few):
        assert not any("English" in note for note in build(english).about["notes"])


def test_stopping_every_word_leaves_a_map_of_numbers():
    words = tuple(word for own in WORDS.values() for word in own.split())
    topic_map = build(corpus(200), stop_words=(*words, *WORDS), min_topic_size=5)
    labels = [*topic_map.topics["label"], *topic_map.subtopics["label"]]
    assert len(topic_map.topics) > 1
    assert all(label.startswith("Unnamed-") for label in labels)
    assert topic_map.topics["label"].is_unique
