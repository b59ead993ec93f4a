"""The map and its cards for a browser, without any server: joined scripts and styles.

What holds them calls ``receive(panel, data)``, gives the panel ``send(pick)``, and brings along
``memory``, ``Told``, ``loadFile``, ``loadPlotly``, ``toolsOf`` and what keeps the address.
"""

from collections.abc import Sequence
from pathlib import Path

MAP = tuple(
    Path(__file__).parent / "map" / f"{name}.js"
    for name in (
        "scene",
        "box",
        "points",
        "labels",
        "canvas",
        "legend",
        "pointer",
        "fingers",
        "lasso",
        "keyboard",
        "panel",
    )
)
CARDS = tuple(
    Path(__file__).parent / "cards" / f"{name}.js"
    for name in (
        "elements",
        "spreads",
        "summary",
        "set_card",
        "topic_card",
        "comparison",
        "figures",
        "paper_card",
    )
)
MAP_STYLE = Path(__file__).parent / "map" / "map.css"
CARDS_STYLE = Path(__file__).parent / "cards" / "cards.css"
MAP_HTML = (Path(__file__).parent / "map" / "map.html").read_text("utf-8")


def joined(files: Sequence[Path]) -> str:
    """The text of some files, one after the other."""
    return "\n".join(file.read_text("utf-8") for file in files)
