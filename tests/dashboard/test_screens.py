"""Every screen of the app, by its real entry file."""

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import shelf, store
from tests.conftest import SOURCES, make_map
from topicmap.bundle import save_map

APP = Path(__file__).parents[2] / "dashboard" / "app.py"
SCREENS = {
    "Explore": "screens/explore.py",
    "Topics": "screens/topics.py",
    "Papers": "screens/papers.py",
    "Trends": "screens/trends.py",
    "Quality": "screens/quality.py",
}


def opened(**params) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=180)
    for name, value in params.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def screen(name: str) -> AppTest:
    app = opened().switch_page(SCREENS[name]).run()
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    return " ".join(
        element.value for kind in ("title", "caption", "warning") for element in app.get(kind)
    )


def pick(app: AppTest, at: int, **chosen) -> AppTest:
    app.session_state["map"] = {"pick": {**chosen, "at": at}}
    app.run()
    assert not app.exception
    return app


def view(app: AppTest):
    return app.session_state["visit"].view


@pytest.mark.parametrize("name", SCREENS)
def test_every_screen_opens_with_every_kind_of_map(any_map, name):
    app = screen(name)
    assert any_map.replace("_", " ") in app.title[0].value.lower()
    assert "unassigned" in words(app) or name == "Trends"


@pytest.mark.parametrize("name", SCREENS)
def test_screens_have_a_filter_and_colors(normal_map, name):
    app = screen(name)
    assert app.multiselect[0].label == "Source"
    assert app.multiselect[0].options == list(SOURCES)
    assert [radio.label for radio in app.radio] == (["Color"] if name == "Explore" else [])


def test_search_filters_the_table_and_the_address(normal_map):
    app = opened()
    app.text_input(key="search").set_value("  müller12 ").run()
    assert len(app.dataframe[0].value) == 1
    assert app.query_params["q"] == "müller12"
    app.text_input(key="search").set_value("?!").run()
    assert len(app.dataframe[0].value) == 90


@pytest.mark.parametrize(
    ("params", "answer"),
    [
        ({}, "90 papers"),
        ({"q": "müller12"}, "1 of 90 papers"),
        ({"q": "nowhere"}, "No paper has these words"),
        ({"q": "?!"}, "No word to search for · 90 papers"),
        ({"source": SOURCES[1]}, "30 of 90 papers"),
        ({"q": "müller13", "source": SOURCES[1]}, "1 of 30 papers shown"),
        ({"q": "müller12", "source": SOURCES[1]}, "None of 30 papers shown"),
    ],
)
def test_the_answer_stands_at_the_search_box(normal_map, params, answer):
    app = opened(**params)
    assert answer in [caption.value.replace("\\", "") for caption in app.caption]


def test_the_headline_counts_what_the_filter_shows(normal_map):
    for name in set(SCREENS) - {"Quality"}:
        app = opened(source=SOURCES[1]).switch_page(SCREENS[name]).run()
        assert app.caption[0].value.startswith("30 of 90 papers")


def test_the_address_opens_the_same_view(normal_map):
    app = opened(q="paper", source=[SOURCES[0], SOURCES[1]], color="year", topic="0", paper="p012")
    again = opened(**{name: app.query_params[name] for name in app.query_params})
    assert view(again).fit(make_map())[1] == []
    assert view(again).picked == "p012"
    assert again.text_input(key="search").value == "paper"
    assert again.multiselect[0].value == [SOURCES[0], SOURCES[1]]
    assert again.radio[0].value == "year"
    assert len(again.dataframe[0].value) == len(app.dataframe[0].value) > 0


@pytest.mark.parametrize(
    "params",
    [{"topic": "99"}, {"paper": "<script>alert(1)</script>"}, {"source": "../x"}, {"color": "x"},
     {"topic": "x" * 5000}, {"map": "../../etc"}],
)  # fmt: skip
def test_hostile_addresses_are_left_out_with_a_note(normal_map, params):
    app = opened(**params)
    assert len(app.warning) == 1
    assert "<script>" not in app.warning[0].value
    assert view(app).picked == ""


def test_picks_arrive_and_stay(normal_map):
    app = pick(opened(), 1, paper=3)
    assert view(app).picked == "p003"
    assert app.query_params["paper"] == "p003"
    app.radio[0].set_value("strength").run()
    assert view(app).picked == "p003"
    assert view(pick(app, 2, topic=1)).picked == "topic:1"
    assert len(app.dataframe[0].value) == make_map().topics["size"].loc[1]
    assert view(pick(app, 3)).picked == ""
    assert "topic" not in app.query_params


def test_a_pick_is_taken_once(normal_map):
    app = pick(opened(), 1, paper=3)
    pick(app, 2)
    assert view(pick(app, 2, paper=3)).picked == ""


@pytest.mark.parametrize(
    "chosen", [{"paper": 10_000}, {"paper": -1}, {"paper": "p001"}, {"topic": 99}, {"topic": [1]}]
)
def test_odd_picks_are_not_taken(normal_map, chosen):
    assert view(pick(opened(), 1, **chosen)).picked == ""


