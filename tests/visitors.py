"""Visitors of a dashboard without a browser: they speak Streamlit's protocol over a WebSocket."""

import asyncio
import json
import re
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from ssl import SSLContext
from typing import Any, TypeVar

from google.protobuf.message import Message
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NewSession_pb2 import NewSession
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

T = TypeVar("T")
STREAM = "_stcore/stream"
LARGEST = 200_000_000  # bytes of a message
PATIENCE = 120  # seconds
_XSRF = re.compile(r"_streamlit_xsrf=([^;]+)")
_STAMP = re.compile(rb'"stamp": ?"([0-9a-f]{16})"')


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """What a coroutine comes to, in a thread of its own: playwright's loop may run in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


@dataclass
class Visitor:
    """One visitor of the dashboard at an address such as ``http://127.0.0.1:8501``.

    ``host`` is the name that the server is called by, where that is another. ``took`` holds the
    seconds of each interaction, ``received`` the bytes that came, ``files`` the ids of the page's
    downloads, ``told`` what the page is told when it opens a session.
    """

    address: str
    query: str = ""
    page: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    host: str = ""
    origin: str = ""
    ssl: SSLContext | None = None
    took: list[tuple[str, float]] = field(default_factory=list)
    received: int = 0
    texts: bytes = b""
    redirect: str = ""

    files: list[str] = field(default_factory=list)
    told: NewSession = field(default_factory=NewSession)

    _socket: ClientConnection | None = None
    _ids: dict[str, str] = field(default_factory=dict)
    _held: dict[str, dict] = field(default_factory=dict)
    _pages: dict[str, str] = field(default_factory=dict)
    _shown: str = ""
    _script: str = ""
    _stamp: str = ""

    @property
    def session(self) -> str:
        """The id of the session."""
        return self.told.initialize.session_id

    async def arrive(self) -> None:
        """Open a session and wait for the first page."""
        await self.enter()
        await self._run("arrive")

    async def enter(self) -> None:
        """Open a session, and ask for nothing yet."""
        scheme, _, rest = self.address.rstrip("/").partition("://")
        where, _, path = rest.partition("/")
        host, _, port = where.partition(":")
        name = self.host or where
        token = _XSRF.findall(self.headers.get("Cookie", ""))[:1]
        self._socket = await connect(
            f"{scheme.replace('http', 'ws')}://{name}/{f'{path}/{STREAM}'.lstrip('/')}",
            host=host,
            port=int(port),
            subprotocols=[Subprotocol(one) for one in ("streamlit", *token)],
            max_size=LARGEST,
            additional_headers=self.headers,
            origin=self.origin or f"{scheme}://{name}",
            ssl=self.ssl,
        )

    async def search(self, words: str) -> None:
        """Search for words."""
        self._held["search"] = {"string_value": words}
        await self._run("search")

    async def search_on(self, words: str) -> None:
        """Search for words, and do not wait for what is found."""
        self._held["search"] = {"string_value": words}
        await self._ask()

    async def pick(self, at: int | None = None, **what: Any) -> None:
        """Pick a topic in the panel, or a paper (its row) on the map, at some microsecond."""
        panel = "panel" if "topic" in what else "map"
        moment = time.time_ns() // 1_000 if at is None else at
        pick = {**what, "at": moment, "stamp": self._stamp}
        self._held[panel] = {"json_value": json.dumps({"pick": pick})}
        await self._run(next(iter(what)))

    async def say(self, widget: str, **value: Any) -> None:
        """Say that a widget, by the end of its id, holds this."""
        self._held[widget] = value
        await self._run(widget)

    async def turn_to(self, *titles: str, pause: float = 0) -> None:
        """Go to pages by their titles, each some seconds after the one before, in their order.

        All are asked for by the page that is shown now, and each drops the address of what is
        shown, as in a browser that hears of all of them late.
        """
        self._held.clear()
        here = self._script
        for title in titles:
            self._script = self._pages[title]
            await self._ask("" if self._script != here else self.query)
            await asyncio.sleep(pause)
        self._script = ""
        async with asyncio.timeout(PATIENCE):
            while self._script != self._pages[titles[-1]]:
                await self._hear()

    async def press(self, button: str) -> None:
        """Press a button, by the end of its widget's id."""
        self._held[button] = {"trigger_value": True}
        try:
            await self._run(button)
        finally:
            del self._held[button]

    async def download(self, file: str) -> str:
        """The address of a file that the server makes when it is asked; empty if it does not."""
        message = BackMsg()
        request = message.backend_operation_request
        request.request_id, request.session_id = "one", self.session
        request.deferred_file.file_id = file
        await self.send(message.SerializeToString())
        assert self._socket
        async with asyncio.timeout(PATIENCE):
            async for data in self._socket:
                answer = ForwardMsg.FromString(data).backend_operation_response
                if answer.request_id:
                    return answer.deferred_file.url
        raise AssertionError("the server closed the session")

    async def leave(self) -> None:
        """Close the session."""
        if self._socket:
            await self._socket.close()

    async def send(self, message: bytes) -> None:
        """Send anything, also what a page would not send."""
        assert self._socket
        await self._socket.send(message)

    async def ended_with(self, seconds: float = 20) -> int | None:
        """The code with which the server closes the session within some seconds."""
        assert self._socket
        with suppress(TimeoutError):
            await asyncio.wait_for(self._socket.wait_closed(), seconds)
        return self._socket.close_code

    async def _run(self, name: str) -> None:
        began = time.perf_counter()
        await self._ask()
        async with asyncio.timeout(PATIENCE):
            await self._hear()
        self.took.append((name, time.perf_counter() - began))

    async def _ask(self, query: str | None = None) -> None:
        message = BackMsg()
        rerun = message.rerun_script
        rerun.query_string = self.query if query is None else query
        rerun.page_script_hash = self._script
        rerun.page_name = "" if self._script else self.page
        rerun.context_info.url = self.address
        for widget, value in self._held.items():
            rerun.widget_states.widgets.add(id=self._ids[widget], **value)
        if not self._held:
            rerun.widget_states.SetInParent()
        await self.send(message.SerializeToString())

    async def _hear(self) -> None:
        """Take what the server says until it has finished."""
        assert self._socket
        self.texts, self.files = b"", []
        started = False
        async for data in self._socket:
            assert isinstance(data, bytes)
            self.received += len(data)
            message = ForwardMsg.FromString(data)
            kind = message.WhichOneof("type")
            if kind == "new_session":
                started, self._script = True, message.new_session.page_script_hash
                self.told = message.new_session
            elif kind == "delta":
                self._read(message, data)
            elif kind == "auth_redirect":
                self.redirect = message.auth_redirect.url
            elif kind == "navigation":
                pages = message.navigation.app_pages
                self._pages = {page.page_name: page.page_script_hash for page in pages}
                if self._shown not in ("", message.navigation.page_script_hash):
                    self.query = ""  # a browser goes to the bare address of the page
                self._shown = message.navigation.page_script_hash
            elif kind == "page_info_changed":
                self.query = message.page_info_changed.query_string
            elif kind == "script_finished" and started:
                status = ForwardMsg.ScriptFinishedStatus.Name(message.script_finished)
                if status == "FINISHED_SUCCESSFULLY":
                    return
                assert status == "FINISHED_EARLY_FOR_RERUN", status
        raise AssertionError("the server closed the session")

    def _read(self, message: ForwardMsg, data: bytes) -> None:
        self.texts += data
        if file := message.delta.new_element.download_button.deferred_file_id:
            self.files.append(file)
        if not self.took:
            for widget in _ids(message):
                self._ids[widget.split("-", 2)[2]] = f"$${widget}"
        if stamp := _STAMP.search(data):
            self._stamp = stamp[1].decode()


def _ids(message: Message) -> Iterator[str]:
    """The ids of the widgets in a message."""
    for known, value in message.ListFields():
        if known.name == "id" and isinstance(value, str) and value.startswith("$$ID-"):
            yield value.removeprefix("$$")
        elif isinstance(value, Message):
            yield from _ids(value)
