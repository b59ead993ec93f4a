"""Signing in with a real OpenID provider on this computer, an honest one and crooked ones."""

import asyncio
import base64
import hmac
import json
import os
import ssl
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
from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.browser.conftest import free_port
from tests.conftest import make_map
from tests.dashboard.test_deploy import NAME, behind_nginx, with_nginx
from tests.labs import hosted
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


class Forger:
    """An OpenID provider that calls everyone Ada, in tokens that a test makes."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "one"})
        self.nonce = ""
        self.address = ""
        self.header: dict = {"alg": "RS256", "kid": "one"}
        self.changes: dict = {}

    def told(self, path: str) -> dict:
        """What it answers."""
        if path == METADATA:
            places = {"authorization": "authorize", "token": "token"}
            known = {f"{name}_endpoint": f"{self.address}/{at}" for name, at in places.items()}
            return {"issuer": self.address, "jwks_uri": f"{self.address}/jwks", **known}
        if path == "/jwks":
            return {"keys": [self.key.as_dict(private=False)]}
        return {"access_token": "x", "token_type": "Bearer", "id_token": self.token()}

    def token(self) -> str:
        """A token for Ada, signed as its header says."""
        now = int(time.time())
        claims = {"iss": self.address, "aud": "topicmap", "sub": "ada", "iat": now,
                  "exp": now + 600, "nonce": self.nonce, **ADA, **self.changes}  # fmt: skip
        if self.header["alg"] == "RS256":
            return jwt.encode(self.header, claims, self.key)
        parts = [json.dumps(one).encode() for one in (self.header, claims)]
        text = b".".join(base64.urlsafe_b64encode(one).rstrip(b"=") for one in parts)
        public = self.key.as_pem(private=False)
        seal = hmac.digest(public, text, "sha256") if self.header["alg"] == "HS256" else b""
        return (text + b"." + base64.urlsafe_b64encode(seal).rstrip(b"=")).decode()


@contextmanager
def forging() -> Iterator[Forger]:
    forger = Forger()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            way = httpx.URL(forger.address + self.path)
            if way.path != "/authorize":
                self.tell(forger.told(way.path))
                return
            forger.nonce = way.params["nonce"]
            back = httpx.URL(way.params["redirect_uri"])
            self.send_response(302)
            self.send_header(
                "Location",
                str(back.copy_merge_params({"code": "x", "state": way.params["state"]})),
            )
            self.end_headers()

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.tell(forger.told("/token"))

        def tell(self, what: dict) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(what).encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        forger.address = f"http://127.0.0.1:{server.server_address[1]}"
        yield forger
        server.shutdown()


@contextmanager
def lab(folder: Path, issuer: str, *options: str, entrance: str = "") -> Iterator[tuple[str, Path]]:
    """The address of a dashboard whose visitors sign in, and its log, which holds no secret.

    ``entrance`` is the address that they know it by, where that is another.
    """
    save_map(make_map(20, 2, 2), folder / "maps" / "one")
    (folder / "roles.toml").write_text(ROLES)
    secrets, port = folder / "secrets.toml", free_port()
    secrets.touch(0o600)
    secrets.write_text(
        f'[auth]\nredirect_uri = "{entrance or f"http://127.0.0.1:{port}"}/oauth2callback"\n'
        f'cookie_secret = "{COOKIE_SECRET}"\nclient_id = "topicmap"\n'
        f'client_secret = "{CLIENT_SECRET}"\nserver_metadata_url = "{issuer}{METADATA}"\n'
    )
    files = ("--roles", str(folder / "roles.toml"), "--secrets", str(secrets))
    with hosted(folder, *files, *options, port=port) as one:
        yield one.address, one.log
    for secret in (COOKIE_SECRET, CLIENT_SECRET, "ada@lab.example", "eyJ"):
        assert secret not in one.told, secret


def sees(address: str, cookies: str = "") -> bytes:
    """What somebody with these cookies sees."""

    async def go() -> bytes:
        headers = {"Cookie": cookies} if cookies else {}
        visitor = Visitor(address, headers=headers, ssl=trusting(address))
        await visitor.arrive()
        await visitor.leave()
        return visitor.texts

    return run(go())


def way_in(address: str) -> str:
    """Where the button leads that signs in."""

    async def go() -> str:
        visitor = Visitor(address, ssl=trusting(address))
        await visitor.arrive()
        await visitor.press("sign-in")
        await visitor.leave()
        return visitor.redirect

    return run(go())


def trusting(address: str) -> ssl.SSLContext | None:
    return ssl._create_unverified_context() if address.startswith("https") else None


def sign_in_with(address: str) -> str:
    """The cookies of somebody whom the provider asks nothing."""
    with httpx.Client(timeout=60, verify=False, follow_redirects=True) as browser:
        browser.get(httpx.URL(address).join(way_in(address)))
        browser.get(f"{address}/_stcore/health").raise_for_status()
        return "; ".join(f"{one.name}={one.value}" for one in browser.cookies.jar)


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
    with lab(tmp_path_factory.mktemp("lab"), issuer) as (address, _):
        yield address


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
    assert (b"does not call your address verified" in seen) == (
        claims.get("email_verified") is False
    )
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


def test_a_cookie_alone_opens_nothing(place, issuer):
    """Another page can make a browser send its cookies, but does not know the token in them."""
    cookies = sign_in(place, issuer, MEMBER)
    alone = "; ".join(one for one in cookies.split("; ") if not one.startswith("_streamlit_xsrf"))
    assert alone != cookies
    assert b"topic-map" not in sees(place, alone)


def test_downloads_end_with_the_role(issuer, tmp_path):
    with lab(tmp_path, issuer) as (address, _):
        cookies = sign_in(address, issuer, MEMBER)

        async def go() -> list[str]:
            visitor, other = Visitor(address, headers={"Cookie": cookies}), Visitor(address)
            await asyncio.gather(visitor.arrive(), other.arrive())
            assert len(visitor.files) == 5 and not other.files
            before = [await visitor.download(file) for file in visitor.files]
            assert all(before)
            (tmp_path / "roles.toml").write_text('viewer = ["ada@lab.example"]')
            after = [await one.download(visitor.files[0]) for one in (visitor, other)]
            (tmp_path / "roles.toml").write_text(ROLES)
            assert await visitor.download(visitor.files[0])
            await asyncio.gather(visitor.leave(), other.leave())
            return after

        assert run(go()) == ["", ""]


@pytest.mark.parametrize("wrong", ["issuer", "keys"])
def test_tokens_of_another_issuer_or_key_are_refused(issuer, tmp_path, wrong):
    with provider() as other:
        change = {"issuer": other} if wrong == "issuer" else {"jwks_uri": f"{other}/jwks"}
        with crooked(issuer, **change) as bad, lab(tmp_path, bad) as (address, _):
            assert "_streamlit_user" not in sign_in(address, issuer, ADA)


def test_expired_tokens_are_refused(tmp_path):
    with provider("--token-max-age", "-3600") as late, lab(tmp_path, late) as (address, _):
        assert "_streamlit_user" not in sign_in(address, late, ADA)


@pytest.fixture(scope="module")
def forged(tmp_path_factory) -> Iterator[tuple[Forger, str]]:
    """A provider that forges, and the address of a dashboard that trusts it."""
    with forging() as forger, lab(tmp_path_factory.mktemp("lab"), forger.address) as (address, _):
        yield forger, address


@pytest.mark.parametrize(
    ("header", "changes"),
    [
        ({}, {"aud": "another"}),
        ({}, {"aud": ["another"], "azp": "topicmap"}),
        ({}, {"aud": "another", "azp": "topicmap"}),
        ({}, {"iss": "https://id.lab.example"}),
        ({}, {"nonce": "of another time"}),
        ({}, {"exp": 1_000_000_000}),
        ({}, {"iat": 1_000_000_000}),
        ({"alg": "none"}, {}),
        ({"alg": "HS256"}, {}),
    ],
)
def test_tokens_that_are_not_for_us_or_not_signed_open_nothing(forged, header, changes):
    forger, address = forged
    forger.header, forger.changes = {"alg": "RS256", "kid": "one"}, {}
    assert b"You are a curator" in sees(address, sign_in_with(address)).replace(b"\\", b"")
    forger.header, forger.changes = {**forger.header, **header}, changes
    assert b"topic-map" not in sees(address, sign_in_with(address))


@with_nginx
@pytest.mark.parametrize("count", [3, 60])
def test_signing_in_behind_nginx_with_many_groups(tmp_path, count):
    plain, safe = free_port(), free_port()
    entrance = f"https://127.0.0.1:{safe}/maps"
    options = ("--base-path", "/maps", "--host", NAME)
    with (
        forging() as forger,
        lab(tmp_path, forger.address, *options, entrance=entrance) as (address, _),
        behind_nginx(tmp_path, address, plain, safe),
    ):
        groups = [f"{number:08}-1234-1234-1234-1234567890ab" for number in range(count)]
        forger.changes = {"groups": [*groups, "map-makers"]}
        cookies = sign_in_with(entrance)
        assert b"You are a builder" in sees(entrance, cookies).replace(b"\\", b"")
    kept = (tmp_path / "access.log").read_text()
    assert "/maps/_stcore/stream" in kept and "code=" not in kept
