"""Searching, picking and downloading on the screens, by the app's real entry file."""

import time
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.conftest import make_map
from tests.dashboard.test_screens import SCREENS, opened, screen, view, words
from topicmap.bundle import save_map
from topicmap.embedders import lsa
from topicmap.papers import text_of

LONG = "federated learning " * 600


@pytest.fixture
def readable_map(tmp_path, monkeypatch):
    """A map among whose vectors new texts can be placed."""
    plain = make_map()
    embedding = lsa.embed(text_of(plain.papers))
    about = plain.about | {"embedder": "lsa"}
    vectors, placing = embedding.vectors, embedding.placing
    topic_map = replace(plain, vectors=vectors, placing=placing, about=about)
    save_map(topic_map, tmp_path / "readable")
    monkeypatch.setenv("TOPICMAP_MAPS", str(tmp_path))
    return topic_map


def answered(app):
    """The app when a search by meaning has its answer."""
    end = time.monotonic() + 60
    while "Reading the text" in words(app) and time.monotonic() < end:
        time.sleep(0.1)
        app.run()
    assert not app.exception
    return app


def titles(app) -> list[str]:
    return app.dataframe[0].value["Title"].tolist() if app.dataframe else []


@pytest.mark.parametrize("name", ["Explore", "Papers"])
def test_a_text_finds_the_papers_most_like_it(readable_map, name):
    app = screen(name)
    app.toggle(key="by_meaning").set_value(True).run()
    app.text_input(key="search").set_value("Learning with graph neural networks").run()
    answered(app)
    assert "nearest papers" in words(app)
    assert titles(app)[0].endswith("graph neural networks")
    assert len(titles(app)) == 10
    assert app.query_params["by"] == "meaning"
    again = answered(opened(**{key: app.query_params[key] for key in app.query_params}))
    assert titles(again)[0] == titles(app)[0]


def test_switching_to_meaning_keeps_the_words(readable_map):
    app = opened(q="federated learning")
    app.toggle(key="by_meaning").set_value(True).run()
    assert answered(app).text_input(key="search").value == "federated learning"
    app.toggle(key="by_meaning").set_value(False).run()
    assert (view(app).query, view(app).by_meaning) == ("federated learning", False)


@pytest.mark.parametrize(
    "query", [LONG, "x", "the of and", "深度学习", "?!", "<b>bold</b> **x**", "'"]
)
@pytest.mark.parametrize("by", ["words", "meaning"])
def test_odd_searches_say_what_is_the_matter(readable_map, query, by):
    app = opened()
    app.toggle(key="by_meaning").set_value(by == "meaning").run()
    app.text_input(key="search").set_value(query).run()
    answered(app)
    if by == "meaning" and query in ("x", "the of and", "?!", "'"):
        assert "no word in this text" in words(app)
    if by == "words" and query == "深度学习":
        assert "No paper has these words" in words(app)
        assert "No paper is left" in app.info[0].value
    for name in SCREENS:
        app.switch_page(SCREENS[name]).run()
        answered(app)


def test_maps_that_cannot_place_a_text_say_so(normal_map):
    app = opened()
    assert app.toggle(key="by_meaning").disabled
    app = opened(q="a text", by="meaning")
    assert "made elsewhere" in words(app)
    assert not app.toggle(key="by_meaning").disabled


def tick(app, rows=(), cells=()):
    """Choose rows or cells of the table."""
    chosen = {"rows": list(rows), "columns": [], "cells": list(cells)}
    app.session_state[app.session_state["visit"].table] = {"selection": chosen}
    app.run()
    assert not app.exception
    return app


def test_papers_are_ticked_dropped_and_kept_in_the_address(normal_map):
    app = screen("Papers")
    tick(app, rows=[1, 4])
    assert view(app).picks == ("p001", "p004")
    assert "2 papers picked" in words(app)
    assert app.query_params["picks"] == ["p001", "p004"]
    app.text_input(key="search").set_value("müller12").run()
    assert view(app).picks == ("p001", "p004")
    (drop,) = [button for button in app.button if button.label == "Drop"]
    drop.click().run()
    assert view(app).picks == ()
    assert "picked" not in words(app)


