"""The map panel: a component that drives the plotly.js of the plotly package.

The browser keeps the view box, so nothing that Python sends moves the map except a journey that
the visitor asked for. The element ``[data-testid="topic-map"]`` is Plotly's own graph div; its
``data-`` attributes are a contract for checks from outside.
"""

from pathlib import Path
from typing import Any

from dashboard.components.scripted import Scripted

_SCRIPTS = (
    "../history",
    "../files",
    "scene_files",
    "box",
    "points",
    "labels",
    "canvas",
    "legend",
    "pointer",
    "fingers",
    "lasso",
    "keyboard",
    "address",
    "map_panel",
)

_HTML = """
<div class="tm-tools" role="group" aria-label="Map"></div>
<div class="tm-stage">
  <canvas class="tm-under" aria-hidden="true"></canvas>
  <div class="tm-plot" data-testid="topic-map" data-map="" data-papers="0" data-hits="0"
       data-picked="" data-view="" data-drawn="0" data-ready="0"></div>
  <canvas class="tm-over" aria-hidden="true"></canvas>
  <div class="tm-edges"></div>
  <div class="tm-labels" role="group"
       aria-label="Names on the map: arrow keys lead to the next topic, Enter opens it"></div>
  <p class="tm-live" role="status"></p>
  <p class="tm-here" hidden></p>
  <div class="tm-tip" hidden></div>
  <p class="tm-message" role="alert" hidden></p>
</div>
<div class="tm-legend"></div>
"""


_panel = Scripted(Path(__file__).parent, _SCRIPTS, _HTML)


def map_panel(data: dict[str, Any], key: str = "map") -> None:
    """Draw the map; what is picked on it arrives in the session state under the key."""
    _panel.draw(key, data)
