"""``topicmap dashboard`` as a process: what it serves, where, and how it ends."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

import pytest

from tests.topicmap.test_bundle import make_map
from topicmap import save_map
from topicmap.errors import BadSettings
from topicmap.hosting import Hosting
from topicmap.serve import PORTS, _app, _config_folder, _run, serve

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no such signals on Windows")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def dashboard(folder, *arguments, cache="cache"):
    environment = os.environ | {"TOPICMAP_CACHE": cache}
    environment.pop("TOPICMAP_MAPS", None)
    process = subprocess.Popen(
        [sys.executable, "-m", "topicmap", "dashboard", *map(str, arguments)],
        cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        start_new_session=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def wait_until_served(port, process, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert process.poll() is None, process.stdout.read()
        with contextlib.suppress(OSError):
            url = f"http://127.0.0.1:{port}/_stcore/health"
            return urllib.request.urlopen(url, timeout=2).read()
        time.sleep(0.2)
    raise AssertionError("the dashboard did not come up")


def listening_addresses(port):
    """The addresses on which this machine listens at the port, from /proc."""
    found = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        with contextlib.suppress(FileNotFoundError), open(table) as lines:  # noqa: PTH123
            for line in list(lines)[1:]:
                address, state = line.split()[1], line.split()[3]
                if state == "0A" and int(address.partition(":")[2], 16) == port:
                    found.add(address.partition(":")[0])
    return found


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_this_computer_only_and_ends_its_server(tmp_path, number):
    save_map(make_map(["a", "b"]), tmp_path / "maps" / "mine")
    port = free_port()
    with dashboard(tmp_path, tmp_path / "maps", "--port", port, "--headless") as process:
        assert wait_until_served(port, process) == b"ok"
        if sys.platform.startswith("linux"):
            assert listening_addresses(port) == {"0100007F"}
        process.send_signal(number)
        assert process.wait(timeout=60) == 0
        with pytest.raises(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2)
        assert "Traceback" not in process.stdout.read()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells children")
def test_its_server_ends_also_when_it_is_killed(tmp_path):
    save_map(make_map(["a", "b"]), tmp_path / "maps" / "mine")
    port = free_port()
    with dashboard(tmp_path, tmp_path / "maps", "--port", port, "--headless") as process:
        wait_until_served(port, process)
        process.kill()
        process.wait()
        end = time.monotonic() + 30
        while listening_addresses(port) and time.monotonic() < end:
            time.sleep(0.1)
        assert not listening_addresses(port)


def test_its_server_ends_also_when_it_fails(monkeypatch):
    children = []

    class Failing(subprocess.Popen):
        def wait(self, timeout=None):
            children.append(self)
            if timeout:
                raise OSError("something that nobody foresaw")
            return super().wait()

    monkeypatch.setattr("topicmap.serve.subprocess.Popen", Failing)
    with pytest.raises(OSError, match="nobody foresaw"):
        _run([sys.executable, "-c", "import time; time.sleep(60)"])
    assert children[0].wait() == -signal.SIGKILL


def test_it_builds_the_seeds_first_and_can_be_stopped_meanwhile(tmp_path):
    with dashboard(tmp_path, "--port", free_port(), "--headless") as process:
        lines = [process.stdout.readline() for _ in range(2)]
        assert "building one of the five seed documents" in "".join(lines)
        assert re.search(r"\[1/\d\] Reading the abstracts", "".join(lines))
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) not in (0, None)
        assert "Traceback" not in process.stdout.read()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has /proc")
def test_relative_places_are_those_of_who_starts_it(tmp_path):
    save_map(make_map(["a", "b"]), tmp_path / "maps" / "mine")
    port = free_port()
    with dashboard(tmp_path, "maps", "--port", port, "--headless", cache="kept") as process:
        wait_until_served(port, process)
        told = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text("ascii")
        known = Path(f"/proc/{told.split()[0]}/environ").read_bytes().decode().split("\0")
    assert f"TOPICMAP_CACHE={tmp_path / 'kept'}" in known
    assert f"TOPICMAP_MAPS={tmp_path / 'maps'}" in known


@pytest.mark.parametrize(("hosting", "status"), [(Hosting(), 3), (Hosting(hosted=True), 0)])
def test_a_lab_goes_on_where_the_first_map_could_not_be_built(
    tmp_path, monkeypatch, hosting, status
):
    commands = []

    def run(command, **_):
        commands.append(command)
        return (3 if "build" in command else 0), False

    monkeypatch.setattr("topicmap.serve._run", run)
    assert serve(tmp_path, free_port(), True, hosting) == status
    assert len(commands) == 1 + hosting.hosted


def test_it_takes_a_free_port_and_tells_its_address(tmp_path):
    save_map(make_map(["a", "b"]), tmp_path / "data" / "maps" / "mine")
    with contextlib.ExitStack() as stack:
        ports = []
        for _ in range(2):
            process = stack.enter_context(dashboard(tmp_path, "--headless"))
            told = re.search(r"http://127\.0\.0\.1:(\d+) ", process.stdout.readline())
            ports.append(int(told[1]))
            assert wait_until_served(ports[-1], process) == b"ok"
    assert ports[0] < ports[1]


def test_a_taken_port_is_named(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(BadSettings, match=r"Port \d+ of 127.0.0.1 cannot be used .* --port"):
            serve(tmp_path, taken.getsockname()[1], headless=True)


def test_an_address_that_nobody_knows_is_named(tmp_path):
    hosting = Hosting(True, "nowhere.invalid")
    with pytest.raises(BadSettings, match=r"The address nowhere.invalid is not known here"):
        serve(tmp_path, None, hosting=hosting)


def test_a_labs_port_is_the_one_of_the_recipes(tmp_path):
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with contextlib.suppress(OSError):  # somebody else has it
            taken.bind(("127.0.0.1", PORTS[0]))
            taken.listen()
        with pytest.raises(BadSettings, match=f"Port {PORTS[0]} of 127.0.0.1 cannot be used"):
            serve(tmp_path, None, hosting=Hosting(hosted=True))


def test_a_server_that_does_not_end_is_ended(monkeypatch):
    monkeypatch.setattr("topicmap.serve.PATIENCE", 0.5)
    stubborn = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
    timer = threading.Timer(2, os.kill, (os.getpid(), signal.SIGTERM))
    timer.start()
    began = time.monotonic()
    assert _run([sys.executable, "-c", stubborn]) == (-signal.SIGKILL, True)
    assert time.monotonic() - began < 20


def test_the_dashboards_own_configuration_counts(tmp_path):
    assert (_config_folder(_app()) / ".streamlit" / "config.toml").is_file()
    installed = tmp_path / "site-packages" / "dashboard" / "app.py"
    assert _config_folder(installed) == installed.parent
