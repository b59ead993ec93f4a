"""The recipes for a lab: nginx runs as its file says, unit and image are written safe."""

import asyncio
import json
import os
import re
import shutil
import ssl
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPSConnection
from pathlib import Path

import httpx
import pytest

from tests.browser.conftest import free_port
from tests.conftest import make_map
from tests.labs import hosted
from tests.visitors import Visitor, run
from topicmap.bundle import save_map

DEPLOY = Path(__file__).parents[2] / "dashboard" / "deploy"
RECIPE = DEPLOY / "nginx.conf"
NAME = "maps.lab.example"
NGINX, OPENSSL = (
    shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin"),
    shutil.which("openssl"),
)
SYSTEMD = shutil.which("systemd-analyze")
if os.environ.get("TOPICMAP_TEST_ALL") and not (NGINX and OPENSSL and SYSTEMD):
    raise pytest.UsageError("TOPICMAP_TEST_ALL is set, but nginx, openssl or systemd is missing")
with_systemd = pytest.mark.skipif(not SYSTEMD, reason="there is no systemd-analyze")
with_nginx = pytest.mark.skipif(not (NGINX and OPENSSL), reason="there is no nginx or no openssl")
FRAME = """
daemon off;
user root;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    set_real_ip_from 127.0.0.1;
    real_ip_header X-From;
    include /etc/nginx/mime.types;
    include {folder}/site.conf;
}}
"""


