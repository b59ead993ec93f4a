"""The treemap of regions, topics and subtopics."""

from dashboard.components.topic_chart.topic_chart import topic_chart

__all__ = ["topic_chart"]
