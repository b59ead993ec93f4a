"""The panel beside the map, made of text nodes only: no title or abstract becomes markup."""

from pathlib import Path
from typing import Any

import streamlit as st

_FOLDER = Path(__file__).parent
_SCRIPTS = ("elements", "summary", "topic_card", "paper_card", "side_panel")

_panel = st.components.v2.component(
    "topicmap.side_panel",
    html='<div class="tm-panel"></div>',
    css=(_FOLDER / "side_panel.css").read_text("utf-8"),
    js="\n".join((_FOLDER / f"{name}.js").read_text("utf-8") for name in _SCRIPTS),
    isolate_styles=False,
)


def side_panel(card: dict[str, Any], stamp: str, key: str = "panel") -> None:
    """Draw a card; what is picked on it arrives in the session state under the key."""
    _panel(key=key, data={"card": card, "stamp": stamp}, on_pick_change=_taken_up_by_state)


def topic_cards(cards: list[dict[str, Any]], stamp: str, key: str = "topics") -> None:
    """Draw the cards of all topics; picks arrive as for `side_panel`."""
    data = {"card": {"kind": "topics", "cards": cards}, "stamp": stamp}
    _panel(key=key, data=data, on_pick_change=_taken_up_by_state)


def _taken_up_by_state() -> None:
    """Picks are read from the session state when the next run begins."""