@contextmanager
def behind_nginx(folder: Path, address: str, plain: int, safe: int) -> Iterator[None]:
    """A dashboard behind nginx, as the recipe sets it up but for its places."""
    subprocess.run(
        [OPENSSL, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         f"/CN={NAME}", "-keyout", folder / "key.pem", "-out", folder / "cert.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    text = RECIPE.read_text("utf-8")
    for before, after in (
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ssl", f"listen 127.0.0.1:{safe} ssl"),
        ("    listen [::]:80;\n", ""),
        ("    listen [::]:443 ssl http2;\n", ""),
        ("/var/lib/nginx/topicmap", f"{folder}/kept"),
        (f"/etc/ssl/certs/{NAME}.pem", f"{folder}/cert.pem"),
        (f"/etc/ssl/private/{NAME}.key", f"{folder}/key.pem"),
        ("http://127.0.0.1:8501", address.removesuffix("/maps")),
    ):
        assert before in text, before
        text = text.replace(before, after)
    (folder / "site.conf").write_text(text)
    (folder / "nginx.conf").write_text(FRAME.format(folder=folder))
    process = subprocess.Popen([NGINX, "-c", folder / "nginx.conf", "-p", folder])
    try:
        until_served(safe)
        yield
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[tuple[int, int, Path]]:
    """The ports of the site, plain and with TLS, and where nginx keeps files."""
    folder, ports = tmp_path_factory.mktemp("site"), (free_port(), free_port())
    save_map(make_map(), folder / "maps" / "one")
    with (
        hosted(folder, "--base-path", "/maps", "--host", NAME) as one,
        behind_nginx(folder, one.address, *ports),
    ):
        yield (*ports, folder / "kept")


def until_served(port: int) -> None:
    for _ in range(100):
        try:
            ask(port, "/maps/_stcore/health")
            return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("nginx did not start")


def ask(port: int, path: str, scheme: str = "https", **more) -> httpx.Response:
    return httpx.request(
        more.pop("method", "GET"),
        f"{scheme}://127.0.0.1:{port}{path}",
        headers={"Host": NAME},
        verify=False,
        **more,
    )


def visitor_of(port: int, **more) -> Visitor:
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    return Visitor(f"https://127.0.0.1:{port}/maps", host=NAME, ssl=trusting, **more)


@with_nginx
def test_visitors_are_led_to_tls_and_the_base_path(site):
    plain, safe, _ = site
    first = ask(plain, "/maps/?q=graph", "http")
    assert first.status_code == 301 and first.headers["server"] == "nginx"
    assert first.headers["location"] == f"https://{NAME}/maps/?q=graph"
    assert ask(safe, "/").headers["location"].endswith("/maps/")
    assert ask(safe, "/maps/_stcore/health").text == "ok"
    assert "<title>" in ask(safe, "/maps/").text


@with_nginx
def test_a_visitor_searches_through_it(site):
    async def go() -> Visitor:
        visitor = visitor_of(site[1])
        await visitor.arrive()
        await visitor.search("graph")
        await visitor.pick(paper=3)
        await visitor.leave()
        return visitor

    assert "q=graph" in run(go()).query


@with_nginx
@pytest.mark.parametrize("path", ["/maps/", "/maps/_stcore/health", "/maps/static/none.js", "/x"])
def test_every_answer_has_the_headers(site, path):
    headers = ask(site[1], path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert not re.search(r"https?:|\*", policy)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["strict-transport-security"].startswith("max-age=")
    assert "geolocation=()" in headers["permissions-policy"]
    assert not re.search(r"\d", headers.get("server", ""))


@with_nginx
def test_what_is_too_large_is_refused(site):
    answer = ask(site[1], "/maps/_stcore/health", method="PUT", content=bytes(3_000_000))
    assert answer.status_code == 413


def statuses(port: int, path: str, count: int, network: str = "") -> Counter[int]:
    """How often each status is the answer to as many requests, on a few connections.

    They come from this machine, or each from another address of a network.
    """

    def some(number: int) -> Counter[int]:
        trusting = ssl._create_unverified_context()
        connection = HTTPSConnection("127.0.0.1", port, context=trusting, timeout=60)
        told: Counter[int] = Counter()
        for one in range(number):
            where = {"X-From": f"{network}{one + 1:x}"} if network else {}
            connection.request("GET", path, headers={"Host": NAME} | where)
            answer = connection.getresponse()
            answer.read()
            told[answer.status] += 1
        connection.close()
        return told

    with ThreadPoolExecutor(4) as pool:
        return sum(pool.map(some, [count // 4] * 4), Counter())


@with_nginx
def test_the_files_of_the_page_are_kept_and_sent_small(site):
    script = re.findall(r"static/js/[^\"]+", ask(site[1], "/maps/").text)[0]
    first = ask(site[1], f"/maps/{script}")
    assert first.headers["content-encoding"] == "gzip"
    assert first.num_bytes_downloaded < len(first.content) / 2
    assert "immutable" in first.headers["cache-control"]
    assert [path for path in site[2].rglob("*") if path.is_file()]


@with_nginx
def test_browsers_keep_what_draws_the_map(site):
    """Else 1.5 MB of plotly.js and the points would come with every visit."""

    async def arrive() -> dict[str, httpx.Response]:
        visitor = visitor_of(site[1])
        await visitor.arrive()
        kept = {name: ask(site[1], f"/maps/media/{name}") for name in files_of(visitor.texts)}
        await visitor.leave()
        return kept

    kept = run(arrive())
    assert {name.rpartition(".")[2] for name in kept} >= {"css", "gz"}
    assert max(one.num_bytes_downloaded for one in kept.values()) > 1_000_000  # plotly.js
    for name, answer in kept.items():
        assert answer.headers["cache-control"] == "private, max-age=2592000, immutable", name
        assert "default-src 'none'" in answer.headers["content-security-policy"]
    gone = ask(site[1], f"/maps/media/{'0' * 32}.gz")
    assert gone.status_code == 404 and "cache-control" not in gone.headers


def files_of(page: bytes) -> set[str]:
    return {name.decode() for name in re.findall(rb"/media/([0-9a-f]+\.[a-z]+)", page)}


@with_nginx
def test_many_of_one_address_open_the_page_at_once(site):
    """Of fifty pages each asks for ten answers of ours, and for files that nginx has."""
    script = re.findall(r"static/js/[^\"]+", ask(site[1], "/maps/").text)[0]
    assert statuses(site[1], "/maps/_stcore/health", 500) == {200: 500}
    assert statuses(site[1], f"/maps/{script}", 500) == {200: 500}


@with_nginx
def test_more_than_pages_ask_for_is_refused(site):
    served = statuses(site[1], "/maps/_stcore/health", 3_000)
    assert set(served) == {200, 503}
    time.sleep(2)
    assert ask(site[1], "/maps/_stcore/health").status_code == 200


@with_nginx
def test_a_network_is_one_address(site):
    health = "/maps/_stcore/health"
    served = statuses(site[1], health, 3_000, network="2001:db8:0:a::")
    assert set(served) == {200, 503}
    assert statuses(site[1], health, 400, network="2001:db8:0:b:1:2:3:") == {200: 400}


def test_every_way_to_the_dashboard_has_a_limit():
    places = re.findall(r"location [^{]+{(.+?)\n    }", RECIPE.read_text("utf-8"), re.DOTALL)
    ways = [place for place in places if "proxy_pass" in place]
    assert len(ways) == 4 and all("limit_req zone=" in way for way in ways)


@with_nginx
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "_stcore/metrics"),
        ("PUT", "_stcore/upload_file/a/b"),
        ("DELETE", "_stcore/upload_file/a/b"),
        ("POST", "static/js/none.js"),
    ],
)
def test_what_no_page_asks_for_is_not_there(site, method, path):
    assert ask(site[1], f"/maps/{path}", method=method).status_code in (403, 404)


@with_nginx
def test_cookies_go_over_tls_only(site):
    cookies = ask(site[1], "/maps/_stcore/host-config").headers.get_list("set-cookie")
    cookies += ask(site[1], "/maps/_stcore/health").headers.get_list("set-cookie")
    assert cookies and all("secure" in cookie.lower() for cookie in cookies)


@with_nginx
def test_no_log_holds_what_a_sign_in_is_made_with(tmp_path):
    plain, safe, nobody = free_port(), free_port(), free_port()
    with behind_nginx(tmp_path, f"http://127.0.0.1:{nobody}/maps", plain, safe):
        for path in ("oauth2callback?code=secret&state=secret", "elsewhere?q=known"):
            assert ask(safe, f"/maps/{path}").status_code == 502
    logs = [(tmp_path / name).read_text() for name in ("access.log", "error.log")]
    assert all("known" in log and "secret" not in log for log in logs)


@with_nginx
def test_one_address_has_so_many_sessions_at_once(site):
    async def go() -> tuple[int, int]:
        visitors = [visitor_of(site[1]) for _ in range(110)]
        came = await asyncio.gather(*(one.enter() for one in visitors), return_exceptions=True)
        await asyncio.gather(*(one.leave() for one in visitors))
        return sum(one is None for one in came), len(came)

    let_in, asked = run(go())
    assert 90 <= let_in <= 100 < asked


@with_systemd
def test_the_unit_is_one(tmp_path):
    text = (DEPLOY / "topicmap.service").read_text("utf-8")
    assert text.count("/opt/topicmap/.venv/bin/topicmap") == 1
    assert "\nRestart=always\n" in text  # a server that is told to end by others ends well
    text = text.replace("/opt/topicmap/.venv/bin/topicmap", shutil.which("true") or "/bin/true")
    (tmp_path / "topicmap.service").write_text(text)
    run = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", tmp_path / "topicmap.service"],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    told = [line for line in run.stderr.splitlines() if "topicmap.service" in line]
    assert run.returncode == 0 and not told, run.stderr


@with_systemd
def test_the_unit_gives_the_dashboard_little_of_the_machine():
    """A tenth of a point more or less in systemd's own judgement (0 to 10) is an option."""
    told = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=17",
         DEPLOY / "topicmap.service"],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert told.returncode == 0, told.stdout
    assert "\nUser=topicmap\n" in (DEPLOY / "topicmap.service").read_text("utf-8")


def test_the_image_runs_as_nobody_on_a_disk_that_is_read_only():
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    lines = [line.partition(" ") for line in text.replace("\\\n", " ").splitlines() if line]
    stages = [at for at, line in enumerate(lines) if line[0] == "FROM"]
    last = {line[0]: line[2] for line in lines[stages[-1] :]}
    assert last["FROM"] == "python:3.13-slim"
    assert last["USER"] == "10001:10001"  # as a number, which tells everyone that it is not root
    path = json.loads(last["ENTRYPOINT"])[-1]
    health = f"http://127.0.0.1:{last['EXPOSE']}{path}/_stcore/health"
    assert health in last["HEALTHCHECK"]
    assert {"HOME=/tmp", "TOPICMAP_CACHE=/tmp/cache"} <= set(last["ENV"].split())
    assert last["WORKDIR"] == "/tmp"
    assert not [line for line in lines if line[0] == "ADD" or "curl" in line[2]]
    told = " ".join(line[2] for line in lines if line[0] == "#")
    for safe in ("--read-only", "--tmpfs /tmp", "--cap-drop ALL", "no-new-privileges", ":ro"):
        assert safe in told


def test_the_recipes_name_options_that_there_are():
    from topicmap.hosting import Hosting

    for name in ("topicmap.service", "Dockerfile"):
        text = (DEPLOY / name).read_text("utf-8")
        options = set(re.findall(r"--([a-z-]+)", text[text.index("dashboard") :]))
        known = {"hosted", "address", "base-path", "host", "port", "roles", "secrets"}
        assert "hosted" in options
        assert known >= options - {"read-only", "tmpfs", "cap-drop", "security-opt", "interval",
                                   "timeout", "start-period", "from", "no-cache-dir", "no-deps",
                                   "python", "without-pip"}, name  # fmt: skip
    assert Hosting(True, "0.0.0.0").address == "0.0.0.0"
