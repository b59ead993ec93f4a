"""What the browser tests do again and again."""

import re

MAP = '[data-testid="topic-map"]'
READY = f'{MAP}[data-ready="1"]'
PAPER = '[data-testid="paper-card"]'
TOPIC = '[data-testid="topic-card"]'
SHOWN_LABELS = ".tm-label.tm-shown"
PLACE = """
([row]) => {
  const map = document.querySelector('[data-testid="topic-map"]');
  const frame = map.getBoundingClientRect();
  const { xaxis, yaxis, _size } = map._fullLayout;
  const { x, y } = map.data[0];
  return [frame.left + _size.l + xaxis.l2p(x[row]), frame.top + _size.t + yaxis.l2p(y[row])];
}
"""
BOXES = """
() => [...document.querySelectorAll('.tm-label.tm-shown')].map((label) => {
  const rows = [...label.querySelectorAll('span > span')];
  const lines = rows.map((row) => row.getBoundingClientRect());
  return [Math.min(...lines.map((b) => b.left)), Math.max(...lines.map((b) => b.right)),
          Math.min(...lines.map((b) => b.top)), Math.max(...lines.map((b) => b.bottom))];
})
"""


def ready(page):
    page.wait_for_selector(READY)
    return page.locator(MAP)


def state_of(page) -> dict[str, str]:
    """The map's attributes."""
    return page.evaluate(
        "() => ({...document.querySelector('[data-testid=\"topic-map\"]').dataset})"
    )


def box_of(page) -> list[float]:
    return [float(edge) for edge in state_of(page)["view"].split(",")]


def wait_for(page, **values) -> None:
    """Wait until attributes of the map have these values."""
    wanted = "".join(f'[data-{name}="{value}"]' for name, value in values.items())
    page.wait_for_selector(f"{READY}{wanted}")


def place_of(page, row: int) -> tuple[float, float]:
    """Where on the page the point of a paper is."""
    x, y = page.evaluate(PLACE, [row])
    return x, y


def click_paper(page, row: int) -> None:
    page.mouse.click(*place_of(page, row))


def zoom_in(page) -> list[float]:
    """Wheel into the map a little off its middle, wait until it rests; the new view."""
    before = state_of(page)["view"]
    frame = page.locator(MAP).bounding_box()
    page.mouse.move(frame["x"] + frame["width"] * 0.6, frame["y"] + frame["height"] * 0.45)
    page.mouse.wheel(0, -400)
    moved(page, before)
    return rest(page)


def moved(page, before: str) -> None:
    """Wait until the view is another one than before."""
    other = "([map, before]) => document.querySelector(map).dataset.view !== before"
    page.wait_for_function(other, arg=[MAP, before])


def rest(page) -> list[float]:
    """Wait until the view no longer moves; the view."""
    last = None
    while last != (now := state_of(page)["view"]):
        last = now
        page.wait_for_timeout(450)
    return box_of(page)


def search(page, words: str) -> None:
    box = page.get_by_role("textbox", name="Search papers")
    box.fill(words)
    box.press("Enter")


def overlapping(boxes: list[list[float]]) -> list[tuple]:
    return [
        (a, b)
        for at, a in enumerate(boxes)
        for b in boxes[:at]
        if a[0] < b[1] and b[0] < a[1] and a[2] < b[3] and b[2] < a[3]
    ]


def numbers(text: str) -> list[int]:
    return [int(number.replace(",", "")) for number in re.findall(r"[\d,]+", text)]
