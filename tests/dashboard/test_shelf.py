"""Opened things are opened once, the old one serves while the new one is opened, errors pass."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from dashboard import shelf
from dashboard.shelf import Shelf


class Thing(str):
    """A thing that is opened: it can be referred to weakly, as a map can."""


def until(check, seconds=10):
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_many_who_come_at_once_wait_for_one_opening():
    opened, gate = [], threading.Event()

    def open_it():
        gate.wait(10)
        opened.append(Thing())
        return opened[-1]

    kept = Shelf(2)
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(kept.take, "a", "1", open_it) for _ in range(8)]
        gate.set()
        found = {id(one.result()) for one in asked}
    assert len(opened) == len(found) == 1


def test_the_old_one_serves_while_the_new_one_is_opened(monkeypatch):
    monkeypatch.setattr(shelf, "_MOMENT", 0.05)
    kept, gate = Shelf(2), threading.Event()
    assert kept.take("a", "1", lambda: Thing("old")) == "old"

    def slow():
        gate.wait(10)
        return Thing("new")

    assert kept.take("a", "2", slow) == "old"
    assert kept.take("a", "2", lambda: Thing("never")) == "old"
    gate.set()
    until(lambda: kept.take("a", "2", lambda: Thing("never")) == "new")
    assert kept.kept("a") == "new"


def test_a_new_one_that_opens_at_once_is_there_at_once():
    kept = Shelf(2)
    kept.take("a", "1", lambda: Thing("old"))
    assert kept.take("a", "2", lambda: Thing("new")) == "new"
    assert kept.kept("a") == "new"
    assert kept.take("a", "2", lambda: Thing("never")) == "new"


def test_what_cannot_be_opened_is_told_each_time_and_tried_again_later(monkeypatch):
    kept, tries = Shelf(2), []

    def fail():
        tries.append(1)
        raise ValueError("damaged")

    for stamp in ("1", "1", "2", "2"):
        with pytest.raises(ValueError, match="damaged"):
            kept.take("a", stamp, fail)
    assert len(tries) == 2
    monkeypatch.setattr(shelf, "_AGAIN", 0.0)
    with pytest.raises(ValueError, match="damaged"):
        kept.take("a", "2", fail)
    assert len(tries) == 3
    assert kept.kept("a") is None
    assert kept.take("a", "2", lambda: Thing("mended")) == "mended"


def test_the_old_one_stays_where_the_new_one_is_damaged():
    kept, tries = Shelf(2), []

    def fail():
        tries.append(1)
        raise ValueError("damaged")

    kept.take("a", "1", lambda: Thing("old"))
    for _ in range(3):
        assert kept.take("a", "2", fail) == "old"
    assert len(tries) == 1
    assert kept.take("a", "3", lambda: Thing("newer")) == "newer"
    assert kept.take("a", "1", lambda: Thing("old again")) == "old again"


def test_why_the_new_one_is_not_there_is_told_and_it_is_tried_again_after_a_while(monkeypatch):
    kept, tries = Shelf(2), []

    def fail():
        tries.append(1)
        raise ValueError("damaged")

    kept.take("a", "1", lambda: Thing("old"))
    assert kept.trouble("a", "1") is None and kept.trouble("b", "1") is None
    kept.take("a", "2", fail)
    assert str(kept.trouble("a", "2")) == "damaged"
    assert kept.trouble("a", "1") is None
    monkeypatch.setattr(shelf, "_AGAIN", 0.0)
    assert kept.take("a", "2", fail) == "old"
    assert len(tries) == 2 and kept.trouble("a", "2")
    assert kept.take("a", "2", lambda: Thing("mended")) == "mended"
    assert kept.trouble("a", "2") is None


def test_the_trouble_of_one_state_is_not_that_of_the_next(monkeypatch):
    monkeypatch.setattr(shelf, "_MOMENT", 0.05)
    kept, gate = Shelf(2), threading.Event()

    def fail():
        raise ValueError("damaged")

    def slow():
        gate.wait(10)
        return Thing("third")

    kept.take("a", "1", lambda: Thing("first"))
    kept.take("a", "2", fail)
    until(lambda: kept.trouble("a", "2"))
    assert kept.take("a", "3", slow) == "first"
    assert kept.trouble("a", "3") is None
    gate.set()
    until(lambda: kept.take("a", "3", slow) == "third")


def test_what_was_asked_for_last_stays():
    kept = Shelf(2)
    for key in ("a", "b", "a", "c"):
        kept.take(key, "1", lambda key=key: Thing(key))
    assert kept.kept("a") == "a"
    assert kept.kept("b") is None
    assert kept.kept("c") == "c"


def test_what_was_pushed_off_and_is_still_looked_at_is_not_opened_again():
    kept, opened = Shelf(2), []

    def open_it(name):
        opened.append(name)
        return Thing(name)

    names = list("abcdef")
    looked_at = {name: kept.take(name, "1", lambda name=name: open_it(name)) for name in names}
    for name in names * 2:
        assert kept.take(name, "1", lambda name=name: open_it(name)) is looked_at[name]
    assert opened == names
    kept.take("a", "2", lambda: open_it("newer"))
    assert opened[-1] == "newer"
    looked_at.clear()
    kept.take("c", "1", lambda: open_it("c"))
    assert opened[-1] == "c"
