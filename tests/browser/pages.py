"""What the browser tests do again and again."""

import re

MAP = '[data-testid="topic-map"]'
STAGE = ".tm-stage"
READY = f'{MAP}[data-ready="1"]'
PAPER = '[data-testid="paper-card"]'
TOPIC = '[data-testid="topic-card"]'
DIALOG = '[role="dialog"]'
SHOWN_LABELS = ".tm-label.tm-shown"
DRESSED = """
() => [...document.querySelectorAll('style')].some((style) => style.textContent.includes('st-key'))
"""
PLACE = """
([row]) => {
  const map = document.querySelector('[data-testid="topic-map"]');
  const frame = map.getBoundingClientRect();
  const { xaxis, yaxis, _size } = map._fullLayout;
  const { x, y } = map.data[0];
  return [frame.left + _size.l + xaxis.l2p(x[row]), frame.top + _size.t + yaxis.l2p(y[row])];
}
"""
INK = """
() => {
  const canvas = document.querySelector('.tm-over');
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  return data.filter((part, at) => at % 4 === 3 && part > 0).length / (data.length / 4);
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


def dressed(page) -> None:
    """Wait for the style, which comes after the first buttons and moves them."""
    page.wait_for_function(DRESSED)


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
    """Wait until the view has not moved for three looks, on a loaded machine too; the view."""
    page.wait_for_function(f"() => !document.querySelector('{STAGE}')?.topicmapPanel?.flight")
    seen = [state_of(page)["view"]]
    while len(seen) < 3 or len(set(seen[-3:])) > 1:
        page.wait_for_timeout(400)
        seen.append(state_of(page)["view"])
    return box_of(page)


def idle(page) -> None:
    """Wait until the app has answered everything, and the map rests if there is one."""
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    if page.locator(MAP).count():
        rest(page)
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')


def search(page, words: str) -> None:
    box = page.get_by_role("textbox", name="Search papers")
    box.fill(words)
    box.press("Enter")


def choose_source(page) -> None:
    """Filter by the second file, and wait until only its papers are shown."""
    page.get_by_role("combobox", name="Source").click()
    page.get_by_role("option", name="second.txt").click()
    wait_for(page, papers=30)
    page.keyboard.press("Escape")


def filter_strength(page) -> None:
    """Leave out the papers that are least sure of their topic, and wait until they are gone."""
    before = state_of(page)["papers"]
    slider = page.get_by_role("slider", name="Strength at least")
    for _ in range(500):
        if "strength=0.4" in page.url:
            break
        if float(slider.input_value()) < 0.4:  # a press that went elsewhere is made again
            slider.press("ArrowRight")
        else:
            page.wait_for_timeout(200)
    page.wait_for_selector(f"{READY}:not([data-papers='{before}'])")
    assert "strength=0.4" in page.url, (slider.input_value(), page.url)


def hide_unassigned(page) -> None:
    """Hide the papers in no topic, and wait until the address says so."""
    page.get_by_text("Hide the 9 unassigned").click()
    page.wait_for_function("() => location.search.includes('unassigned=hidden')")


def color_by(page, name: str) -> None:
    """Choose what the points are coloured by, and wait until they are."""
    page.locator('[data-testid="stRadio"]').get_by_text(name, exact=True).click()
    value = {"Topic": "", "File": "color=source"}.get(name, f"color={name.lower()}")
    page.wait_for_url(lambda url: value in url if value else "color=" not in url)
    idle(page)


def ask_for_picture(page) -> None:
    """Open the dialog that saves the map, and wait for the preview."""
    page.get_by_role("button", name="Save picture").click()
    page.locator(f"{DIALOG} img").wait_for()
    idle(page)


def save_map_as(page, suffix: str, name: str) -> bytes:
    """What the dialog saves in a format (its name), whose files end so."""
    page.locator(DIALOG).get_by_text(name, exact=True).click()
    button = page.get_by_role("button", name=f"Download {suffix.upper()}", exact=True)
    with page.expect_download() as waiting:
        button.click()
    assert waiting.value.suggested_filename.endswith(f"-map.{suffix}")
    return waiting.value.path().read_bytes()


def overlapping(boxes: list[list[float]]) -> list[tuple]:
    return [
        (a, b)
        for at, a in enumerate(boxes)
        for b in boxes[:at]
        if a[0] < b[1] and b[0] < a[1] and a[2] < b[3] and b[2] < a[3]
    ]


def numbers(text: str) -> list[int]:
    return [int(number.replace(",", "")) for number in re.findall(r"[\d,]+", text)]


FAINT = """
() => {
  const pen = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (color) => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = color;
    pen.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (above, alpha, below) =>
    above.map((part, at) => part * alpha + below[at] * (1 - alpha));
  const light = (rgb) => rgb.map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const contrastOf = (element) => {
    const chain = [];
    const { width } = element.getBoundingClientRect();
    const under = (box) => box.width >= width; // text beside a narrow thing does not stand on it
    for (let at = element; at; at = at.parentElement) {
      chain.unshift([getComputedStyle(at), under(at.getBoundingClientRect())]);
    }
    let [ground, alpha] = [[255, 255, 255], 1];
    for (const [style, lies] of chain) {
      alpha *= Number(style.opacity);
      if (!lies) continue;
      const [r, g, b, a] = rgba(style.backgroundColor);
      ground = over([r, g, b], a * alpha, ground);
    }
    const [r, g, b, a] = rgba(chain.at(-1)[0].color);
    const [one, other] = [light(over([r, g, b], a * alpha, ground)), light(ground)].sort();
    return (other + 0.05) / (one + 0.05);
  };
  const faint = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement: element, textContent } = walker.currentNode;
    const unread = 'script, style, :disabled, label:has(:disabled), canvas';
    if (!textContent.trim() || element.closest(unread)) continue;
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const contrast = contrastOf(element);
    const symbol = getComputedStyle(element).fontFamily.includes('Material Symbols');
    if (contrast >= (symbol ? 3 : 4.5)) continue;
    faint.push(`${textContent.trim().slice(0, 40)}: ${contrast.toFixed(2)}`);
  }
  return faint;
}
"""
