"""The panel beside the map, made of text nodes only: no title or abstract becomes markup."""

from pathlib import Path
from typing import Any

from dashboard.components.scripted import Scripted
from topicmap import web

_HERE = Path(__file__).parent
_SCRIPTS = (_HERE / "../history.js", *web.CARDS, _HERE / "side_panel.js")
_panel = Scripted("side_panel", _SCRIPTS, web.CARDS_STYLE, '<div class="tm-panel"></div>')


def side_panel(card: dict[str, Any], stamp: str, key: str = "panel") -> None:
    """Draw a card; what is picked on it arrives in the session state under the key."""
    _panel.draw(key, {"card": card, "stamp": stamp})


def no_panel(stamp: str) -> None:
    """On a screen without cards: only the script that makes a change of screens one step."""
    _panel.draw("none", {"card": {"kind": "none"}, "stamp": stamp, "wide": True})


def wide_panel(card: dict[str, Any], stamp: str, key: str = "cards") -> None:
    """Draw a card as wide and high as it likes; picks arrive as for `side_panel`."""
    _panel.draw(key, {"card": card, "stamp": stamp, "wide": True})
