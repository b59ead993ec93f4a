"""A lab's dashboard as a process: who reaches it, what they may send, and what they see."""

import asyncio
import json
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

import httpx
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.browser.conftest import free_port
from tests.conftest import make_map
from tests.labs import hosted
from tests.visitors import Visitor, run
from topicmap.bundle import save_map

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no such signals on Windows")


@pytest.fixture(scope="module")
def lab(tmp_path_factory) -> Iterator[str]:
    """The address of a dashboard with the maps "one" and "two"."""
    folder = tmp_path_factory.mktemp("lab")
    save_map(make_map(), folder / "maps" / "one")
    save_map(make_map(30, 2, 2), folder / "maps" / "two")
    with hosted(folder, "--base-path", "/maps", "--host", "maps.lab.example") as one:
        yield one.address
    assert "Visitors may reach it as" in one.told and "maps.lab.example" in one.told
    assert "Ctrl+C" not in one.told


def visit(address: str, *words: str, **chosen) -> Visitor:
    """A visitor who has come and searched."""

    async def go() -> Visitor:
        visitor = Visitor(address, **chosen)
        await visitor.arrive()
        for word in words:
            await visitor.search(word)
        await visitor.leave()
        return visitor

    return run(go())


def refused(address: str, **chosen) -> bool:
    try:
        visit(address, **chosen)
    except InvalidStatus as error:
        return error.response.status_code == 403
    return False


def test_it_is_at_its_base_path(lab):
    assert httpx.get(f"{lab}/_stcore/health").text == "ok"
    elsewhere = httpx.get(f"{lab.removesuffix('/maps')}/_stcore/health")
    assert elsewhere.status_code == 404


def test_a_viewer_sees_and_searches(lab):
    visitor = visit(lab, "graph")
    assert "q=graph" in visitor.query
    assert b"You are a viewer" in visit(lab).texts


def test_the_page_sends_no_statistics_and_offers_nothing_of_a_developer(lab):
    told = visit(lab).told.config
    assert not told.gather_usage_stats
    assert told.show_error_links == told.SHOW_ERROR_LINKS_FALSE
    assert told.toolbar_mode == told.VIEWER


def test_errors_tell_visitors_nothing_and_the_log_all(tmp_path):
    save_map(make_map(20, 2, 2), tmp_path / "maps" / "one")
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "sitecustomize.py").write_text(
        "import sys, topicmap.bundle as bundle\n"
        "def fail(folder): raise RuntimeError('of the inside')\n"
        "if 'streamlit' in ' '.join(sys.orig_argv): bundle.list_maps = fail\n"
    )
    with hosted(tmp_path, PYTHONPATH=str(tmp_path / "code")) as one:
        visitor = visit(one.address)
    assert "RuntimeError: of the inside" in one.told
    assert "\x1b" not in one.told  # no colours in a log
    assert b"recorded in the logs" in visitor.texts
    for inside in (
        b"of the inside",
        b"RuntimeError",
        b"Traceback",
        b"app.py",
        str(tmp_path).encode(),
    ):
        assert inside not in visitor.texts, inside


def test_a_hasty_visitor_has_one_run_at_a_time(tmp_path):
    """Two at once change one session state: "dictionary changed size during iteration"."""
    save_map(make_map(), tmp_path / "maps" / "one")
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "sitecustomize.py").write_text(_WATCH)

    async def hasty(address: str) -> Visitor:
        visitor = Visitor(address)
        await visitor.arrive()
        for number in range(40):
            await visitor.search_on(f"graph {number}")
            await asyncio.sleep(0.02)
        await visitor.search("image")
        await asyncio.sleep(1)
        await visitor.leave()
        return visitor

    with hosted(tmp_path, PYTHONPATH=str(tmp_path / "code")) as one:
        run(hasty(one.address))
    assert "began" in one.told
    assert "beside another" not in one.told and "Traceback" not in one.told, one.told


def test_who_comes_back_at_once_keeps_the_address(lab):
    """Their browser hears of the other page, and asks for this one with the address of before."""

    async def go() -> list[str]:
        visitor, seen = Visitor(lab, query="q=graph", page="papers"), []
        await visitor.arrive()
        for milliseconds in range(0, 100, 5):
            await visitor.turn_to("Explore", "Papers", pause=milliseconds / 1000)
            seen.append(visitor.query)
        await visitor.leave()
        return seen

    assert {"q=graph" in query for query in run(go())} == {True}


