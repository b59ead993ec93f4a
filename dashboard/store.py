"""What all visitors share: opened maps, what is drawn of them, and files for the browser.

The only user of st.cache_*, for what is quickly made again: a visitor can clear it. Everything
kept here is read-only and the same for everybody.
"""

import hashlib
import threading
import traceback
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st
from streamlit import runtime

from dashboard.filters import choices, year_span
from dashboard.first_map import MapBuild
from dashboard.listing import Found
from dashboard.meaning import MeaningSearch, problem_of
from dashboard.shelf import Shelf
from dashboard.view import View, fingerprint
from topicmap.bundle import BundleInfo, list_maps, load_map, map_stamp
from topicmap.errors import BadBundle
from topicmap.explanation import Explanation, explain
from topicmap.export.choices import Choices
from topicmap.export.light import Light
from topicmap.export.picture_files import preview as preview_file
from topicmap.kinds import possible_colors
from topicmap.places import maps_folder
from topicmap.placing import why_not
from topicmap.relations import topic_centres
from topicmap.scene import Scene, draw_scene
from topicmap.scene_file import scene_file, titles_file
from topicmap.search import SearchIndex, index_papers, says_little
from topicmap.topic_map import TopicMap

_KEPT_MAPS = 4
_LITTLE = "These words say little: add one, or put them in quotation marks."
_KEPT_SEARCHES = 64
_KEPT_PREVIEWS = 16
_BUILDS: dict[str, MapBuild] = {}
_LOCK = threading.Lock()


@dataclass(frozen=True)
class OpenMap:
    """A map ready to be shown.

    `stamp` changes when the bundle is replaced, `made` when its topics or places are others.
    """

    name: str
    stamp: str
    made: str
    topic_map: TopicMap
    scene: Scene
    colors: tuple[str, ...]
    choices: dict[str, list[Any]]
    years: tuple[int, int] | None
    index: SearchIndex
    centres: np.ndarray
    meaning: MeaningSearch | None
    scene_file: bytes
    titles_file: bytes


_OPENED: Shelf[OpenMap] = Shelf(_KEPT_MAPS)


def found_maps() -> list[BundleInfo]:
    """The maps in the folder; one half written is left out, a damaged one says what is wrong."""
    return list_maps(maps_folder())


def told(problem: str) -> str:
    """What is wrong with a map, without where on this machine its folder is."""
    folder = maps_folder()
    return problem.replace(f"{folder.resolve()}/", "").replace(f"{folder.absolute()}/", "")


def open_map(name: str) -> OpenMap:
    """A map by its name, opened once for all visitors, and again when it was replaced.

    Where that takes more than a moment, it is the one before until the new one is open.

    Raises
    ------
    BadBundle
        It is not there, or damaged.
    """
    folder = _folder(name)
    stamp = map_stamp(folder)
    if not stamp:
        raise BadBundle(f"The map {name} is no longer there; choose or build another.")
    opener = partial(_open, folder, stamp)
    if _OPENED.kept(folder):
        return _OPENED.take(folder, stamp, opener)
    with st.spinner("Opening the map"):
        return _OPENED.take(folder, stamp, opener)


def newer_problem(opened: OpenMap) -> str:
    """Why a map is shown as it was before it was replaced; empty where that is not so."""
    folder = _folder(opened.name)
    error = _OPENED.trouble(folder, map_stamp(folder))
    if error is None:
        return ""
    why = f" {told(str(error))}" if isinstance(error, BadBundle) else ""
    return (
        f"The map {opened.name} was replaced, and the new one cannot be opened.{why} "
        "It is shown as it was before."
    )


def kept_map(name: str) -> OpenMap | None:
    """A map as it was when it was opened last, whatever has become of its folder."""
    return _OPENED.kept(_folder(name))


def found(opened: OpenMap, view: View) -> Found:
    """What a view's search finds; a search by meaning is answered in the background."""
    if not view.query:
        return Found()
    if not view.by_meaning and says_little(view.query):
        return Found(problem=_LITTLE)
    if not view.by_meaning:
        return Found(_found(opened.name, opened.stamp, view.query, opened))
    if opened.meaning is None:
        return Found(problem=why_not(opened.topic_map))
    answer = opened.meaning.ask(view.query)
    if not answer.done():
        return Found(waiting=True)
    if problem := problem_of(answer):
        return Found(problem=problem)
    placed = answer.result()
    return Found(placed.rows, placed)