def test_the_pick_survives_leaving_the_screen(normal_map):
    app = pick(opened(), 1, paper=3)
    app.switch_page(SCREENS["Topics"]).run()
    assert not app.exception
    assert view(app).picked == "p003"
    app.switch_page(SCREENS["Explore"]).run()
    assert view(app).picked == "p003"


def test_two_hundred_picks(normal_map):
    app = opened()
    for at in range(1, 201):
        app.session_state["map"] = {"pick": {"paper": at % 90, "at": at}}
    app.run()
    assert view(app).picked == f"p{200 % 90:03}"


def test_several_maps_can_be_chosen_from(tmp_path, monkeypatch):
    monkeypatch.setenv("TOPICMAP_MAPS", str(tmp_path))
    save_map(make_map(20, 2, 2), tmp_path / "alpha")
    save_map(make_map(30, 3, 2), tmp_path / "beta")
    app = opened()
    chooser = app.radio(key="map_name")
    assert chooser.label == "Map"
    assert chooser.options == ["Alpha", "Beta"]
    assert list(chooser.proto.captions) == ["20 papers · 2025-01-02", "30 papers · 2025-01-02"]
    assert "20 papers" in words(app)
    chooser.set_value("beta").run()
    assert "30 papers" in words(app)
    assert app.query_params["map"] == "beta"
    assert "30 papers" in words(opened(map="beta"))


def test_a_damaged_map_is_named_and_the_others_open(tmp_path, monkeypatch):
    monkeypatch.setenv("TOPICMAP_MAPS", str(tmp_path))
    for name in ("altered", "good", "missing"):
        save_map(make_map(20, 2, 2), tmp_path / name)
    (tmp_path / "missing" / "vectors.npy").unlink()
    with (tmp_path / "altered" / "papers.parquet").open("ab") as file:
        file.write(b"x")
    app = opened()
    assert app.title[0].value == "Good"
    assert len(app.warning) == 1
    assert app.expander[0].label == "And 1 more message"
    said = app.warning[0].value + app.expander[0].caption[0].value
    assert "missing" in said
    assert "altered" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("name", ["altered", "half"])
def test_a_link_to_a_damaged_map_says_which_is_shown(tmp_path, monkeypatch, name):
    monkeypatch.setenv("TOPICMAP_MAPS", str(tmp_path))
    save_map(make_map(20, 2, 2), tmp_path / "good")
    save_map(make_map(20, 2, 2), tmp_path / "altered")
    content = (tmp_path / "altered" / "papers.parquet").read_bytes()
    (tmp_path / "altered" / "papers.parquet").write_bytes(b"x" + content[1:])
    save_map(make_map(20, 2, 2), tmp_path / "half")
    (tmp_path / "half" / "vectors.npy").unlink()
    app = opened(map=name, topic="1")
    assert app.title[0].value == "Good"
    told = app.warning[0].value.replace("\\", "")
    assert told.endswith("The map good is shown instead.")
    assert {"altered": "cannot be opened", "half": "lacks vectors.npy"}[name] in told
    assert view(app).picked == ""


def test_a_map_replaced_while_open(tmp_path, monkeypatch):
    monkeypatch.setattr(shelf, "_MOMENT", 60)
    monkeypatch.setenv("TOPICMAP_MAPS", str(tmp_path))
    save_map(make_map(40, 2, 2), tmp_path / "one")
    app = pick(opened(), 1, paper=30)
    save_map(make_map(20, 2, 2), tmp_path / "one")
    app.run()
    assert not app.exception
    assert view(app).picked == ""
    assert [warning.value.replace("\\", "") for warning in app.warning] == [
        "The map was replaced meanwhile; this is the new one."
    ]
    assert "The picked paper is not in this map" in app.expander[0].caption[0].value
    pick(app, 2, paper=3, stamp="an older map")
    assert view(app).picked == ""


def test_topics_and_places_of_a_map_that_was_built_anew_are_left_out(tmp_path, monkeypatch):
    monkeypatch.setenv("TOPICMAP_MAPS", str(tmp_path))
    save_map(make_map(40, 3, 2), tmp_path / "one")
    params = {
        "topic": "1",
        "topics": "0,1",
        "view": "-5,5,-4,4",
        "q": "paper",
        "source": SOURCES[0],
    }
    first = opened(**params)
    link = {name: first.query_params[name] for name in first.query_params}
    assert {"made", *params} <= set(link)
    assert view(opened(**link)).topic == 1
    save_map(make_map(40, 4, 2, seed=1), tmp_path / "one")
    for app in (first.run(), opened(**link)):
        seen = view(app)
        assert (seen.topic, seen.filters.topics, seen.box) == (None, (), "")
        assert (seen.query, seen.filters.sources) == ("paper", (SOURCES[0],))
        assert "built anew" in words(app)
        assert "made" not in app.query_params


