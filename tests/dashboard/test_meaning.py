"""Texts are read in the background, once each, and what goes wrong is told."""

import threading
from dataclasses import replace

import numpy as np
import pytest

from dashboard import meaning
from dashboard.meaning import MeaningSearch, problem_of
from tests.conftest import make_map
from topicmap.errors import BadPapers
from topicmap.placing import Placer

MAP = replace(make_map(), about={"embedder": "lsa"}, placing={"vocabulary": np.array(["a"])})


@pytest.fixture
def gate(monkeypatch):
    """Lets the placing go on, and what was placed."""
    gate = threading.Event()
    gate.placed = []

    def place(self, text):
        gate.wait(30)
        gate.placed.append(text)
        if text == "nothing":
            raise BadPapers("There is no word in this text.")
        if text == "broken":
            raise ValueError("inside")
        return text

    monkeypatch.setattr(Placer, "place", place)
    return gate


def test_an_answer_comes_later_and_once(gate):
    search = MeaningSearch(MAP)
    answer = search.ask("a text")
    assert not answer.done()
    assert search.ask("a text") is answer
    gate.set()
    assert answer.result(30) == "a text"
    assert search.ask("a text") is answer
    assert gate.placed == ["a text"]


def test_what_goes_wrong_is_a_sentence(gate):
    search = MeaningSearch(MAP)
    gate.set()
    for text, words in (("nothing", "no word"), ("broken", "Search for its words"), ("fine", "")):
        answer = search.ask(text)
        answer.exception(30)
        assert words in problem_of(answer)
        assert (problem_of(answer) == "") == (text == "fine")


def test_only_so_many_answers_are_kept(gate, monkeypatch):
    monkeypatch.setattr(meaning, "_KEPT", 2)
    search = MeaningSearch(MAP)
    gate.set()
    first = search.ask("one")
    for text in ("two", "three"):
        search.ask(text).result(30)
    assert search.ask("one") is not first


def test_what_is_waited_for_is_kept_and_a_queue_has_an_end(gate, monkeypatch):
    monkeypatch.setattr(meaning, "_KEPT", 3)
    monkeypatch.setattr(meaning, "_WAITING", 2)
    search = MeaningSearch(MAP)
    waited = [search.ask(text) for text in ("one", "two")]
    for number in range(100):
        assert not search.ask(f"too many {number}").done()
    assert [search.ask(text) for text in ("one", "two")] == waited
    gate.set()
    assert [answer.result(30) for answer in waited] == ["one", "two"]
    assert search.ask("too many 5").result(30) == "too many 5"
    assert gate.placed == ["one", "two", "too many 5"]
