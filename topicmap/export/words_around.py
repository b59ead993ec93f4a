"""The words around the map: title and subtitle above, legend and provenance below."""

from topicmap.cells import column_title
from topicmap.export.names import Named
from topicmap.export.shapes import SEMIBOLD, Circle, Frame, Text
from topicmap.export.sheet import Sheet
from topicmap.wording import counted, provenance

SMALL = 9.0  # letters, in points on a slide

_TOP, _BOTTOM = 24.0, 20.0
_TITLE, _LEAST_TITLE, _SUBTITLE = 27.0, 16.0, 13.0
_LEGEND = 10.0
_GREY = {"topic": "in no topic", "nearest": "in no topic", "year": "without a year"}
_BETWEEN = 16.0  # two entries of the legend


def title_of(sheet: Sheet) -> str:
    """The title: the one that was chosen, or how many papers and topics there are."""
    chosen = sheet.choices.title
    return _size(sheet) if chosen is None else " ".join(chosen.split())


def subtitle_of(sheet: Sheet) -> str:
    """The subtitle: the one that was chosen, or how many papers there are and what stands out."""
    chosen = sheet.choices.subtitle
    if chosen is not None:
        return " ".join(chosen.split())
    size = "" if sheet.choices.title is None else _size(sheet)
    return " · ".join(filter(None, [size, sheet.light.words]))


def _size(sheet: Sheet) -> str:
    papers = counted(len(sheet.topic_map), "paper")
    return f"{papers} in {counted(len(sheet.topic_map.topics), 'topic')}"


def head(sheet: Sheet) -> tuple[list[Text], float]:
    """The words above the map, and where the map may begin."""
    unit, room = sheet.unit, sheet.width - 2 * sheet.side
    down = _TOP * unit
    texts = []
    if title := title_of(sheet):
        size = _TITLE * unit
        wide = sheet.letters.width(title, size, SEMIBOLD)
        size = max(size * min(room / max(wide, 1e-9), 1.0), _LEAST_TITLE * unit)
        title = sheet.letters.shortened(title, size, room, SEMIBOLD)
        down += size * 0.8
        texts.append(_text(sheet, title, sheet.side, down, size, sheet.ink, SEMIBOLD))
        down += size * 0.35
    if subtitle := subtitle_of(sheet):
        size = _SUBTITLE * unit
        subtitle = sheet.letters.shortened(subtitle, size, room)
        down += size * 0.9
        texts.append(_text(sheet, subtitle, sheet.side, down, size, sheet.quiet_ink))
        down += size * 0.4
    return texts, down + 6 * unit


def foot(sheet: Sheet, named: Named) -> list[Text]:
    """The line below the map: provenance left, what is not named right."""
    size = SMALL * sheet.unit
    down = sheet.height - _BOTTOM * sheet.unit
    room = sheet.width - 2 * sheet.side
    texts = []
    if told := " · ".join(remarks(sheet, named)):
        told = sheet.letters.shortened(told, size, room)
        wide = sheet.letters.width(told, size)
        right = sheet.width - sheet.side
        texts.append(Text(told, right, down, size, sheet.quiet_ink, wide, anchor="end"))
        room -= wide + 2 * size
    if sheet.choices.provenance and room > 8 * size:
        line = _whole_parts(sheet, provenance(sheet.topic_map), size, room)
        texts.insert(0, _text(sheet, line, sheet.side, down, size, sheet.quiet_ink))
    return texts


def _whole_parts(sheet: Sheet, line: str, size: float, room: float) -> str:
    """As many parts of a line, from its beginning, as there is room for."""
    while sheet.letters.width(line, size) > room and " · " in line:
        line = line.rpartition(" · ")[0]
    return sheet.letters.shortened(line, size, room)


def remarks(sheet: Sheet, named: Named) -> list[str]:
    """What a reader of the picture has to know: grey papers, and names left out."""
    told = []
    grey = int((sheet.tones.numbers < 0).sum())
    if grey:
        told.append(f"grey: {counted(grey, 'paper')} {_GREY.get(sheet.choices.color, 'of others')}")
    if named.unnamed:
        noun = named.layer[:-1]
        told.append(f"{counted(named.unnamed, f'smaller {noun}')} not named")
    return told


def foot_top(sheet: Sheet) -> float:
    """Where the words below the map begin, without the legend."""
    return sheet.height - (_BOTTOM + SMALL + 6) * sheet.unit


def legend(
    sheet: Sheet,
) -> tuple[list[Text], list[Circle], list[tuple[Frame, str]], float]:
    """What colours stand for where they do not stand for topics, and where the map has to end."""
    down = foot_top(sheet)
    if sheet.by_topic:
        return [], [], [], down
    down -= (_LEGEND + 4) * sheet.unit
    if sheet.tones.ends:
        texts, swatches = _scale(sheet, down)
        return texts, [], swatches, down - (_LEGEND + 2) * sheet.unit
    texts, circles = _kinds(sheet, down)
    return texts, circles, [], down - (_LEGEND + 2) * sheet.unit


def _scale(sheet: Sheet, down: float) -> tuple[list[Text], list[tuple[Frame, str]]]:
    """A bar of colours between the least and the most."""
    unit, size = sheet.unit, _LEGEND * sheet.unit
    first, last = sheet.tones.ends or ("", "")
    x = sheet.side
    texts = []
    for words in (column_title(sheet.choices.color), first):
        texts.append(_text(sheet, words, x, down, size, sheet.quiet_ink))
        x += texts[-1].width + 8 * unit
    swatches = []
    for color in sheet.tones.colors:
        swatches.append((Frame(x, down - 7 * unit, 14 * unit, 8 * unit), color))
        x += 14 * unit
    texts.append(_text(sheet, last, x + 8 * unit, down, size, sheet.quiet_ink))
    return texts, swatches


def _kinds(sheet: Sheet, down: float) -> tuple[list[Text], list[Circle]]:
    """A dot and a name a kind, as many as have room."""
    unit, size = sheet.unit, _LEGEND * sheet.unit
    x, end = sheet.side, sheet.width - sheet.side
    texts = [_text(sheet, column_title(sheet.choices.color), x, down, size, sheet.quiet_ink)]
    x += texts[0].width + _BETWEEN * unit
    each = (end - x) / max(len(sheet.tones.names), 1) - (_BETWEEN + 10) * unit
    circles = []
    for name, color in zip(sheet.tones.names, sheet.tones.colors, strict=True):
        words = sheet.letters.shortened(name, size, max(each, 40 * unit))
        wide = sheet.letters.width(words, size)
        if x + 10 * unit + wide > end:
            break
        circles.append(Circle(x + 4 * unit, down - 3.3 * unit, 3.6 * unit, color, 0.0, fill=color))
        texts.append(_text(sheet, words, x + 11 * unit, down, size, sheet.quiet_ink))
        x += wide + (_BETWEEN + 11) * unit
    return texts, circles


def _text(
    sheet: Sheet, text: str, x: float, y: float, size: float, color: str, weight: str = "regular"
) -> Text:
    return Text(text, x, y, size, color, sheet.letters.width(text, size, weight), weight)