def test_who_looks_at_the_first_map_stays_with_it(tmp_path):
    """Also where another comes first meanwhile; and where theirs goes, it is told."""
    maps = tmp_path / "maps"
    save_map(make_map(20, 2, 2), maps / "kept")
    save_map(make_map(30, 2, 2), maps / "other")

    async def go(address: str) -> list[bytes]:
        visitor, seen = Visitor(address), []
        await visitor.arrive()
        save_map(make_map(40, 2, 2), maps / "first")
        await visitor.search("graph")
        seen.append(visitor.texts)
        (maps / "kept" / "papers.parquet").write_bytes(b"no map any more")
        await visitor.search("image")
        seen.append(visitor.texts)
        shutil.rmtree(maps / "kept")
        await asyncio.sleep(3)  # the folder is looked at every two seconds
        await visitor.search("graph")
        seen.append(visitor.texts)
        await visitor.leave()
        return seen

    with hosted(tmp_path) as one:
        came, damaged, gone = (text.replace(b"\\", b"") for text in run(go(one.address)))
    assert b"20 papers \xc2\xb7 2 topics" in came and b"is not here" not in came
    assert b"20 papers \xc2\xb7 2 topics" in damaged and b"kept/papers.parquet" in damaged
    assert b"The map kept is not here. The map first is shown instead." in gone


def test_what_is_no_choice_costs_nothing(lab):
    """A text counts as so many choices, and the name of a topic that is none took long to find."""
    visitor = visit(lab)

    async def go() -> None:
        await visitor.arrive()
        await visitor.say("filter-topics", string_value="x" * 900_000)
        await visitor.leave()

    before = time.perf_counter()
    run(go())
    assert time.perf_counter() - before < 12  # half of what it took, on a quick machine


def test_a_map_that_cannot_be_shown_closes_no_other(tmp_path):
    good = make_map(20, 2, 2)
    save_map(good, tmp_path / "maps" / "one")
    nowhere = good.topics.assign(x=float("nan"))
    save_map(replace(good, topics=nowhere), tmp_path / "maps" / "another")
    save_map(good, tmp_path / "maps" / "half a letter")
    path = tmp_path / "maps" / "half a letter" / "manifest.json"
    told = json.loads(path.read_text("utf-8"))
    told["about"]["created"] = "\ud800"
    path.write_text(json.dumps(told), "utf-8")
    with hosted(tmp_path) as one:
        seen = visit(one.address).texts.replace(b"\\", b"")
    assert b"topic-map" in seen
    for problem in (b"another cannot be shown", b"half a letter/manifest.json is damaged"):
        assert problem in seen, re.findall(b"(?s).{,40}(?:shown|damaged).{,40}", seen)
    assert "Traceback" in one.told  # for whoever runs it


_WATCH = """
import sys

if "streamlit" in " ".join(sys.orig_argv):
    from streamlit.runtime.state.session_state import SessionState

    begin, finish = SessionState.on_script_will_rerun, SessionState.on_script_finished
    under_way = set()

    def begun(self, *given, **named):
        print("began beside another" if id(self) in under_way else "began", flush=True)
        under_way.add(id(self))
        begin(self, *given, **named)

    def finished(self, *given, **named):
        finish(self, *given, **named)
        under_way.discard(id(self))

    SessionState.on_script_will_rerun, SessionState.on_script_finished = begun, finished
"""


def test_no_configuration_of_the_working_folder_counts(tmp_path):
    """Cloud hosts read .streamlit/config.toml, too: the address comes from the command."""
    save_map(make_map(20, 2, 2), tmp_path / "maps" / "one")
    for folder in (tmp_path / "home" / ".streamlit", tmp_path / ".streamlit"):
        folder.mkdir(parents=True)
        (folder / "config.toml").write_text(
            '[server]\naddress = "0.0.0.0"\nport = 1\nenableXsrfProtection = false\n'
            'corsAllowedOrigins = ["https://evil.example"]\n'
        )
    (tmp_path / "home" / ".streamlit" / "config.toml").write_text('[server]\naddress = "0.0.0.0"\n')
    with hosted(tmp_path, HOME=str(tmp_path / "home")) as one:
        assert httpx.get(f"{one.address}/_stcore/health").text == "ok"
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"{one.address}/_stcore/health".replace("127.0.0.1", "127.0.0.2"))
        assert refused(one.address, origin="https://evil.example")


