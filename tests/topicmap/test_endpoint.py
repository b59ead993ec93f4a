"""One way to ask servers: bounded in time and size, to no other address, the key never shown."""

import json
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topicmap import endpoint as module
from topicmap.endpoint import Endpoint, NoAnswer
from topicmap.errors import BadSettings

KEY = "sk-proj-0123456789abcdefghij"
QUESTION = {"input": ["ü \ud800"]}


class Stand:
    """What a server was asked, and when; ``script`` writes one answer to a handler."""

    def __init__(self, script):
        self.script, self.asked, self.times = script, [], []
        self.end = threading.Event()


@contextmanager
def serving(script):
    """A `Stand` and the `Endpoint` of it, which has little patience."""
    stand = Stand(script)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            stand.asked.append((self.path, dict(self.headers), json.loads(body)))
            stand.times.append(time.monotonic())
            stand.script(self)

        def log_message(self, *_):
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_):
            """Nothing: who hangs up on such a server is right."""

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    base = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield stand, Endpoint(base, KEY, seconds=5.0, pauses=(0.01, 0.01), most=1_000)
    finally:
        stand.end.set()
        server.shutdown()
        server.server_close()
        thread.join()


def answering(status, body=b"", **headers):
    """A script that answers so; ``Retry_After`` is the header Retry-After."""

    def script(handler):
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return script


def in_turn(*scripts):
    """A script that answers by each of the scripts once."""
    rest = iter(scripts)
    return lambda handler: next(rest)(handler)


def failure(endpoint, seconds=60.0):
    with pytest.raises(NoAnswer) as told:
        endpoint.ask("embeddings", QUESTION, seconds)
    assert KEY not in told.value.whole
    return told.value


def test_a_question_and_its_answer():
    with serving(answering(200, b'{"data": []}')) as (stand, endpoint):
        assert endpoint.ask("embeddings", QUESTION) == b'{"data": []}'
        slash = replace(endpoint, base=f"{endpoint.base}/?version=2#part", key="")
        slash.ask("embeddings", QUESTION)
    (path, headers, question), (other_path, other_headers, _) = stand.asked
    assert (path, question) == ("/v1/embeddings", QUESTION)
    assert headers["Authorization"] == f"Bearer {KEY}"
    assert other_path == "/v1/embeddings?version=2"
    assert "Authorization" not in other_headers


@pytest.mark.parametrize("start", [b"HTTP/1.0 200 OK\r\n", b"HTTP/1.0 200 OK\r\n\r\n",
                                   b"HTTP/1.0 401 No\r\n\r\n", b""])  # fmt: skip
def test_a_drip_is_left_in_time(start):
    def drip(handler):
        handler.wfile.write(start)
        for _ in range(250):
            if not stand.end.wait(0.02):
                handler.wfile.write(b"X")

    with serving(drip) as (stand, endpoint):
        began = time.monotonic()
        error = failure(replace(endpoint, seconds=0.2))
        assert time.monotonic() - began < 3
    assert str(error) in ("no answer in time", "HTTP status 401")


def test_a_drip_that_was_left_is_hung_up_on():
    left = threading.Event()

    def drip(handler):
        handler.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n")
        try:
            for _ in range(500):
                handler.wfile.write(b"X")
                time.sleep(0.01)
        except OSError:
            left.set()

    with serving(drip) as (_, endpoint):
        failure(replace(endpoint, seconds=0.2, pauses=(), most=100_000))
        assert left.wait(3)


def test_all_tries_have_a_bound_too():
    with serving(answering(503)) as (stand, endpoint):
        began = time.monotonic()
        failure(replace(endpoint, pauses=(30.0,)), seconds=1.0)
        assert time.monotonic() - began < 1
    assert len(stand.asked) == 1


@pytest.mark.parametrize("headers", [{}, {"Content_Length": "5000"}])
def test_an_answer_that_is_too_large(headers):
    with serving(answering(200, b"x" * 5_000, **headers)) as (stand, endpoint):
        error = failure(endpoint)
        assert str(error) == "an answer of more than 1,000 bytes"
        assert len(stand.asked) == 1
        assert replace(endpoint, most=5_000).ask("embeddings", QUESTION) == b"x" * 5_000


