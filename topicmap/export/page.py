"""A map as one HTML file that works from a disk, without a network: to be explored, not built on.

All that it needs lies in it, gzipped: the drawing library, the fonts, the scripts that the
dashboard has too, and the papers. A policy in its head keeps the browser from asking any host.
"""

import base64
import gzip
import hashlib
from functools import cache
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from fontTools.ttLib import TTFont

from topicmap import web
from topicmap.cards.paper_card import paper_entry
from topicmap.cards.summary import summary_card
from topicmap.cards.topic_card import topic_card, whole_topic_card
from topicmap.cells import column_title
from topicmap.errors import BadSettings
from topicmap.export.choices import Choices
from topicmap.export.font_face import font_face
from topicmap.export.letters import FILES, FOLDER
from topicmap.export.light import Light, light_of
from topicmap.kinds import possible_colors
from topicmap.relations import nearest_papers, topic_centres
from topicmap.scene import Scene
from topicmap.scene_file import scene_file, titles_file, zipped
from topicmap.topic_map import UNASSIGNED, TopicMap
from topicmap.wording import counted, provenance

MOST_WHOLE = 20_000  # papers with abstracts and neighbours

_FILES = Path(__file__).with_name("page_files")
SEARCH = _FILES / "search.js"
_SCRIPTS = (
    _FILES / "host.js",
    _FILES / "address.js",
    SEARCH,
    *web.MAP,
    *web.CARDS,
    _FILES / "page.js",
)
_DARK = {"dark": "all", "auto": "(prefers-color-scheme: dark)"}  # when; else never
_NEIGHBORS = 5
_SEARCHED = ("Search titles and authors", "Search titles, authors, abstracts")
_LEFT_OUT = "Abstracts are left out of this page, as there are very many papers."


def page(
    topic_map: TopicMap, scene: Scene, chosen: Choices, light: Light | None = None
) -> tuple[bytes, tuple[str, ...]]:
    """The page of a map, UTF-8 HTML, and notes on it.

    Of the choices those of title, subtitle, theme, colours, highlight, view and provenance count.
    With more than 20,000 papers, abstracts and the papers most like each are left out. The same
    map and choices give the same bytes.

    Raises
    ------
    BadSettings
        The map has no such colours or highlight, or the plotly package is not whole.
    """
    chosen.check_color(topic_map)
    light = light_of(topic_map, chosen.highlight) if light is None else light
    whole = len(topic_map) <= MOST_WHOLE
    blocks = {
        "scene": scene_file(topic_map, scene),
        "titles": titles_file(topic_map),
        "book": zipped(_book(topic_map, scene, chosen, light)),
        "papers": zipped(_papers(topic_map, whole)),
        "plotly": gzip.compress(_plotly(), compresslevel=9, mtime=0),
    }
    content = _html(topic_map, chosen, blocks, _SEARCHED[whole])
    return content, () if whole else (_LEFT_OUT,)


def _html(topic_map: TopicMap, chosen: Choices, blocks: dict[str, bytes], searched: str) -> bytes:
    size = f"{counted(len(topic_map), 'paper')} in {counted(len(topic_map.topics), 'topic')}"
    title = size if chosen.title is None else chosen.title
    subtitle = (
        ("" if chosen.title is None else size) if chosen.subtitle is None else chosen.subtitle
    )
    script = web.joined(_SCRIPTS)
    parts = {
        "dark": _DARK.get(chosen.theme, "not all"),
        "darkStyle": web.joined([_FILES / "dark.css"]),
        "policy": _policy(script),
        "title": escape(title or size),
        "subtitle": escape(subtitle),
        "provenance": escape(provenance(topic_map)) if chosen.provenance else "",
        "style": _faces() + web.joined((_FILES / "page.css", web.MAP_STYLE, web.CARDS_STYLE)),
        "searched": searched,
        "map": web.MAP_HTML,
        "blocks": "\n".join(_block(name, content) for name, content in blocks.items()),
        "script": script,
    }
    page, _, rest = (_FILES / "page.html").read_text("utf-8").partition("{")
    for part in rest.split("{"):
        name, _, text = part.partition("}")
        page += parts[name] + text
    return page.encode("utf-8", "replace")


