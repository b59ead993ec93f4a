"""The map panel: a component that drives the plotly.js of the plotly package.

The browser keeps the view box, so nothing that Python sends moves the map except a journey that
the visitor asked for. The element ``[data-testid="topic-map"]`` is Plotly's own graph div; its
``data-`` attributes are a contract for checks from outside.
"""

from pathlib import Path
from typing import Any

from dashboard.components.scripted import Scripted
from topicmap import web

_HERE = Path(__file__).parent
_SCRIPTS = (
    _HERE / "../history.js",
    _HERE / "../files.js",
    _HERE / "scene_files.js",
    _HERE / "address.js",
    *web.MAP,
    _HERE / "component.js",
)
_panel = Scripted("map_panel", _SCRIPTS, web.MAP_STYLE, web.MAP_HTML)


def map_panel(data: dict[str, Any], key: str = "map") -> None:
    """Draw the map; what is picked on it arrives in the session state under the key."""
    _panel.draw(key, data)