def explanation(
    opened: OpenMap, papers: np.ndarray, others: np.ndarray | None = None
) -> Explanation:
    """What sets some papers of a map apart, (n,) bool; see `topicmap.explanation.explain`."""
    mark = "".join(
        hashlib.sha256(np.packbits(side).tobytes()).hexdigest()
        for side in (papers, others)
        if side is not None
    )
    return _explained(opened.name, opened.stamp, mark, opened, papers, others)


def preview(
    opened: OpenMap, chosen: Choices, light: Light, mark: str
) -> tuple[bytes, tuple[str, ...]]:
    """A small PNG of a map's picture and notes on it; ``mark`` tells what stands out apart."""
    return _preview(opened.name, opened.stamp, repr(chosen), mark, opened, chosen, light)


def first_build() -> MapBuild:
    """The build of the first map, one for the whole server."""
    folder = _folder("seeds")
    with _LOCK:
        if folder not in _BUILDS:
            _BUILDS[folder] = MapBuild(Path(folder))
        return _BUILDS[folder]


def forget_build() -> None:
    """Let the next `first_build` start anew."""
    _BUILDS.clear()


def plotly_url() -> str:
    """Address of the plotly.js that the plotly package brings along; empty without a server.

    To be asked for in every run that draws the map: a file that no run names is dropped.
    """
    spec = find_spec("plotly")
    if spec is None or not spec.origin:
        return ""
    path = Path(spec.origin).with_name("package_data") / "plotly.min.js"
    return _served(str(path), "text/javascript", "plotly-js")


def component_urls(name: str, script: str, style: str) -> dict[str, str]:
    """Addresses of a component's script and style, with the same care as `plotly_url`."""
    return {
        "script": _served(script.encode("utf-8"), "text/javascript", f"{name}-script"),
        "style": _served(style.encode("utf-8"), "text/css", f"{name}-style"),
    }


def map_urls(opened: OpenMap) -> dict[str, str]:
    """Addresses of a map's scene and titles, with the same care as `plotly_url`."""
    return {
        "scene": _served(opened.scene_file, "application/gzip", "map-scene"),
        "titles": _served(opened.titles_file, "application/gzip", "map-titles"),
    }


def _served(content: str | bytes, kind: str, place: str) -> str:
    """The address under which this server gives out a file or some bytes."""
    if not runtime.exists():
        return ""
    return runtime.get_instance().media_file_mgr.add(content, kind, place)


def _folder(name: str) -> str:
    return str((maps_folder() / name).absolute())


def _open(folder: str, stamp: str) -> OpenMap:
    try:
        return _drawn(folder, stamp)
    except BadBundle:
        raise
    except Exception as error:  # whole, and yet no map that can be shown: others are
        traceback.print_exc()
        raise BadBundle(f"The map {Path(folder).name} cannot be shown; build it again.") from error


def _drawn(folder: str, stamp: str) -> OpenMap:
    topic_map = load_map(folder, in_memory=True)
    scene = draw_scene(topic_map)
    return OpenMap(
        name=Path(folder).name,
        stamp=stamp,
        made=fingerprint(topic_map),
        topic_map=topic_map,
        scene=scene,
        colors=tuple(possible_colors(topic_map.papers)),
        choices=choices(topic_map),
        years=year_span(topic_map.papers),
        index=index_papers(topic_map.papers),
        centres=topic_centres(topic_map),
        meaning=None if why_not(topic_map) else MeaningSearch(topic_map),
        scene_file=scene_file(topic_map, scene),
        titles_file=titles_file(topic_map),
    )


@st.cache_resource(max_entries=_KEPT_SEARCHES, show_spinner=False)
def _found(name: str, stamp: str, query: str, _opened: OpenMap) -> np.ndarray | None:
    return _opened.index.find(query)


@st.cache_resource(max_entries=_KEPT_SEARCHES, show_spinner=False)
def _explained(
    name: str,
    stamp: str,
    mark: str,
    _opened: OpenMap,
    _papers: np.ndarray,
    _others: np.ndarray | None,
) -> Explanation:
    return explain(_opened.topic_map, _papers, _others)


@st.cache_resource(max_entries=_KEPT_PREVIEWS, show_spinner="Drawing the picture")
def _preview(
    name: str,
    stamp: str,
    choices: str,
    mark: str,
    _opened: OpenMap,
    _chosen: Choices,
    _light: Light,
) -> tuple[bytes, tuple[str, ...]]:
    return preview_file(_opened.topic_map, _opened.scene, _chosen, _light)
