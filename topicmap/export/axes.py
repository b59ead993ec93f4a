"""A map on the caller's own matplotlib axes."""

from typing import TYPE_CHECKING

from topicmap.errors import BadSettings
from topicmap.export.choices import Choices
from topicmap.export.composition import compose_map
from topicmap.export.plotted import draw_on
from topicmap.scene import Scene
from topicmap.topic_map import TopicMap

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SIZE = (8.0, 6.0)  # inches


def draw(topic_map: TopicMap, scene: Scene, choices: Choices, axes: "Axes | None") -> "Axes":
    """The axes, new ones where none are given, with the map drawn on them."""
    if axes is None:
        from matplotlib import pyplot  # keeps figures open until they are shown

        axes = pyplot.figure(figsize=_SIZE).add_axes((0.0, 0.0, 1.0, 1.0))
    if not hasattr(axes, "get_window_extent") or getattr(axes, "name", "") != "rectilinear":
        raise BadSettings(
            f"The map cannot be drawn on {type(axes).__name__}; give plain matplotlib axes, such "
            "as those of pyplot.subplots()."
        )
    extent = axes.get_window_extent()
    dpi = axes.figure.get_dpi()
    size = (extent.width * 72 / dpi, extent.height * 72 / dpi)
    draw_on(axes, compose_map(topic_map, scene, choices, size), choices.letters)
    return axes