def _policy(script: str) -> str:
    """Which scripts may run, by their hashes; nothing may be asked of any host.

    Plotly writes its shaders' code as it goes, which needs ``unsafe-eval``.
    """
    hashes = " ".join(_hash(code) for code in (script.encode("utf-8"), _plotly()))
    return (
        f"default-src 'none'; script-src {hashes} 'unsafe-eval'; style-src 'unsafe-inline'; "
        "font-src data:; img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def _hash(code: bytes) -> str:
    digest = hashlib.sha256(code).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _block(name: str, content: bytes) -> str:
    text = base64.b64encode(content).decode("ascii")
    return f'<script type="application/octet-stream" id="tm-{name}">{text}</script>'


def _plotly() -> bytes:
    """The plotly.js that the plotly package brings along."""
    spec = find_spec("plotly")
    path = Path(spec.origin or "").with_name("package_data") / "plotly.min.js" if spec else None
    if path is None or not path.is_file():
        raise BadSettings("The plotly package lacks its plotly.min.js; install plotly again.")
    return path.read_bytes()


@cache
def _faces() -> str:
    """Style rules with the shipped fonts."""
    fonts = ((TTFont(FOLDER / FILES[name], recalcTimestamp=False), name) for name in FILES)
    return "".join(f"{font_face(font, 'Source Sans 3', name)}\n" for font, name in fonts)


def _book(topic_map: TopicMap, scene: Scene, chosen: Choices, light: Light) -> dict[str, Any]:
    """What the page begins with: its cards, colours, and what is picked at first."""
    everything = np.ones(len(topic_map), dtype=bool)
    centres = topic_centres(topic_map) if len(topic_map.topics) else np.empty((0, 0))
    topics = [
        whole_topic_card(topic_map, scene, int(topic), everything, centres)
        for topic in topic_map.topics.index
    ]
    colors = possible_colors(topic_map.papers)
    return {
        "count": len(topic_map),
        "summary": summary_card(topic_map, scene, everything),
        "topics": [*topics, topic_card(topic_map, scene, UNASSIGNED, everything)],
        "colors": [[name, column_title(name)] for name in colors],
        "start": {
            "topic": light.topic,
            "row": light.row,
            "query": light.query,
            "color": chosen.color,
            "view": chosen.view,
        },
    }


def _papers(topic_map: TopicMap, whole: bool) -> dict[str, Any]:
    """What the cards of papers say, a list each of all papers; rows where few papers have it."""
    papers = topic_map.papers
    entries = [paper_entry(row) for row in papers.to_dict("records")]
    columns = {
        name: [entry[name] for entry in entries]
        for name in ("title", "authors", "facts", "source", "url", "strength")
    }
    return {
        **columns,
        "abstract": [entry["abstract"] for entry in entries] if whole else None,
        "leftOut": _LEFT_OUT,
        "untitled": [row for row, entry in enumerate(entries) if not entry["ownTitle"]],
        "moreAuthors": [row for row, entry in enumerate(entries) if entry["moreAuthors"]],
        "topic": papers["topic"].tolist(),
        "nearest": papers["nearest_topic"].tolist(),
        "neighbors": _neighbors(topic_map.vectors) if whole else None,
    }


def _neighbors(vectors: np.ndarray) -> list[list[tuple[int, float]]]:
    """The papers most like each: row and cosine, nearest first."""
    rows, likeness = nearest_papers(vectors, _NEIGHBORS)
    cosines = likeness.astype(float).round(2)
    pairs = zip(rows.tolist(), cosines.tolist(), strict=True)
    return [list(zip(near, likes, strict=True)) for near, likes in pairs]
