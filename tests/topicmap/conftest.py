import os
import site
import subprocess
import sys
import sysconfig
import venv
import warnings
from pathlib import Path

import pytest

from tests.topicmap.stand_in import running_endpoint

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
def wheel(tmp_path_factory):
    """The project's wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    (path,) = folder.glob("topicmap-*.whl")
    return path


@pytest.fixture(scope="session")
def installed(wheel, tmp_path_factory):
    """The scripts of an environment of its own: the wheel, and this one's other packages.

    A path file lends those packages; an editable install is not seen through it.
    """
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    places = {"base": str(folder), "platbase": str(folder)}
    scripts = Path(sysconfig.get_path("scripts", "venv", places))
    packages = Path(sysconfig.get_path("purelib", "venv", places))
    (packages / "lent.pth").write_text("\n".join(site.getsitepackages()), encoding="utf-8")
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", str(scripts / "python"), "install",
         "--no-deps", "--no-index", "--force-reinstall", "--ignore-installed", str(wheel)],
        check=True, capture_output=True,
    )  # fmt: skip
    return scripts


@pytest.fixture(scope="session")
def seed_build(installed, tmp_path_factory):
    """The seeds as a newcomer builds them, in an empty folder: (folder, process, environment)."""
    folder = tmp_path_factory.mktemp("seeds")
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    environment = kept | {"TOPICMAP_CACHE": str(folder / "cache"), "HOME": str(folder)}
    environment.pop("TOPICMAP_MAPS", None)
    run = subprocess.run(
        [installed / "topicmap", "build"],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=900,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    return folder, run, environment


@pytest.fixture
def endpoint(tmp_path, monkeypatch):
    """A stand-in for an OpenAI-compatible endpoint, which OPENAI_BASE_URL names."""
    monkeypatch.setattr("topicmap.embedders.openai.PAUSES", (0.01, 0.01, 0.01))
    monkeypatch.setenv("TOPICMAP_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    with running_endpoint() as running:
        monkeypatch.setenv("OPENAI_BASE_URL", running.address)
        yield running


@pytest.fixture(scope="session")
def transformers():
    """Skips without the extra, unless everything is to be tested."""
    if "TOPICMAP_TEST_ALL" not in os.environ:
        reason = "the extra transformers is not installed"
        pytest.importorskip("sentence_transformers", reason=reason)


@pytest.fixture(scope="session")
def tiny_model(transformers, tmp_path_factory):
    """The folder of a model of sentence-transformers: random static vectors of 64 dimensions."""
    import torch
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

    from topicmap.embedders.minilm import MODEL

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # newer versions have moved it
        from sentence_transformers.models import StaticEmbedding
    torch.manual_seed(0)
    tokenizer = Tokenizer.from_file(str(MODEL / "tokenizer.json"))
    folder = tmp_path_factory.mktemp("model")
    model = SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_dim=64)])
    model.save(str(folder))
    return folder
