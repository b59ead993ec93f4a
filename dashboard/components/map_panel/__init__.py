"""The map: Plotly's scattergl kept alive in the page, with labels, outlines and picks."""

from dashboard.components.map_panel.map_panel import map_panel

__all__ = ["map_panel"]