def test_without_time_nobody_is_asked():
    with serving(answering(200)) as (stand, endpoint):
        assert str(failure(endpoint, seconds=0.0)) == "no time left"
    assert stand.asked == []


def test_an_answer_in_chunks():
    chunks = b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    with serving(answering(200, chunks, Transfer_Encoding="chunked")) as (_, endpoint):
        assert endpoint.ask("embeddings", QUESTION) == b"abcde"
    with serving(answering(200, chunks[:10], Transfer_Encoding="chunked")) as (_, endpoint):
        assert str(failure(endpoint)) == "an answer that was cut short"


def test_an_answer_that_is_cut_short():
    with serving(answering(200, b"abc", Content_Length="9")) as (stand, endpoint):
        assert str(failure(endpoint)) == "an answer that was cut short"
    assert len(stand.asked) == 3


def test_a_server_that_keeps_the_line_open():
    def script(handler):
        handler.protocol_version = "HTTP/1.1"
        answering(200, b"all", Content_Length="3")(handler)
        handler.wfile.flush()
        stand.end.wait(10)

    with serving(script) as (stand, endpoint):
        began = time.monotonic()
        assert endpoint.ask("embeddings", QUESTION) == b"all"
        assert time.monotonic() - began < 3


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirections_are_told_and_not_followed(status):
    target = f"http://127.0.0.1:1/v1/{KEY}"
    with serving(answering(status, Location=target)) as (stand, endpoint):
        error = failure(endpoint)
    assert error.whole == (
        f"HTTP status {status}, a redirection to 'http://127.0.0.1:1/v1/[key]', "
        "which is not followed"
    )
    assert len(stand.asked) == 1


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (401, f"bad key {KEY}"),
        (401, json.dumps({"error": {"message": f"Bearer {KEY} is wrong"}})),
        (500, f"{'x' * 195} {KEY}"),
        (500, f"{' ' * 1_990}{KEY}"),
        (404, f"{KEY[:20]}... is unknown, {KEY[5:]} too"),
        (403, f"{KEY}{KEY}\x1b[31m\u202e\x00"),
    ],
)
def test_a_key_that_the_server_repeats_is_not_shown(status, body):
    with serving(answering(status, body.encode())) as (_, endpoint):
        error = failure(endpoint)
    pieces = (KEY[start : start + 10] for start in range(len(KEY) - 9))
    assert not any(piece in error.whole for piece in pieces)
    assert error.whole.isprintable() and len(error.whole) < 230


def test_a_status_line_that_is_none_may_hold_the_key():
    with serving(lambda handler: handler.wfile.write(KEY.encode() + b"\r\n")) as (_, endpoint):
        assert failure(endpoint).whole == "no connection, '[key]'"


@given(st.text(), st.text(), st.text(alphabet="sk-01ab", min_size=2))
def test_no_text_shows_a_key(before, after, key):
    shown = Endpoint("http://localhost", key).shown(f"{before}{key}{after}")
    assert key not in shown.replace("[key]", "\n")
    assert shown.isprintable() and len(shown) < 1_000


def test_nothing_to_show():
    endpoint = Endpoint("http://localhost")
    assert endpoint.shown(b" \x00\n") == "nothing"
    assert endpoint.shown(b"\xff") == "'\ufffd'"


def test_a_busy_server_is_asked_again_when_it_says():
    busy = answering(429, b"slow down", Retry_After="1")
    with serving(in_turn(busy, answering(200, b"done"))) as (stand, endpoint):
        assert endpoint.ask("embeddings", QUESTION) == b"done"
    assert stand.times[1] - stand.times[0] >= 1


