"""The wheel, installed where nothing of the checkout is: it carries all that it needs."""

import contextlib
import os
import signal
import site
import socket
import subprocess
import sys
import time
import urllib.request
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.skipif(os.name == "nt", reason="paths are those of Linux and macOS")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    (path,) = folder.glob("topicmap-*.whl")
    return path


@pytest.fixture(scope="module")
def command(wheel, tmp_path_factory):
    """``topicmap`` in an environment of its own: the wheel, and this one's other packages.

    A path file lends those packages; an editable install is not seen through it.
    """
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    (packages,) = folder.glob("lib/python*/site-packages")
    (packages / "lent.pth").write_text("\n".join(site.getsitepackages()), encoding="utf-8")
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", str(folder / "bin" / "python"), "install",
         "--no-deps", "--no-index", "--force-reinstall", "--ignore-installed", str(wheel)],
        check=True, capture_output=True,
    )  # fmt: skip
    return folder / "bin" / "topicmap"


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    return tmp_path_factory.mktemp("empty")


def environment(empty):
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    return kept | {"TOPICMAP_CACHE": str(empty / "cache"), "HOME": str(empty)}


def test_it_carries_the_app_the_theme_the_encoder_and_the_seeds(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    seeds = [name for name in names if name.startswith("topicmap/seeds/")]
    assert len(seeds) == 5
    assert "dashboard/.streamlit/config.toml" in names
    files = [path for package in ("topicmap", "dashboard") for path in (ROOT / package).rglob("*")]
    kept = [path for path in files if path.is_file() and "__pycache__" not in path.parts]
    assert len(kept) > 80
    assert {path.relative_to(ROOT).as_posix() for path in kept} <= set(names)
    assert not [name for name in names if name.startswith(("tests/", "data/"))]


def test_it_builds_the_seeds_in_an_empty_folder(command, empty):
    done = subprocess.run(
        [command, "build"], cwd=empty, env=environment(empty), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "360 papers" in done.stdout
    assert (empty / "data" / "maps" / "seeds" / "manifest.json").is_file()


def test_its_app_draws_the_map(command, empty):
    code = (
        "from importlib.util import find_spec; from pathlib import Path\n"
        "from streamlit.testing.v1 import AppTest\n"
        "app = Path(find_spec('dashboard').origin).with_name('app.py')\n"
        "page = AppTest.from_file(app, default_timeout=180).run()\n"
        "sizes = [len(table.value) for table in page.dataframe]\n"
        "print(app, [error.value for error in page.exception], *sizes)"
    )
    done = subprocess.run(
        [command.with_name("python"), "-W", "ignore", "-c", code],
        cwd=empty, env=environment(empty), capture_output=True, text=True,
    )  # fmt: skip
    assert done.stdout.split()[1:] == ["[]", "360"], done.stderr
    assert str(command.parent.parent) in done.stdout


def test_it_serves_the_dashboard(command, empty):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [command, "dashboard", "--headless", "--port", str(port)],
        cwd=empty, env=environment(empty), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        answer = b""
        for _ in range(300):
            assert process.poll() is None, process.stdout.read().decode()
            with contextlib.suppress(OSError):
                answer = urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health").read()
                break
            time.sleep(0.2)
        assert answer == b"ok"
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
