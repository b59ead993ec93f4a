"""What the README says is so: its commands, its code, its tables."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.topicmap.conftest import run_topicmap
from topicmap.readers.formats import format_table

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
START = (
    "python3 -m venv .venv && .venv/bin/pip install --no-deps -r requirements.lock"
    " && .venv/bin/pip install --no-deps -e . && .venv/bin/topicmap dashboard"
)
TEST = ".venv/bin/pip install --no-deps -r requirements-dev.lock && .venv/bin/pytest"


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


def test_the_two_commands_are_on_the_first_screen():
    first_screen = README[:1_500]
    assert START in first_screen
    assert TEST in first_screen


def test_ci_runs_what_the_readme_tells_people_to_run():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert START.removesuffix(" && .venv/bin/topicmap dashboard") in script
    install, run = TEST.split(" && ")
    assert install in script
    assert run in script


def test_the_python_code_runs(tmp_path):
    (tmp_path / "papers.csv").write_text(
        "title,abstract\nGraphs,About graphs.\nSpeech,About speech.\n", encoding="utf-8"
    )
    (code,) = blocks("python")
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True,
        env={"TOPICMAP_CACHE": str(tmp_path / "cache"), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "data" / "maps" / "mine" / "manifest.json").is_file()


@pytest.mark.parametrize("command", ["read", "build", "trends", "export", "dashboard", "list"])
def test_every_option_in_the_readme_exists(command, tmp_path):
    told = run_topicmap(command, "--help", cache=tmp_path, folder=tmp_path).stdout
    for used in re.findall(rf"^topicmap {command} .*(?:\n {{4,}}.*)*", README, flags=re.MULTILINE):
        for option in re.findall(r"--[a-z-]+", used):
            assert option in told


def test_every_module_is_in_the_table_once_and_nothing_else():
    named = re.findall(r"^\| `((?:topicmap|dashboard)/[^`]+)` \|", README, flags=re.MULTILINE)
    rooms = {
        f"{package}/{path.name}" + ("/" if path.is_dir() else "")
        for package in ("topicmap", "dashboard")
        for path in (ROOT / package).iterdir()
        if (path.suffix == ".py" and path.stem not in ("__init__", "__main__"))
        or (path.is_dir() and any(path.rglob("*.py")))
    }
    assert sorted(named) == sorted(rooms)


def test_the_table_of_formats_is_that_of_the_readers():
    assert format_table() in README


def test_the_pictures_are_there():
    for target in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README):
        assert (ROOT / target).is_file(), target


@pytest.mark.parametrize(
    "name",
    [
        "requirements.lock",
        "requirements-auth.lock",
        "requirements-dev.lock",
        "dashboard/deploy/cloud/requirements.txt",
    ],
)
def test_the_locked_sets_hold_versions_and_hashes_only(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "http://" not in text
    assert "https://" not in text
    for entry in re.split(r"\n(?=\S)", text.strip()):
        assert "==" in entry.splitlines()[0]
        assert "--hash=sha256:" in entry
    assert not re.search(r"^(torch|sentence-transformers|nvidia-)", text, flags=re.MULTILINE)
