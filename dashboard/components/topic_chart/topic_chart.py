"""A treemap of the topics, drawn by the plotly.js of the plotly package, that can be clicked."""

from pathlib import Path
from typing import Any

from dashboard import store
from dashboard.components.scripted import Scripted

_HERE = Path(__file__).parent
_chart = Scripted(
    "topic_chart",
    (_HERE / "../history.js", _HERE / "../files.js", _HERE / "topic_chart.js"),
    _HERE / "topic_chart.css",
    '<div class="tc-chart" role="img"></div><p class="tc-message" role="alert" hidden></p>',
)


def topic_chart(tree: dict[str, Any], picked: int | None, stamp: str, key: str = "chart") -> None:
    """Draw the boxes of `topic_tree`; what is picked arrives in the session state under the key."""
    _chart.draw(key, {"tree": tree, "picked": picked, "stamp": stamp, "plotly": store.plotly_url()})
