"""TopicMap and choices → a picture: the map, its names, and the words around."""

from dataclasses import replace

from topicmap.export.captions import Caption
from topicmap.export.choices import Choices
from topicmap.export.letters import CAPITAL
from topicmap.export.light import Light, light_of
from topicmap.export.names import Named, named_map
from topicmap.export.papers_drawn import dots, found_glow, glow, marks, tones
from topicmap.export.shapes import Circle, Frame, Line, Picture, Text
from topicmap.export.sheet import Sheet
from topicmap.export.words_around import foot, head, legend, remarks, title_of
from topicmap.lettering import LINE
from topicmap.scene import Scene
from topicmap.topic_map import TopicMap
from topicmap.wording import counted

_LEADER, _ANCHOR = 0.7, 2.0  # width of a line to a name, radius of its end, in points
_MOST_TOLD = 12


def compose(
    topic_map: TopicMap, scene: Scene, choices: Choices, light: Light | None = None
) -> Picture:
    """The picture of a map.

    Parameters
    ----------
    light
        What stands out; None for what the choices say.

    Raises
    ------
    BadSettings
        The map has no such highlight or colours, or the font cannot be read.
    """
    return compose_sheet(sheet_of(topic_map, scene, choices, light))


def compose_sheet(sheet: Sheet) -> Picture:
    """The picture of a sheet, as `compose` makes it."""
    words_above, top = head(sheet)
    words_of_legend, dots_of_legend, swatches, bottom = legend(sheet)
    frame = Frame(0.0, top, sheet.width, bottom - top)
    named = named_map(sheet, frame)
    map_alone = _map_alone(sheet, named, frame)
    words = (*words_above, *words_of_legend, *foot(sheet, named))
    return replace(
        map_alone,
        circles=(*map_alone.circles, *dots_of_legend),
        words=words,
        swatches=tuple(swatches),
        notes=tuple(_notes(sheet, named, words)),
    )


def compose_map(
    topic_map: TopicMap, scene: Scene, choices: Choices, size: tuple[float, float]
) -> Picture:
    """The picture of a map without any words around it, of a size in points.

    Raises
    ------
    BadSettings
        As in `compose`.
    """
    sheet = replace(sheet_of(topic_map, scene, choices), size=size)
    frame = Frame(0.0, 0.0, *size)
    return _map_alone(sheet, named_map(sheet, frame), frame)


def sheet_of(
    topic_map: TopicMap, scene: Scene, choices: Choices, light: Light | None = None
) -> Sheet:
    """What all parts of a picture go by; errors as in `compose`."""
    choices.check_color(topic_map)
    light = light_of(topic_map, choices.highlight) if light is None else light
    theme = "dark" if choices.theme == "dark" else "light"
    coloured = tones(topic_map, scene, choices.color, theme)
    return Sheet(topic_map, scene, choices, choices.size, light, choices.letters, coloured)


def _map_alone(sheet: Sheet, named: Named, frame: Frame) -> Picture:
    topic_map, scene, light = sheet.topic_map, sheet.scene, sheet.light
    lines, ends = _leaders(sheet, named.captions)
    own_lines, own_circles = marks(topic_map, named.stage, light, sheet.theme)
    labels = tuple(_lines_of(sheet, caption) for caption in named.captions)
    box = named.stage.box
    return Picture(
        width=sheet.width,
        height=sheet.height,
        paper=sheet.paper,
        title=title_of(sheet),
        description=_description(sheet, named),
        map=named.stage.frame,
        clip=frame if sheet.choices.view else Frame(0.0, 0.0, *sheet.size),
        box=(box.x0, box.x1, box.y0, box.y1),
        areas=tuple(glow(topic_map, scene, named.stage, light, sheet.theme, sheet.by_topic)),
        dots=(
            *found_glow(topic_map, named.stage, light, sheet.theme, scene.point_size),
            *dots(topic_map, scene, named.stage, light, sheet.tones, sheet.theme),
        ),
        lines=(*lines, *own_lines),
        circles=(*ends, *own_circles),
        labels=labels,
    )


def _leaders(sheet: Sheet, captions: list[Caption]) -> tuple[list[Line], list[Circle]]:
    """The lines from names at the sides to their topics, each with a dot at its end."""
    lines, ends = [], []
    for caption in captions:
        if caption.port is None:
            continue
        name, unit = caption.name, sheet.unit
        lines.append(Line((caption.port, (name.x, name.y)), name.color, _LEADER * unit, 0.75))
        ends.append(
            Circle(name.x, name.y, _ANCHOR * unit, sheet.paper, 0.8 * unit, fill=name.color)
        )
    return lines, ends


def _lines_of(sheet: Sheet, caption: Caption) -> tuple[Text, ...]:
    down = caption.y + CAPITAL / 2 * caption.size
    return tuple(
        Text(
            text=line,
            x=caption.x,
            y=down + at * caption.size * LINE,
            size=caption.size,
            color=caption.name.color,
            width=sheet.letters.width(line, caption.size, caption.weight),
            weight=caption.weight,
            anchor=caption.anchor,
            halo=sheet.paper,
        )
        for at, line in enumerate(caption.lines)
    )


def _description(sheet: Sheet, named: Named) -> str:
    """The picture in words, for those who do not see it."""
    texts = [caption.name.text for caption in named.captions]
    more = f" and {len(texts) - _MOST_TOLD} more" if len(texts) > _MOST_TOLD else ""
    listed = f" Named on it: {', '.join(texts[:_MOST_TOLD])}{more}." if texts else ""
    topics = counted(len(sheet.topic_map.topics), "topic")
    papers = counted(len(sheet.topic_map), "paper")
    return f"A map of {papers} in {topics}; near means alike.{listed}"


def _notes(sheet: Sheet, named: Named, words: tuple[Text, ...]) -> list[str]:
    """What the maker of the picture has to know."""
    notes = [told for told in remarks(sheet, named) if told.endswith("named")]
    texts = [
        *(word.text for word in words),
        *(line for caption in named.captions for line in caption.lines),
    ]
    if missing := sheet.letters.missing(texts):
        notes.append(
            f"the font has no letter for {missing[:_MOST_TOLD]}"
            f"{f' and {len(missing) - _MOST_TOLD} more' if len(missing) > _MOST_TOLD else ''}; "
            "topicmap export --font FILE takes a font that has them"
        )
    return [f"{note[0].upper()}{note[1:]}." for note in notes]