def test_it_waits_for_maps_where_it_cannot_build_one(tmp_path):
    (tmp_path / "maps" / "seeds").mkdir(parents=True)
    (tmp_path / "maps" / "seeds" / "notes.txt").write_text("no map")
    with hosted(tmp_path) as one:
        assert b"No map yet" in visit(one.address).texts
        save_map(make_map(20, 2, 2), tmp_path / "maps" / "one")
        assert b"topic-map" in visit(one.address).texts
    assert (tmp_path / "maps" / "seeds" / "notes.txt").read_text() == "no map"


def test_it_says_why_it_cannot_build_a_map(tmp_path):
    (tmp_path / "file").write_text("")
    with hosted(tmp_path, maps=tmp_path / "file" / "maps") as one:
        assert b"No map yet" in visit(one.address).texts
    assert "file is no folder, so no map can be made" in one.told
    assert "Name another folder, or put a map into this one." in one.told


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "lab.example"])
def test_it_answers_to_its_own_names_only(lab, host):
    assert refused(lab, host=host)


def test_it_answers_to_the_name_that_was_given(lab):
    assert visit(lab, host="maps.lab.example").took


def test_a_page_of_another_host_is_refused(lab):
    assert refused(lab, origin="https://evil.example")


NO_MESSAGE, TOO_LARGE = 1002, 1009  # the codes with which a WebSocket ends


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (b"\xff" * 1_000, NO_MESSAGE),
        (b"\x08" * 1_500_000, TOO_LARGE),  # more than a page may send
        (b"\xff" * 11_000_000, TOO_LARGE),  # more than is read at all
    ],
)
def test_messages_that_are_none_or_too_large_end_their_own_session_alone(lab, message, code):
    async def go() -> None:
        other, bad = Visitor(lab), Visitor(lab)
        await asyncio.gather(other.arrive(), bad.arrive())
        with suppress(ConnectionClosed):
            await bad.send(message)
        assert await bad.ended_with() == code
        await other.search("graph")
        assert "q=graph" in other.query
        await other.leave()

    run(go())


@pytest.mark.parametrize("wish", ["clear_cache", "set_run_on_save", "debug_shutdown_runtime"])
def test_wishes_of_a_developer_do_no_harm(lab, wish):
    async def go() -> None:
        bad = Visitor(lab)
        await bad.arrive()
        await bad.send(BackMsg(**{wish: True}).SerializeToString())
        await asyncio.sleep(0.5)
        await bad.leave()

    run(go())
    assert "q=graph" in visit(lab, "graph").query


def test_a_picture_of_next_to_nothing_stops_nobody(lab):
    async def go() -> None:
        other, bad = Visitor(lab), Visitor(lab)
        await asyncio.gather(other.arrive(), bad.arrive())
        async with asyncio.timeout(60):
            await bad.pick(picture=[0, 1e-300, 0, 1e-300], theme="light")
            await other.search("graph")
        assert "q=graph" in other.query
        await asyncio.gather(other.leave(), bad.leave())

    run(go())


def test_no_file_can_be_sent_though_nothing_asks_for_one(lab):
    """Streamlit keeps what is sent in memory, for anyone with a session, asked for or not."""

    async def go() -> tuple[int, int]:
        visitor = Visitor(lab)
        await visitor.arrive()
        async with httpx.AsyncClient() as client:
            await client.get(f"{lab}/_stcore/health")
            token = client.cookies.get("_streamlit_xsrf", "")
            headers = {"X-Xsrftoken": token}
            where = f"{lab}/_stcore/upload_file/{visitor.session}/one"
            answers = [
                await client.put(where, files={"file": ("a.txt", content)}, headers=headers)
                for content in (b"small", bytes(900_000))
            ]
        await visitor.leave()
        return tuple(answer.status_code for answer in answers)

    assert run(go()) == (413, 413)


def test_what_is_sent_needs_the_token_of_the_page(lab):
    """Another page can make a browser send its cookies, but does not know the token in them."""

    async def go() -> int:
        visitor = Visitor(lab)
        await visitor.arrive()
        where = f"{lab}/_stcore/upload_file/{visitor.session}/one"
        async with httpx.AsyncClient() as client:
            await client.get(f"{lab}/_stcore/health")
            answer = await client.put(where, files={"file": ("a.txt", b"small")})
        await visitor.leave()
        return answer.status_code

    assert run(go()) == 403


