import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


def run_topicmap(*arguments, cache, folder, check=True):
    """The finished process of a ``topicmap`` command."""
    environment = os.environ | {"TOPICMAP_CACHE": str(cache)}
    environment.pop("TOPICMAP_MAPS", None)
    run = subprocess.run(
        [sys.executable, "-m", "topicmap", *map(str, arguments)],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=900,
    )  # fmt: skip
    assert "Traceback" not in run.stderr, run.stderr
    if check:
        assert run.returncode == 0, run.stderr
    return run


@pytest.fixture(scope="session")
def seed_build(tmp_path_factory):
    """The seeds built by the command line with an empty cache: (folder, process)."""
    folder = tmp_path_factory.mktemp("seeds")
    run = run_topicmap(
        "build", ROOT / "data" / "seeds", "--to", folder / "map", cache=folder / "cache",
        folder=folder,
    )  # fmt: skip
    return folder, run
