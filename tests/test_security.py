"""Nothing that is read runs code: no pickle in the sources, none in what is written."""

import ast
import re
from pathlib import Path

import numpy as np
import pytest

from tests.conftest import make_map
from topicmap import load_map, save_map
from topicmap.errors import BadBundle

ROOT = Path(__file__).parent.parent
SOURCES = sorted(
    path for package in ("topicmap", "dashboard") for path in (ROOT / package).rglob("*.py")
)
RUNS_CODE = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "shelve", "marshal"}
CALLS = {"eval", "exec", "read_pickle", "to_pickle", "compile"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_source_reads_what_runs_code(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            assert not RUNS_CODE & {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert (node.module or "").partition(".")[0] not in RUNS_CODE
        elif isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            owner = getattr(getattr(called, "value", None), "id", "")
            assert name not in CALLS or (name == "compile" and owner == "re"), name
            for word in node.keywords:
                allowed = isinstance(word.value, ast.Constant) and word.value.value is False
                assert word.arg != "allow_pickle" or allowed
            if owner == "np" and name in ("load", "save"):
                assert "allow_pickle" in [word.arg for word in node.keywords]
            if owner == "yaml":
                assert name in ("safe_load", "safe_dump")


def test_every_threat_names_a_test_that_is_there():
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    threats = re.findall(r"^\| (?!threat|---)(.+?) \| (.+?) \| (.+?) \|$", text, flags=re.MULTILINE)
    assert len(threats) >= 12
    for threat, _, tests in threats:
        named = re.findall(r"`([^`]+)`", tests)
        assert named, threat
        file = ""
        for name in named:
            path, _, test = name.partition("::")
            file = path or file
            text = (ROOT / file).read_text("utf-8")
            if file == ".ci/run":
                assert re.search(r"pip-audit .*requirements\.lock .*requirements-auth\.lock", text)
            else:
                assert f"\ndef {test}(" in text, name


def test_every_download_asks_for_the_role():
    calls = [
        node
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "download_button"
    ]
    data = [word.value for call in calls for word in call.keywords if word.arg == "data"]
    assert len(calls) == len(data) >= 2
    assert all(ast.unparse(one).startswith("access.while_viewer(") for one in data)


def test_a_bundle_holds_nothing_else_than_it_should(tmp_path):
    save_map(make_map(), tmp_path / "map")
    kinds = {path.suffix for path in (tmp_path / "map").iterdir()}
    assert kinds == {".json", ".parquet", ".npy", ".npz"}


def test_pickled_vectors_are_not_opened(tmp_path):
    save_map(make_map(), tmp_path / "map")
    np.save(tmp_path / "map" / "vectors.npy", np.array([print], dtype=object), allow_pickle=True)
    with pytest.raises(BadBundle):
        load_map(tmp_path / "map")
