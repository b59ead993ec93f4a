import pytest
from hypothesis import given
from hypothesis import strategies as st

from topicmap.word_lists import FILLER, GENERIC, STOP_WORDS
from topicmap.words import (
    abbreviations,
    corpus_phrases,
    family,
    is_content,
    is_english,
    normal,
    phrases,
    tokens,
)


def test_terms_of_science_survive():
    text = "Self-supervised β-VAE, 3D LLMs and Schrödinger bridges; GPT-3.5 in SE(3)."
    found = set(phrases(text))
    for term in ("self-supervised β-vae", "3d llm", "schrödinger bridge", "gpt-3.5"):
        assert term in found


def test_formulas_commands_and_addresses_are_no_words():
    text = r"Cost $\mathcal{O}(n^2)$ at \url{https://a.b/c} \emph{kernels} github.com/x/y"
    assert tokens(text) == ["cost", "kernel"]
    assert tokens("in tilde{O}(sqrt{n}) memory, ResNet~cite{he2016}") == ["memory", "resnet"]


def test_glued_sentences_come_apart():
    assert "cloud anomaly" not in phrases("point clouds.Anomaly detection")
    assert "anomaly detection" in phrases("point clouds.Anomaly detection")


def test_phrases_do_not_cross_stop_words_filler_or_punctuation():
    found = phrases("graph networks for novel molecules, proteins")
    assert sorted(found) == ["graph", "graph network", "molecule", "network", "protein"]


@pytest.mark.parametrize(
    ("written", "counted"),
    [
        ("Networks", "network"), ("LLMs", "llm"), ("analyses", "analysis"), ("cameras", "camera"),
        ("matrices", "matrix"), ("vertices", "vertex"),
        ("services", "service"), ("biases", "bias"), ("bias", "bias"),
        ("dynamics", "dynamics"), ("policies", "policy"), ("boxes", "box"), ("loss", "loss"),
        ("Bayes's", "baye"), ("series", "series"), ("GANs", "gan"), ("has", "has"),
    ],
)  # fmt: skip
def test_normal(written, counted):
    assert normal(written) == counted


def test_the_lists_do_not_overlap_and_say_what_they_should():
    assert not STOP_WORDS & FILLER
    assert not (STOP_WORDS | FILLER) & GENERIC
    for word in ("method", "proposed", "propose", "results", "approach", "novel", "paper"):
        assert word in FILLER
    for word in ("learning", "graph", "diffusion", "language", "large", "deep", "causal"):
        assert is_content(word)


@given(st.text())
def test_any_text_is_taken(text):
    for phrase in phrases(text):
        assert phrase == " ".join(phrase.split())
        assert 1 <= len(phrase.split()) <= 4
    assert all(" " not in token for token in tokens(text))


def test_of_stands_inside_a_phrase_only():
    found = phrases("a mixture of experts of")
    assert sorted(found) == ["expert", "mixture", "mixture of expert"]
    assert tokens("a mixture of experts") == ["mixture", "expert"]


def test_abbreviations_are_what_the_texts_say():
    texts = [
        "Graph neural networks (GNNs) are used.",
        "GNNs again, with self-supervised learning (SSL).",
        "Neural ordinary differential equations (NODE) beside a node.", "A node in SAT and SAT.",
        "SAT", "SAT", "SAT", "Semi-autoregressive translation (SAT)", "An odd one (XYZ).",
    ]  # fmt: skip
    assert abbreviations(texts) == {
        "gnn": "graph neural network",
        "ssl": "self-supervised learning",
    }


def test_a_corpus_spells_out_abbreviations_and_drops_what_one_paper_says():
    texts = ["Graph neural networks (GNNs)."] * 20 + ["GNNs on molecules"] * 40 + ["A quokka"]
    found = corpus_phrases(texts)
    assert found[30] == ["graph neural network", "molecule"]
    assert found[-1] == []
    assert corpus_phrases(["A quokka"]) == [["quokka"]]


def test_a_beginning_of_a_term_is_no_term():
    (found, _, _) = corpus_phrases(["Markov decision processes", "Markov chains", "a process"])
    assert "markov decision process" in found
    assert "markov decision" not in found


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("fair", "fairness", True), ("molecule", "molecular", True), ("plan", "planning", True),
        ("control", "controller", True), ("generation", "generative", True),
        ("motor", "motion", False), ("transfer", "transformer", False),
        ("state", "statistic", False),
    ],
)  # fmt: skip
def test_families_of_words(one, other, alike):
    assert (family(one) == family(other)) == alike


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Self\u2011supervised", "self-supervised"),
        ("Erdős\u2013Rényi graphs", "erdős-rényi graph"),
        (r"a $\beta$-VAE and $x^2$", "β-vae"),
        (r"a $\lambda$-calculus", "λ-calculus"),
    ],
)
def test_hyphens_and_greek_letters_survive(text, phrase):
    assert phrase in phrases(text)


def test_an_abbreviation_that_a_conjunction_cuts_stays():
    assert abbreviations(["Simultaneous localization and mapping (SLAM). SLAM."]) == {}
    assert abbreviations(["Out-of-distribution (OOD) inputs."]) == {"ood": "out-of-distribution"}


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("We show that deep networks learn the features of the data from which they are made, and "
         "that these are of use for other tasks.", True),
        ("Graph kernels", True), ("", True), ("x^2 + 1 = 0", True),
        ("Wir zeigen, dass tiefe Netze die Merkmale der Daten lernen, aus denen sie entstanden "
         "sind, und dass diese auch für andere Aufgaben taugen.", False),
        ("本文提出一种新的方法", False), ("Мы показываем, что сети учатся", False),
    ],
)  # fmt: skip
def test_whether_a_text_is_english(text, english):
    assert is_english(text) == english
