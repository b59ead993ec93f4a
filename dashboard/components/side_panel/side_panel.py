"""The panel beside the map, made of text nodes only: no title or abstract becomes markup."""

from pathlib import Path
from typing import Any

from dashboard.components.scripted import Scripted

_panel = Scripted(
    Path(__file__).parent,
    ("elements", "summary", "topic_card", "paper_card", "side_panel"),
    '<div class="tm-panel"></div>',
)


def side_panel(card: dict[str, Any], stamp: str, key: str = "panel") -> None:
    """Draw a card; what is picked on it arrives in the session state under the key."""
    _panel.draw(key, {"card": card, "stamp": stamp})


def topic_cards(cards: list[dict[str, Any]], stamp: str, key: str = "topics") -> None:
    """Draw the cards of all topics; picks arrive as for `side_panel`."""
    _panel.draw(key, {"card": {"kind": "topics", "cards": cards}, "stamp": stamp})
