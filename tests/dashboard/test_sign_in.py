"""Signing in with a real OpenID provider on this computer, an honest one and crooked ones."""

import base64
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path

import httpx
import pytest

from tests.browser.conftest import free_port
from tests.conftest import make_map
from tests.dashboard.test_hosted import hosted
from tests.visitors import Visitor, run
from topicmap.bundle import save_map

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="no such signals on Windows"),
    pytest.mark.skipif(not find_spec("oidc_provider_mock"), reason="there is no OpenID provider"),
]

COOKIE_SECRET = "0123456789abcdef0123456789abcdef"
CLIENT_SECRET = "a-secret-of-the-client"
METADATA = "/.well-known/openid-configuration"
ROLES = """
viewer = ["@lab.example"]
curator = ["ada@lab.example"]
builder = ["group:map-makers"]
"""
ADA = {"email": "ada@lab.example", "email_verified": True}
MEMBER = {"email": "eve@lab.example", "email_verified": True}


@contextmanager
def provider(*options: str) -> Iterator[str]:
    """The address of an OpenID provider."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                httpx.get(address + METADATA)
                break
            except httpx.TransportError:
                assert process.poll() is None
                time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def crooked(honest: str, **changes: str) -> Iterator[str]:
    """The address of a provider that says of itself what another is, but for some changes."""
    told = httpx.get(honest + METADATA).json() | changes

    class Metadata(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(told).encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Metadata) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@contextmanager
def lab(folder: Path, issuer: str) -> Iterator[tuple[str, Path]]:
    """The address of a dashboard whose visitors sign in, and its log."""
    save_map(make_map(20, 2, 2), folder / "maps" / "one")
    (folder / "roles.toml").write_text(ROLES)
    secrets, port = folder / "secrets.toml", free_port()
    secrets.touch(0o600)
    secrets.write_text(
        f'[auth]\nredirect_uri = "http://127.0.0.1:{port}/oauth2callback"\n'
        f'cookie_secret = "{COOKIE_SECRET}"\nclient_id = "topicmap"\n'
        f'client_secret = "{CLIENT_SECRET}"\nserver_metadata_url = "{issuer}{METADATA}"\n'
    )
    files = ("--roles", str(folder / "roles.toml"), "--secrets", str(secrets))
    with hosted(folder, *files, port=port) as (address, log):
        yield address, log


def sees(address: str, cookies: str = "") -> bytes:
    """What somebody with these cookies sees."""

    async def go() -> bytes:
        visitor = Visitor(address, headers={"Cookie": cookies} if cookies else {})
        await visitor.arrive()
        await visitor.leave()
        return visitor.texts

    return run(go())


def way_in(address: str) -> str:
    """Where the button leads that signs in."""

    async def go() -> str:
        visitor = Visitor(address)
        await visitor.arrive()
        await visitor.press("sign-in")
        await visitor.leave()
        return visitor.redirect

    return run(go())


def sign_in(address: str, issuer: str, claims: dict | None) -> str:
    """The cookies of somebody of whom the provider says this; None for one who is refused."""
    subject = "somebody"
    if claims is not None:
        httpx.put(f"{issuer}/users/{subject}", json=claims).raise_for_status()
    with httpx.Client(timeout=60) as browser:
        way = httpx.URL(address).join(way_in(address))
        asked = browser.get(way)
        assert asked.status_code == 302, asked.text
        form = {"sub": subject} if claims is not None else {"action": "deny"}
        back = browser.post(asked.headers["location"], data=form)
        assert back.status_code == 302, back.text
        assert back.headers["location"].startswith(f"{address}/oauth2callback")
        browser.get(back.headers["location"])
        browser.get(f"{address}/_stcore/health")
        return "; ".join(f"{one.name}={one.value}" for one in browser.cookies.jar)


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with provider() as address:
        yield address


@pytest.fixture(scope="module")
def place(issuer, tmp_path_factory) -> Iterator[str]:
    with lab(tmp_path_factory.mktemp("lab"), issuer) as (address, log):
        yield address
    told = log.read_text("utf-8", "replace")
    for secret in (COOKIE_SECRET, CLIENT_SECRET, "ada@lab.example", "eyJ"):
        assert secret not in told


def test_who_is_not_signed_in_sees_no_map(place):
    seen = sees(place)
    assert b"These maps are for members" in seen
    assert b"topic-map" not in seen


@pytest.mark.parametrize(
    ("claims", "told"),
    [
        (ADA, b"You are a curator"),
        (MEMBER, b"You are a viewer"),
        ({"groups": ["map-makers"]}, b"You are a builder"),
    ],
)
def test_who_signs_in_has_the_role_of_the_file(place, issuer, claims, told):
    seen = sees(place, sign_in(place, issuer, claims))
    assert told in seen.replace(b"\\", b"")
    assert b"topic-map" in seen


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "ada@lab.example", "email_verified": False},
        {"email": "ada@lab.example.evil.example", "email_verified": True},
        {"email": "stranger@else.example", "email_verified": True},
        {"groups": "map-makers"},
    ],
)
def test_who_has_no_role_sees_no_map(place, issuer, claims):
    seen = sees(place, sign_in(place, issuer, claims))
    assert b"Your account has no role here" in seen.replace(b"\\", b"")
    assert b"topic-map" not in seen


def test_who_is_refused_by_the_provider_is_not_signed_in(place, issuer):
    assert "_streamlit_user" not in sign_in(place, issuer, None)


def test_a_cookie_that_was_changed_or_made_up_is_worth_nothing(place, issuer):
    honest = sign_in(place, issuer, MEMBER)
    assert b"topic-map" in sees(place, honest)
    value = honest.partition("_streamlit_user=")[2].partition(";")[0]
    made_up = base64.b64encode(json.dumps(ADA | {"is_logged_in": True}).encode()).decode()
    for forged in (value[:-4] + "AAAA", "A" + value[1:], made_up):
        assert b"topic-map" not in sees(place, honest.replace(value, forged))


@pytest.mark.parametrize("wrong", ["issuer", "keys"])
def test_tokens_of_another_issuer_or_key_are_refused(issuer, tmp_path, wrong):
    with provider() as other:
        change = {"issuer": other} if wrong == "issuer" else {"jwks_uri": f"{other}/jwks"}
        with crooked(issuer, **change) as bad, lab(tmp_path, bad) as (address, _):
            assert "_streamlit_user" not in sign_in(address, issuer, ADA)


def test_expired_tokens_are_refused(tmp_path):
    with provider("--token-max-age", "-3600") as late, lab(tmp_path, late) as (address, _):
        assert "_streamlit_user" not in sign_in(address, late, ADA)
