"""A folder for a talk: slides, and the pictures and papers beside them."""

from pathlib import Path

import numpy as np

from topicmap.export.choices import Choices
from topicmap.export.paper_files import paper_file
from topicmap.export.picture_files import picture_file
from topicmap.export.slides import slides
from topicmap.scene import draw_scene
from topicmap.topic_map import TopicMap

SLIDES, PNG, SVG, PAPERS = "slides.pptx", "map.png", "map.svg", "papers.csv"
FILES = frozenset((SLIDES, PNG, SVG, PAPERS))


def write(topic_map: TopicMap, folder: Path, choices: Choices) -> tuple[str, ...]:
    """Notes on the slides, pictures and papers that the folder now holds."""
    scene = draw_scene(topic_map)
    content, notes = slides(topic_map, scene, choices, full=True)
    (folder / SLIDES).write_bytes(content)
    for name, suffix in ((PNG, ".png"), (SVG, ".svg")):
        picture, _ = picture_file(topic_map, scene, choices, suffix)
        (folder / name).write_bytes(picture)
    (folder / PAPERS).write_bytes(paper_file(topic_map, np.arange(len(topic_map)), ".csv"))
    return notes