def test_a_cell_opens_its_paper_and_a_topic_its_topic(normal_map):
    app = screen("Papers")
    assert view(tick(app, cells=[(4, "Title")])).paper == "p004"
    app = opened()
    home = int(make_map().papers["topic"].iloc[5])
    assert view(tick(app, cells=[(5, "Topic")])).topic == home
    assert len(app.dataframe[0].value) == make_map().topics["size"].loc[home]


def test_papers_are_listed_in_the_order_asked_for(normal_map):
    app = screen("Papers")
    app.selectbox(key="sort").set_value("new").run()
    years = [int(year) for year in app.dataframe[0].value["Year"] if year]
    assert years == sorted(years, reverse=True)
    assert app.query_params["sort"] == "new"


def test_long_lists_come_in_pages(tmp_path, monkeypatch):
    monkeypatch.setenv("TOPICMAP_MAPS", str(tmp_path))
    save_map(make_map(1_203, 4, 3), tmp_path / "long")
    app = screen("Papers")
    assert len(app.dataframe[0].value) == 500
    assert "1,203 papers listed" in words(app)
    app.text_input(key="search").set_value("müller7").run()
    assert len(app.dataframe[0].value) == 111


def test_downloads_are_offered_for_what_is_listed(normal_map):
    app = opened(q="müller1")
    buttons = app.get("download_button")
    assert [button.proto.label for button in buttons] == [
        "CSV for spreadsheets", "BibTeX", "RIS", "JSON Lines", "Markdown reading list",
    ]  # fmt: skip
    none = opened(q="nowhere")
    assert "No paper is left" in none.info[0].value


def test_a_topic_is_compared_with_another(normal_map):
    app = opened(topic="1", compare="3").switch_page(SCREENS["Topics"]).run()
    assert not app.exception
    box = app.selectbox(key="compare")
    assert box.value == 3
    box.set_value(0).run()
    assert (view(app).topic, view(app).compare) == (1, 0)
    assert app.query_params["compare"] == "0"


def test_picks_on_other_screens_lead_to_the_map_only_if_they_are_for_it(normal_map):
    app = screen("Topics")
    app.session_state["chart"] = {"pick": {"topic": 2, "at": 5}}
    app.run()
    assert "Topics" in app.title[0].value
    assert view(app).topic == 2
    app.session_state["topics"] = {"pick": {"paper": 7, "at": 6}}
    app.run()
    assert app.title[0].value == "Normal"
    assert view(app).paper == "p007"


def test_trends_draw_the_topics_of_the_filter(tmp_path, monkeypatch):
    monkeypatch.setenv("TOPICMAP_MAPS", str(tmp_path))
    plain = make_map(300, 4, 10)
    years = np.random.default_rng(0).integers(2012, 2024, 300)
    save_map(replace(plain, papers=plain.papers.assign(year=years)), tmp_path / "dated")
    app = opened(topics="1,2").switch_page(SCREENS["Trends"]).run()
    assert not app.exception
    assert len(app.dataframe[0].value) == 4
    assert len(app.get("plotly_chart")) == 1
    few = opened(q="x").switch_page(SCREENS["Trends"]).run()
    assert len(few.dataframe[0].value) == 4


@pytest.mark.parametrize(
    "leave", ["title", "year", "abstract", "authors", "venue", "source", "url"]
)
def test_maps_without_a_column(tmp_path, monkeypatch, leave):
    monkeypatch.setenv("TOPICMAP_MAPS", str(tmp_path))
    plain = make_map(40, 3, 4)
    papers = plain.papers.assign(**{leave: pd.Series(None, plain.papers.index, dtype=object)})
    save_map(replace(plain, papers=papers), tmp_path / "bare")
    app = opened(paper="p003", q="case")
    for name in SCREENS:
        app.switch_page(SCREENS[name]).run()
        assert not app.exception, (leave, name)


def test_an_abstract_pasted_before_the_switch_is_read_whole(readable_map):
    abstract = "Learning with graph neural networks, word for word. " * 12
    app = opened(q=abstract)
    assert "only the first 200 letters" in words(app)
    app.toggle(key="by_meaning").set_value(True).run()
    assert answered(app).text_input(key="search").value == abstract.strip()


@pytest.mark.parametrize("query", ["x", "the of and"])
def test_small_words_alone_are_not_searched_for(readable_map, query):
    app = opened(q=query)
    assert "say little" in words(app)
    assert view(app).query == query
    assert len(titles(app)) == len(readable_map)