@pytest.mark.parametrize(
    "after",
    ["100000", "9" * 400, formatdate(time.time() + 86_400)],
    ids=["a day", "no number has so many digits", "tomorrow"],
)
def test_nobody_waits_for_ever(monkeypatch, after):
    monkeypatch.setattr(module, "LONGEST_PAUSE", 0.2)
    busy = answering(503, Retry_After=after)
    with serving(in_turn(busy, answering(200, b"done"))) as (stand, endpoint):
        assert endpoint.ask("embeddings", QUESTION) == b"done"
    assert 0.2 <= stand.times[1] - stand.times[0] < 3


@pytest.mark.parametrize("after", ["", "soon", "-5", "1e9", formatdate(0), "Sun, 99 Foo 20 x"])
def test_other_words_on_waiting_change_nothing(after):
    busy = answering(429, Retry_After=after)
    with serving(in_turn(busy, answering(200, b"done"))) as (stand, endpoint):
        assert endpoint.ask("embeddings", QUESTION) == b"done"
    assert stand.times[1] - stand.times[0] < 3


@pytest.mark.parametrize(("status", "tries"), [(400, 1), (401, 1), (404, 1), (408, 3), (500, 3)])
def test_only_what_may_pass_is_tried_again(status, tries):
    with serving(answering(status, b"why")) as (stand, endpoint):
        assert failure(endpoint).whole == f"HTTP status {status}, 'why'"
    assert len(stand.asked) == tries


def test_nobody_there():
    with serving(answering(200)) as (_, endpoint):
        pass
    error = failure(endpoint)
    assert str(error) == "no connection" and "refused" in error.detail


def test_this_computer_is_asked_without_proxies(monkeypatch):
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    with serving(answering(200, b"done")) as (stand, endpoint):
        assert endpoint.ask("embeddings", QUESTION) == b"done"
    with serving(answering(200, b"by proxy")) as (stand, endpoint):
        monkeypatch.setenv("http_proxy", endpoint.base.removesuffix("/v1"))
        away = replace(endpoint, base="http://models.example.org/v1")
        assert away.ask("embeddings", QUESTION) == b"by proxy"
    assert stand.asked[0][0] == "http://models.example.org/v1/embeddings"


@pytest.mark.parametrize(
    ("base", "key"),
    [
        ("http://user:password@localhost/v1", ""),
        ("user:password@localhost", KEY),
        (f"http://localhost/{KEY}/v1", KEY),
        (f"http://localhost?key={KEY}", KEY),
        (f"http:/localhost?key={KEY}", ""),
        (KEY, ""),
        (KEY, KEY),
        (f"http:{KEY[3:]}", KEY),
        ("http://a b", ""),
    ],
)
def test_addresses_that_are_refused_are_not_repeated(base, key):
    with pytest.raises(BadSettings, match="it must be an address such as http") as told:
        Endpoint(base, key, "MY_ADDRESS", "MY_KEY")
    assert str(told.value).startswith("MY_ADDRESS ")
    assert not any(word in str(told.value) for word in ("user:", "password@", KEY[3:]))


@pytest.mark.parametrize("key", ["two\nlines", "schlüssel-geheim", "“quoted”"])
def test_a_key_that_is_none_is_not_repeated(key):
    with pytest.raises(BadSettings, match="MY_KEY holds characters that no key has") as told:
        Endpoint("http://localhost", key, "MY_ADDRESS", "MY_KEY")
    assert key not in str(told.value)
    assert KEY not in repr(Endpoint("http://localhost", KEY))


def test_what_names_an_endpoint_holds_no_query():
    plain = Endpoint("http://localhost:1/v1/")
    assert plain.address == plain.identity == "http://localhost:1/v1"
    one, other = (Endpoint(f"http://localhost:1/v1?token={n}secret") for n in "ab")
    assert one.address == other.address == plain.address
    assert len({plain.identity, one.identity, other.identity}) == 3
    assert "secret" not in one.identity


def test_what_goes_over_https_or_nowhere_is_private():
    private = ["https://a.example", "http://localhost", "http://127.0.0.2:1", "http://[::1]/v1"]
    assert all(Endpoint(base).is_private for base in private)
    assert not Endpoint("http://a.example").is_private
