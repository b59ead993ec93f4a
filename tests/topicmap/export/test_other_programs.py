"""Files opened with programs that are not ours: poppler, rsvg and LibreOffice."""

import io
import os
import re
import shutil
import subprocess
from functools import cache

import numpy as np
import pytest
from PIL import Image

from tests.conftest import layered, make_map
from topicmap.export import export_map

MAP = layered(make_map())
TITLE = "Our field: Größen & «Обучение» β"
DPI = 96
SIZE = (1280, 720)


def program(name: str) -> str:
    found = shutil.which(name)
    if found is None and os.environ.get("TOPICMAP_TEST_ALL"):
        pytest.fail(f"TOPICMAP_TEST_ALL is set, but there is no {name}")
    if found is None:
        pytest.skip(f"there is no {name}")
    return found


def run(name: str, *arguments) -> bytes:
    command = [program(name), *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, timeout=300).stdout


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Makes a file once."""
    folder = tmp_path_factory.mktemp("files")

    @cache
    def make(name: str, **chosen):
        return export_map(MAP, folder / name, title=TITLE, **chosen).path

    return make


def pixels(content: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(content)).convert("RGB"), dtype=float)


def likeness(one: np.ndarray, other: np.ndarray) -> float:
    """How alike two pictures are: the correlation of their lightness, a little blurred."""
    small = [
        Image.fromarray(picture.mean(axis=2).astype(np.uint8)).resize(
            (160, 90), Image.Resampling.BOX
        )
        for picture in (one, other)
    ]
    return float(np.corrcoef(*(np.asarray(picture, float).ravel() for picture in small))[0, 1])


def labels_in(text: str) -> set[str]:
    """The labels of the map that a text has, whatever is between their words."""
    words = " ".join(text.split())
    return {label for label in MAP.topics["label"] if str(label) in words}


def test_the_pdf_has_text_and_its_fonts(made):
    path = made("map.pdf")
    fonts = run("pdffonts", path).decode().splitlines()[2:]
    assert {"Regular", "Semibold"} == {font.split()[0].rpartition("-")[2] for font in fonts}
    assert all(
        "TrueType" in font and "+SourceSans3" in font and re.search(r"\byes yes", font)
        for font in fonts
    )
    text = run("pdftotext", "-layout", path, "-").decode("utf-8")
    assert TITLE in text and "settings" in text
    assert labels_in(run("pdftotext", "-raw", path, "-").decode("utf-8")) == set(
        MAP.topics["label"]
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_poppler_draws_the_pdf_as_our_png_is(made, theme):
    ours = pixels(made(f"{theme}.png", dpi=DPI, theme=theme).read_bytes())
    theirs = pixels(run("pdftoppm", "-r", DPI, "-png", made(f"{theme}.pdf", theme=theme)))
    assert theirs.shape == ours.shape == (SIZE[1], SIZE[0], 3)
    assert likeness(ours, theirs) > 0.97


@pytest.mark.parametrize("outlines", [False, True])
def test_rsvg_draws_the_svg_as_our_png_is(made, outlines):
    ours = pixels(made("light.png", dpi=DPI, theme="light").read_bytes())
    path = made(f"{outlines}.svg", outlines=outlines)
    theirs = pixels(run("rsvg-convert", "--dpi-x", DPI, "--dpi-y", DPI, path))
    assert theirs.shape == ours.shape
    assert likeness(ours, theirs) > (0.97 if outlines else 0.9)  # it has fonts of its own


def test_libreoffice_turns_the_slides_into_pages(made, tmp_path):
    path = made("map.pptx")
    profile = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, path)
    pages = run("pdftotext", "-raw", tmp_path / "map.pdf", "-").decode("utf-8").split("\f")[:-1]
    assert len(pages) == 1 + len(MAP.topics)
    assert TITLE in pages[0] and labels_in(pages[0]) == set(MAP.topics["label"])
    for label, page, (_, row) in zip(
        MAP.topics["label"], pages[1:], MAP.topics.iterrows(), strict=True
    ):
        words = " ".join(page.split())
        assert str(label) in words and str(row["keywords"][0]) in words
