"""A picture, slides or a page of a map as the bytes of a file, each format by its own module."""

from collections.abc import Callable
from dataclasses import replace

from topicmap.export.choices import Choices
from topicmap.export.light import Light
from topicmap.scene import Scene
from topicmap.topic_map import TopicMap
from topicmap.wording import made_at

_PREVIEW = 1_200
SUFFIXES = (".png", ".svg", ".pdf", ".pptx", ".html")


def picture_file(
    topic_map: TopicMap,
    scene: Scene,
    chosen: Choices,
    suffix: str,
    light: Light | None = None,
) -> tuple[bytes, tuple[str, ...]]:
    """A picture, slides or a page of a map as the bytes of a file, and notes on it.

    Parameters
    ----------
    suffix
        ``.png``, ``.svg``, ``.pdf``, ``.pptx`` or ``.html``.
    light
        What stands out; None for the highlight that is chosen.
    """
    makers: dict[str, Callable[..., tuple[bytes, tuple[str, ...]]]] = {
        ".png": _png,
        ".svg": _svg,
        ".pdf": _pdf,
        ".pptx": _pptx,
        ".html": _html,
    }
    return makers[suffix](topic_map, scene, chosen, light)


def preview(
    topic_map: TopicMap, scene: Scene, chosen: Choices, light: Light | None = None
) -> tuple[bytes, tuple[str, ...]]:
    """A PNG of about 1,200 pixels' width that shows what a picture will be like, and the notes."""
    from topicmap.export.composition import compose
    from topicmap.export.plotted import png

    picture = compose(topic_map, scene, chosen, light)
    return png(picture, chosen.letters, round(_PREVIEW / picture.width * 72)), picture.notes


def _png(
    topic_map: TopicMap, scene: Scene, chosen: Choices, light: Light | None
) -> tuple[bytes, tuple[str, ...]]:
    from topicmap.export.composition import compose
    from topicmap.export.plotted import png

    picture = compose(topic_map, scene, chosen, light)
    return png(picture, chosen.letters, chosen.resolution), picture.notes


def _pdf(
    topic_map: TopicMap, scene: Scene, chosen: Choices, light: Light | None
) -> tuple[bytes, tuple[str, ...]]:
    from topicmap.export.composition import compose
    from topicmap.export.plotted import pdf

    picture = compose(topic_map, scene, chosen, light)
    content = pdf(picture, chosen.letters, chosen.resolution, made_at(topic_map))
    return content, (*picture.notes, *_pixels(picture.many_dots))


def _svg(
    topic_map: TopicMap, scene: Scene, chosen: Choices, light: Light | None
) -> tuple[bytes, tuple[str, ...]]:
    from topicmap.export.composition import compose
    from topicmap.export.plotted import papers_png
    from topicmap.export.svg import svg

    picture = compose(topic_map, scene, chosen, light)
    many = picture.many_dots
    dots_alone = replace(picture, areas=(), swatches=(), lines=(), circles=())
    image = papers_png(dots_alone, chosen.resolution, over_nothing=True) if many else b""
    content = svg(picture, chosen.letters, chosen.outlines, image)
    return content, (*picture.notes, *_pixels(many))


def _pptx(
    topic_map: TopicMap, scene: Scene, chosen: Choices, light: Light | None
) -> tuple[bytes, tuple[str, ...]]:
    from topicmap.export.slides import slides

    return slides(topic_map, scene, chosen, light)


def _html(
    topic_map: TopicMap, scene: Scene, chosen: Choices, light: Light | None
) -> tuple[bytes, tuple[str, ...]]:
    from topicmap.export.page import page

    return page(topic_map, scene, chosen, light)


def _pixels(many: bool) -> tuple[str, ...]:
    return ("The papers are pixels, as there are very many; all else is vector.",) if many else ()
