"""The panel beside the map: summary, or the card of what is picked."""

from dashboard.components.side_panel.side_panel import no_panel, side_panel, wide_panel

__all__ = ["no_panel", "side_panel", "wide_panel"]