def test_picks_survive_a_map_built_anew_by_the_id_of_the_paper(tmp_path, monkeypatch):
    monkeypatch.setenv("TOPICMAP_MAPS", str(tmp_path))
    topic_map = make_map(40, 3, 2)
    save_map(topic_map, tmp_path / "one")
    app = pick(opened(), 1, paper=7)
    order = topic_map.papers.index[::-1]
    turned = replace(
        topic_map, papers=topic_map.papers.loc[order], vectors=topic_map.vectors[::-1].copy()
    )
    save_map(turned, tmp_path / "one")
    app.run()
    assert view(app).picked == "p007"


def test_a_map_deleted_while_open(tmp_path, monkeypatch):
    monkeypatch.setenv("TOPICMAP_MAPS", str(tmp_path))
    for name in ("first", "second"):
        save_map(make_map(20, 2, 2), tmp_path / name)
    app = opened(map="second")
    shutil.rmtree(tmp_path / "second")
    app.run()
    assert not app.exception
    assert app.title[0].value == "First"
    assert "second" in app.warning[0].value


def test_only_damaged_maps_offer_the_seeds(tmp_path, monkeypatch):
    monkeypatch.setenv("TOPICMAP_MAPS", str(tmp_path))
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "papers.parquet").write_bytes(b"PAR1")
    app = opened()
    assert len(app.warning) == 1
    assert app.title[0].value == "No map can be shown"
    assert "topicmap build" in app.caption[0].value
    assert app.button[0].label == "Make the map of the seed documents"


def first_start(tmp_path, monkeypatch, code: str) -> AppTest:
    monkeypatch.setenv("TOPICMAP_MAPS", str(tmp_path / "maps"))
    monkeypatch.setattr(
        "dashboard.first_map.build_command", lambda folder: [sys.executable, "-c", code]
    )
    store.forget_build()
    return opened()


def test_without_a_map_one_is_made(tmp_path, monkeypatch):
    save_map(make_map(20, 2, 2), tmp_path / "seeds")
    move = f"import os; os.rename({str(tmp_path / 'seeds')!r}, {str(tmp_path / 'maps/seeds')!r})"
    (tmp_path / "maps").mkdir()
    app = first_start(tmp_path, monkeypatch, f"input() if 0 else None; {move}")
    store.first_build().wait(60)
    app.run()
    assert not app.exception
    assert app.title[0].value == "Seeds"


def test_a_failed_build_says_why_and_can_be_tried_again(tmp_path, monkeypatch):
    code = "import sys; print('The disk is full.', file=sys.stderr); sys.exit(1)"
    app = first_start(tmp_path, monkeypatch, code)
    store.first_build().wait(60)
    app.run()
    assert "The disk is full" in app.warning[0].value
    first = store.first_build()
    app.button[0].click().run()
    assert not app.exception
    assert store.first_build() is not first
    store.first_build().wait(60)


def test_showing_a_map_loads_no_builder(normal_map, clean_environment):
    code = (
        "import sys; from streamlit.testing.v1 import AppTest;"
        f"app = AppTest.from_file({str(APP)!r}, default_timeout=180).run();"
        "assert not app.exception and app.title[0].value == 'Normal';"
        "app.switch_page('screens/topics.py').run(); assert not app.exception;"
        "print(*sys.modules)"
    )
    environment = {**clean_environment, "TOPICMAP_MAPS": str(normal_map.parent)}
    run = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=120
    )
    assert run.returncode == 0, run.stderr
    heavy = {
        "umap",
        "numba",
        "bertopic",
        "hdbscan",
        "onnxruntime",
        "tokenizers",
        "sklearn",
        "torch",
    }
    assert not heavy & {name.partition(".")[0] for name in run.stdout.split()}


def test_the_topics_screen_tells_what_was_done_otherwise(tmp_path, monkeypatch):
    topic_map = make_map()
    notes = ["With <few> papers topics are hints.", "40 topics were wanted; the papers allow 6."]
    save_map(replace(topic_map, about=topic_map.about | {"notes": notes}), tmp_path / "noted")
    monkeypatch.setenv("TOPICMAP_MAPS", str(tmp_path))
    shown = words(screen("Topics"))
    assert "40 topics were wanted" in shown
    assert "few" in shown


def test_names_of_columns_and_maps_are_no_markup(tmp_path, monkeypatch):
    monkeypatch.setenv("TOPICMAP_MAPS", str(tmp_path))
    plain = make_map()
    hostile = "![p](http://example.org/p.png)"
    papers = plain.papers.assign(**{hostile: [f"kind {row % 3}" for row in range(len(plain))]})
    save_map(replace(plain, papers=papers), tmp_path / "a_*b*")
    save_map(make_map(20, 2, 2), tmp_path / "beta")
    app = opened()
    assert not app.exception
    shown = [option for radio in app.radio for option in radio.options]
    assert [option for option in shown if option.startswith("\\!\\[p\\]\\(http")], shown
    assert not [option for option in shown if "*b*" in option or "![" in option]
