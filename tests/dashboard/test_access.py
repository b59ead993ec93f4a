"""Roles are asked for in one place, shown, and nobody is more than they may be."""

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import BoundedSemaphore

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import access, shelf, store
from tests.conftest import make_map
from topicmap.bundle import save_map
from topicmap.hosting import LOCAL, ROLES

APP = Path(__file__).parents[2] / "dashboard" / "app.py"


def opened() -> AppTest:
    return AppTest.from_file(str(APP), default_timeout=180).run()


def words(app: AppTest) -> str:
    return " ".join(str(one.value) for one in (*app.title, *app.caption, *app.warning))


@pytest.fixture
def hosted(monkeypatch, tmp_path):
    monkeypatch.delenv(LOCAL)
    monkeypatch.setenv("TOPICMAP_MAPS", str(tmp_path / "maps"))
    return tmp_path / "maps"


def roles(monkeypatch, folder, text):
    (folder.parent / "roles.toml").write_text(text, "utf-8")
    monkeypatch.setenv(ROLES, str(folder.parent / "roles.toml"))


def test_at_home_nothing_is_said_of_roles(normal_map, monkeypatch):
    monkeypatch.setenv("TOPICMAP_MAPS", str(normal_map.parent))
    assert "You are" not in words(opened())


def test_hosted_everybody_is_a_viewer_and_told_so(hosted):
    save_map(make_map(20, 2, 2), hosted / "one")
    app = opened()
    assert not app.exception
    assert app.title[0].value == "One"
    assert "You are a viewer" in words(app)
    assert not [button for button in app.button if button.label == "Sign in"]


def test_hosted_without_a_map_none_is_built(hosted, monkeypatch):
    started = []
    monkeypatch.setattr(
        "dashboard.first_map.build_command",
        lambda folder: started.append(folder) or [sys.executable, "-c", ""],
    )
    store.forget_build()
    app = opened()
    assert app.title[0].value == "No map yet"
    assert started == []
    (hosted / "broken").mkdir(parents=True)
    (hosted / "broken" / "papers.parquet").write_bytes(b"PAR1")
    app = opened()
    assert app.title[0].value == "No map yet"
    assert not [button for button in app.button if "Make the map" in button.label]
    app.session_state["build"] = True
    app.run()
    assert started == []


def test_a_map_for_members_is_not_opened_for_others(hosted, monkeypatch):
    save_map(make_map(20, 2, 2), hosted / "one")
    roles(monkeypatch, hosted, 'viewer = ["@lab.example"]')
    app = opened()
    assert app.title[0].value == "These maps are for members"
    assert [button.label for button in app.button] == ["Sign in"]
    assert store.kept_map("one") is None


def test_where_the_roles_cannot_be_read_nobody_gets_in(hosted, monkeypatch, capsys):
    save_map(make_map(20, 2, 2), hosted / "one")
    roles(monkeypatch, hosted, "viewer = [")
    app = opened()
    assert app.title[0].value == "Closed for the moment"
    assert not app.button
    assert "cannot be read" in capsys.readouterr().out
    assert store.kept_map("one") is None


def test_a_damaged_map_is_named_and_who_looked_at_it_goes_on(hosted):
    save_map(make_map(20, 2, 2), hosted / "one")
    save_map(make_map(20, 2, 2), hosted / "two")
    app = AppTest.from_file(str(APP), default_timeout=180)
    app.query_params["map"] = "two"
    app.run()
    assert app.title[0].value == "Two"
    (hosted / "two" / "vectors.npy").write_bytes(b"")
    app.run()
    assert not app.exception
    assert app.title[0].value == "Two"
    assert "two/vectors.npy was altered" in words(app).replace("\\", "")
    assert str(hosted) not in words(app).replace("\\", "")


def test_a_map_replaced_by_a_damaged_one_is_named_and_the_one_before_is_shown(hosted, monkeypatch):
    monkeypatch.setattr(shelf, "_MOMENT", 60)
    save_map(make_map(20, 2, 2), hosted / "one")
    app = opened()
    save_map(make_map(30, 2, 2), hosted / "one")
    vectors = hosted / "one" / "vectors.npy"
    content = vectors.read_bytes()
    vectors.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    app.run()
    assert not app.exception
    told = words(app).replace("\\", "")
    assert "The map one was replaced, and the new one cannot be opened. one/vectors.npy" in told
    assert "It is shown as it was before." in told
    assert "20 papers" in told


@pytest.mark.parametrize("name", ["../one", "/etc", "one/../../maps/one", "..", "", "one\x00"])
def test_a_name_that_leads_elsewhere_is_no_map(hosted, name):
    save_map(make_map(20, 2, 2), hosted.parent / "one")
    save_map(make_map(20, 2, 2), hosted / "inside")
    app = AppTest.from_file(str(APP), default_timeout=180)
    app.query_params["map"] = name
    app.run()
    assert not app.exception
    assert app.title[0].value == "Inside"


def test_clearing_the_cache_closes_no_map(hosted):
    import streamlit as st

    save_map(make_map(20, 2, 2), hosted / "one")
    first = store.open_map("one")
    st.cache_resource.clear()
    st.cache_data.clear()
    assert store.open_map("one") is first


def test_a_visitor_has_so_many_files_made_at_once():
    gate, begun, making = threading.Event(), threading.Semaphore(0), BoundedSemaphore(2)

    def make() -> bytes:
        begun.release()
        gate.wait(10)
        return b"a file"

    made = access.while_viewer(make, making)
    with ThreadPoolExecutor(2) as pool:
        files = [pool.submit(made) for _ in range(2)]
        assert begun.acquire(timeout=10) and begun.acquire(timeout=10)
        with pytest.raises(PermissionError):
            made()
        gate.set()
        assert [file.result() for file in files] == [b"a file"] * 2
    assert made() == b"a file"
