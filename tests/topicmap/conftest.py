import os
import subprocess
import sys
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
def seed_build(tmp_path_factory):
    """The seeds built by the command line with an empty cache: (folder, process)."""
    folder = tmp_path_factory.mktemp("seeds")
    run = run_topicmap(
        "build", ROOT / "data" / "seeds", "--to", folder / "map", cache=folder / "cache",
        folder=folder,
    )  # fmt: skip
    return folder, run


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
def tiny_model(tmp_path_factory):
    """The folder of a model of sentence-transformers: random static vectors of 64 dimensions."""
    pytest.importorskip("sentence_transformers", reason="the extra transformers is not installed")
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
