"""The public door: its names, their documentation, and their annotations."""

import importlib
import inspect
import pkgutil

import pytest

import dashboard
import topicmap

DOOR = {
    "read_papers", "build_map", "save_map", "load_map", "explain", "export_map",
    "draw_map",
    "TopicMap", "MapSettings", "TopicMapError", "Explanation",
}  # fmt: skip


def public_things():
    for package in (topicmap, dashboard):
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if info.name in ("topicmap.__main__", "dashboard.app"):
                continue
            module = importlib.import_module(info.name)
            for name, thing in vars(module).items():
                own = getattr(thing, "__module__", None) == info.name
                if own and not name.startswith("_") and callable(thing):
                    yield pytest.param(thing, id=f"{info.name}.{name}")


def test_the_door():
    assert set(topicmap.__all__) == DOOR
    for name in DOOR:
        assert getattr(topicmap, name).__doc__
        assert callable(getattr(topicmap, name)), f"{name} is hidden by a module of that name"
    with pytest.raises(AttributeError, match="no attribute 'umap'"):
        _ = topicmap.umap


@pytest.mark.parametrize("thing", list(public_things()))
def test_public_things_are_documented_and_annotated(thing):
    assert inspect.getdoc(thing), "no docstring"
    if inspect.isfunction(thing):
        signature = inspect.signature(thing)
        assert signature.return_annotation is not inspect.Signature.empty
        for parameter in signature.parameters.values():
            assert parameter.annotation is not inspect.Parameter.empty, parameter.name
