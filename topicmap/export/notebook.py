"""A map in a notebook: its page in a frame of its own."""

from html import escape

from topicmap.export.choices import Choices
from topicmap.export.page import MOST_WHOLE, page
from topicmap.scene import draw_scene
from topicmap.topic_map import TopicMap
from topicmap.wording import counted

_HEIGHT = 640  # pixels


def shown(topic_map: TopicMap) -> str:
    """A map's page as HTML for a notebook; of a very large map, a line that says what to do."""
    if len(topic_map) > MOST_WHOLE:
        papers = counted(len(topic_map), "paper")
        return (
            f"<p>A map of {papers}, too large to be shown here: "
            "<code>export_map(topic_map, 'map.html')</code> makes a page of it.</p>"
        )
    content, _ = page(topic_map, draw_scene(topic_map), Choices())
    return (
        f'<iframe srcdoc="{escape(content.decode("utf-8"))}" sandbox="allow-scripts allow-popups" '
        f'title="Topic map" style="width:100%;height:{_HEIGHT}px;border:0"></iframe>'
    )
