from unittest.mock import MagicMock

import pytest
from streamlit.runtime import Runtime
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from dashboard import shelf, store
from tests.conftest import make_map
from topicmap.bundle import save_map
from topicmap.errors import BadBundle


@pytest.fixture
def server(monkeypatch):
    """A server's media files without a server."""
    runtime = MagicMock(spec=Runtime)
    runtime.media_file_mgr = MediaFileManager(MemoryMediaFileStorage("/media"))
    monkeypatch.setattr(Runtime, "_instance", runtime)
    return runtime.media_file_mgr


def test_plotly_is_served_from_where_it_lies(server):
    url = store.plotly_url()
    assert url.startswith("/media/")
    content = server.read_file(url.removeprefix("/media/").partition(".")[0])
    assert b"plotly.js v" in content.content[:300]


def test_the_files_of_a_map_are_served(server, normal_map):
    urls = store.map_urls(store.open_map("normal"))
    assert set(urls) == {"scene", "titles"}
    assert all(url.startswith("/media/") for url in urls.values())


def test_without_a_server_there_is_no_address(monkeypatch):
    monkeypatch.setattr(Runtime, "_instance", None)
    assert store.plotly_url() == ""


def test_a_map_is_opened_once_and_again_when_replaced(tmp_path, monkeypatch):
    monkeypatch.setattr(shelf, "_MOMENT", 60)
    monkeypatch.setenv("TOPICMAP_MAPS", str(tmp_path))
    save_map(make_map(20, 2, 2), tmp_path / "one")
    first = store.open_map("one")
    assert store.open_map("one") is first
    save_map(make_map(30, 2, 2), tmp_path / "one")
    second = store.open_map("one")
    assert len(second.topic_map) == 30
    assert second.stamp != first.stamp


def test_a_map_that_is_gone(tmp_path, monkeypatch):
    monkeypatch.setenv("TOPICMAP_MAPS", str(tmp_path))
    with pytest.raises(BadBundle, match="no longer there"):
        store.open_map("gone")


def test_what_is_being_written_is_left_out(tmp_path, monkeypatch):
    monkeypatch.setenv("TOPICMAP_MAPS", str(tmp_path))
    save_map(make_map(5, 1, 1), tmp_path / "good")
    (tmp_path / "half").mkdir()
    (tmp_path / "half" / "papers.parquet").write_bytes(b"PAR1")
    (tmp_path / "good.new-1f2e3d4c5b6a798800112233").mkdir()
    (tmp_path / "no map").mkdir()
    found = {info.name: bool(info.problem) for info in store.found_maps()}
    assert found == {"good": False, "half": True}
