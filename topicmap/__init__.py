"""Turn a pile of research abstracts into an interactive map of its topics.

>>> from topicmap import read_papers, build_map, save_map
>>> papers = read_papers("data/seeds")
>>> save_map(build_map(papers), "data/maps/seeds")
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from topicmap.build import build_map
    from topicmap.bundle import load_map, save_map
    from topicmap.errors import TopicMapError
    from topicmap.explanation import Explanation, explain
    from topicmap.export import draw_map, export_map
    from topicmap.readers import read_papers
    from topicmap.settings import MapSettings
    from topicmap.topic_map import TopicMap

__all__ = [
    "Explanation",
    "MapSettings",
    "TopicMap",
    "TopicMapError",
    "build_map",
    "draw_map",
    "explain",
    "export_map",
    "load_map",
    "read_papers",
    "save_map",
]

_HOME = {
    "Explanation": "topicmap.explanation",
    "MapSettings": "topicmap.settings",
    "TopicMap": "topicmap.topic_map",
    "TopicMapError": "topicmap.errors",
    "build_map": "topicmap.build",
    "draw_map": "topicmap.export",
    "explain": "topicmap.explanation",
    "export_map": "topicmap.export",
    "load_map": "topicmap.bundle",
    "read_papers": "topicmap.readers",
    "save_map": "topicmap.bundle",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for, so that importing topicmap is light."""
    if name not in _HOME:
        raise AttributeError(f"module 'topicmap' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return __all__
