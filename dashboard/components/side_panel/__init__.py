"""The panel beside the map: summary, topic card or paper card."""

from dashboard.components.side_panel.side_panel import side_panel, topic_cards

__all__ = ["side_panel", "topic_cards"]