def test_nobody_sees_what_another_looks_at(lab):
    async def go() -> tuple[Visitor, Visitor]:
        one, other = Visitor(lab), Visitor(lab)
        await asyncio.gather(one.arrive(), other.arrive())
        await one.search("diffusionary")
        await other.search("graph")
        await asyncio.gather(one.leave(), other.leave())
        return one, other

    one, other = run(go())
    assert b"diffusionary" in one.texts
    assert b"diffusionary" not in other.texts
    assert "diffusionary" not in other.query


@pytest.mark.parametrize("path", ["_stcore/agent/interact", "_stcore/agent/mcp"])
def test_no_other_door_is_open(lab, path):
    assert "does not serve the agent API" in httpx.post(f"{lab}/{path}", json={}).text


def shown(visitor: Visitor) -> tuple[str, int]:
    """The name of the map that a visitor sees, and of how many papers it is."""
    name = re.search(rb'"map": "(\w*)"', visitor.texts)
    count = re.search(rb'"papers": (\d+)', visitor.texts)
    assert name and count
    return name[1].decode(), int(count[1])


def test_maps_come_and_change_without_a_restart(tmp_path):
    save_map(make_map(20, 2, 2), tmp_path / "maps" / "one")
    with hosted(tmp_path) as one:

        async def go() -> None:
            visitor = Visitor(one.address, query="map=one")
            await visitor.arrive()
            save_map(make_map(30, 2, 2), tmp_path / "maps" / "new")
            await visitor.search("paper")
            assert b"New" in visitor.texts
            save_map(make_map(40, 2, 2), tmp_path / "maps" / "one")
            await visitor.search("paper 1")
            while shown(visitor) != ("one", 40):  # the old one, as long as the new one is opened
                assert shown(visitor) == ("one", 20)
                await asyncio.sleep(0.2)
                await visitor.search("paper 1")
            for file in (tmp_path / "maps" / "one").iterdir():
                file.write_bytes(b"")
            await visitor.search("paper")
            assert shown(visitor) == ("one", 40)
            assert b"damaged" in visitor.texts
            assert str(tmp_path).encode() not in visitor.texts
            await visitor.leave()

        run(go())


def test_a_clock_that_goes_backwards_takes_nothing_away(lab):
    async def go() -> Visitor:
        visitor = Visitor(lab, query="map=one")
        await visitor.arrive()
        for at, paper in ((2_000_000, 5), (1_000_000, 7), (-3, 9)):
            await visitor.pick(at=at, paper=paper)
            assert f"paper=p{paper:03}" in visitor.query
        await visitor.leave()
        return visitor

    assert len(run(go()).took) == 4


def test_who_was_there_when_the_server_died_comes_back_by_the_address(tmp_path):
    save_map(make_map(), tmp_path / "maps" / "one")
    port = free_port()

    async def look(query: str) -> Visitor:
        visitor = Visitor(f"http://127.0.0.1:{port}", query=query)
        await visitor.arrive()
        if not query:
            await visitor.search("graph")
            await visitor.pick(paper=7)
        await visitor.leave()
        return visitor

    with hosted(tmp_path, port=port):
        before = run(look(""))
    with hosted(tmp_path, port=port):
        again = run(look(before.query))
    assert "paper=p007" in before.query and "q=graph" in before.query
    assert b'"picked": "p007"' in again.texts
    assert b'"papers": 90' in again.texts


def test_a_file_is_no_folder_of_maps(tmp_path):
    (tmp_path / "maps").write_text("")
    with pytest.raises(AssertionError), hosted(tmp_path):
        pass
    assert "is no folder" in (tmp_path / "log.txt").read_text()


def test_at_home_other_names_are_refused(tmp_path):
    """A page elsewhere cannot reach this computer's dashboard under a name of its own."""
    from tests.topicmap.test_serve import dashboard, wait_until_served

    save_map(make_map(20, 2, 2), tmp_path / "maps" / "one")
    port = free_port()
    with dashboard(tmp_path, tmp_path / "maps", "--port", port, "--headless") as process:
        wait_until_served(port, process)
        address = f"http://127.0.0.1:{port}"
        assert refused(address, host="evil.example")
        assert visit(address).took
