"""Taking a map along: by Python, by the command line, and what happens when it cannot be."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import matplotlib
import pandas as pd
import pytest
from matplotlib.figure import Figure

from tests.conftest import make_map
from tests.topicmap.test_cli import run
from topicmap import draw_map, export_map, save_map
from topicmap.errors import BadPapers, BadSettings, UnknownFormat
from topicmap.export import SUFFIXES

__all__ = ["run"]

STARTS = {
    ".png": b"\x89PNG", ".svg": b"<?xml", ".pdf": b"%PDF-", ".pptx": b"PK", ".html": b"<!DOCTYPE",
    ".csv": b"\xef\xbb\xbf", ".bib": b"@", ".ris": b"TY  -", ".jsonl": b"{", ".md": b"",
}  # fmt: skip
NOBODY = 65_534
DEJAVU = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_format_is_written_and_the_same_again(tmp_path, suffix):
    topic_map = make_map()
    one = export_map(topic_map, tmp_path / f"one{suffix}")
    other = export_map(topic_map, str(tmp_path / "new" / f"other{suffix}"))
    assert one.path == tmp_path / f"one{suffix}"
    content = one.path.read_bytes()
    assert content.startswith(STARTS[suffix])
    assert content == other.path.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", f"one{suffix}"]


def test_the_papers_of_a_topic(tmp_path):
    topic_map = make_map()
    for topic in (1, -1):
        path = export_map(topic_map, tmp_path / "papers.csv", topic=topic).path
        ids = pd.read_csv(path, dtype=str)["id"].tolist()
        assert ids == topic_map.papers.index[topic_map.papers["topic"] == topic].tolist()


@pytest.mark.parametrize(
    ("name", "chosen", "error", "told"),
    [
        (
            "map.gif",
            {},
            UnknownFormat,
            r"no export to .gif \(map.gif\); end the name in one of .png",
        ),
        ("map", {}, UnknownFormat, "no export to a file name without suffix"),
        (
            "map.png",
            {"tool": "bertopic"},
            BadSettings,
            "map.png is named like a file; name a folder",
        ),
        ("out", {"deck": True, "tool": "vosviewer"}, BadSettings, "ask for one at a time"),
        ("out", {"deck": True, "topic": 1}, BadSettings, "leave topic 1 out"),
        ("map.png", {"topic": 1}, BadSettings, "choose highlight='topic:1'"),
        ("map.csv", {"topic": 77}, BadSettings, "no topic 77 on this map; choose one from 0 to 4"),
        ("map.csv", {"preset": "b2"}, BadSettings, "There is no preset 'b2'"),
        ("map.svg", {"shape": "a4"}, BadSettings, "There is no choice 'shape'"),
        ("map.html", {"highlight": "paper:x"}, BadSettings, "There is no paper 'x'"),
    ],
)
def test_what_cannot_be_written(tmp_path, name, chosen, error, told):
    with pytest.raises(error, match=told):
        export_map(make_map(), tmp_path / name, **chosen)
    assert not list(tmp_path.iterdir())


def full_disk(*_arguments, **_choices):
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("suffix", [".png", ".csv"])
def test_a_full_disk_leaves_the_old_file(tmp_path, monkeypatch, suffix):
    path = tmp_path / f"map{suffix}"
    path.write_bytes(b"the old one")
    monkeypatch.setattr(os, "fdopen", full_disk)
    with pytest.raises(BadPapers, match=r"No space left on device.*choose another"):
        export_map(make_map(), path)
    monkeypatch.undo()
    assert path.read_bytes() == b"the old one"
    assert [found.name for found in tmp_path.iterdir()] == [path.name]


def test_a_full_disk_leaves_the_old_folder(tmp_path, monkeypatch):
    folder = export_map(make_map(), tmp_path / "out", tool="vosviewer").path
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    monkeypatch.setattr("topicmap.export.vosviewer._write", full_disk)
    with pytest.raises(BadPapers, match="No space left on device"):
        export_map(make_map(), folder, tool="vosviewer")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert [found.name for found in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize(
    ("name", "chosen"), [("map.svg", {}), ("out", {"deck": True}), ("out", {"tool": "bertopic"})]
)
def test_a_place_that_cannot_be_written(tmp_path, name, chosen):
    (tmp_path / "file").write_text("a file, no folder")
    with pytest.raises(BadPapers, match="cannot be written"):
        export_map(make_map(), tmp_path / "file" / name, **chosen)


@contextmanager
def locked() -> Iterator[Path]:
    """A folder that may be read and not written to, by one who is not root."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o555)
        user = os.geteuid()
        if not user:
            os.seteuid(NOBODY)
        try:
            yield Path(folder)
        finally:
            os.seteuid(user)


@pytest.mark.parametrize(("name", "chosen"), [("papers.csv", {}), ("out", {"tool": "vosviewer"})])
def test_a_folder_without_permission(tmp_path, name, chosen):
    export_map(make_map(), tmp_path / name, **chosen)  # what is imported late may be root's alone
    with locked() as folder:
        with pytest.raises(BadPapers, match=r"Permission denied.*choose another"):
            export_map(make_map(), folder / name, **chosen)
        assert not list(folder.iterdir())


@pytest.mark.parametrize(
    ("name", "chosen", "told"),
    [
        ("papers.csv", {"preset": "4:3", "theme": "dark"}, "A .csv file has no preset, no theme;"),
        ("page.html", {"labels": "over", "theme": "dark"}, "A .html file has no labels;"),
        ("map.png", {"outlines": True}, "A .png file has no outlines;"),
        (
            "net",
            {"tool": "vosviewer", "highlight": "topic:1"},
            "A folder for vosviewer has no high",
        ),
    ],
)
def test_what_has_no_effect_is_said(tmp_path, name, chosen, told):
    assert export_map(make_map(), tmp_path / name, **chosen, title="T").notes[-1].startswith(told)


@pytest.mark.parametrize(
    ("name", "chosen"),
    [
        ("map.svg", {"outlines": True, "preset": "a4", "theme": "dark", "labels": "over"}),
        ("page.html", {"theme": "dark", "color": "year", "highlight": "topic:1"}),
        ("deck", {"deck": True, "outlines": True, "theme": "dark"}),
    ],
)
def test_what_has_an_effect_needs_no_word(tmp_path, name, chosen):
    notes = export_map(make_map(), tmp_path / name, **chosen).notes
    assert not [note for note in notes if "no effect" in note]


def test_a_deck_where_a_file_is(tmp_path):
    (tmp_path / "talk").write_text("notes")
    with pytest.raises(BadSettings, match="holds 'talk', which is no part of such an export"):
        export_map(make_map(), tmp_path / "talk", deck=True)


def test_the_command_line(run, tmp_path):
    save_map(make_map(), tmp_path / "my_field")
    done = run("export", "my_field", "--to", "map.svg", "--theme", "dark", "--labels", "outside")
    assert (done.stdout, done.stderr) == ("map.svg\n", "")
    assert "My field" in (tmp_path / "map.svg").read_text("utf-8")
    done = run("export", "my_field", "--to", "papers.bib", "--topic", "2")
    assert (tmp_path / "papers.bib").read_text("utf-8").count("\n@") < 30
    done = run("export", "my_field", "--to", "talk", "--deck", "--title", "Our field")
    assert (tmp_path / "talk" / "slides.pptx").is_file()
    done = run("export", "my_field", "--to", "model", "--for", "bertopic")
    assert "BERTopic.load" in done.stderr
    for wrong, told in (
        (("--to", "map.gif"), "There is no export to .gif"),
        (("--to", "map.png", "--preset", "b2"), "There is no preset 'b2'"),
        (("--to", "map.png", "--dpi", "9"), "dpi is 9"),
        (("--to", "map.png", "--highlight", "topic:99"), "There is no topic '99'"),
        (("--to", "out", "--for", "excel"), "There is no export for 'excel'"),
    ):
        done = run("export", "my_field", *wrong, check=False)
        assert done.returncode != 0 and told in " ".join(done.stderr.split())
    done = run("export", "no_such_map", "--to", "map.png", check=False)
    assert done.returncode != 0 and "no_such_map" in done.stderr


def test_draw_map_on_the_callers_axes():
    topic_map = make_map()
    figure = Figure(figsize=(10, 5))
    left, right = figure.subplots(1, 2)
    before = dict(matplotlib.rcParams)
    right.plot([0, 1], [0, 1])
    assert draw_map(topic_map, left, theme="dark", highlight="topic:1") is left
    x, y = topic_map.papers["x"], topic_map.papers["y"]
    (x0, x1), (y0, y1) = left.get_xlim(), left.get_ylim()
    assert x0 < x.min() < x.max() < x1 and y0 < y.min() < y.max() < y1
    drawn = " ".join(text.get_text() for text in left.texts)
    assert all(label.split()[0] in drawn for label in topic_map.topics["label"])
    assert len(right.lines) == 1 and not right.texts
    assert dict(matplotlib.rcParams) == before
    figure.canvas.draw()


def test_draw_map_on_new_axes():
    axes = draw_map(make_map())
    assert axes.figure.get_size_inches() == pytest.approx((8, 6))
    from matplotlib import pyplot

    pyplot.close(axes.figure)


@pytest.mark.parametrize("axes", ["here", Figure().add_subplot(projection="polar")])
def test_draw_map_on_what_is_no_plain_axes(axes):
    with pytest.raises(BadSettings, match=r"cannot be drawn on .*; give plain matplotlib axes"):
        draw_map(make_map(), axes)


def test_a_font_for_letters_that_ours_lacks(tmp_path):
    topic_map = make_map()
    labels = ["التعلم الآلي العميق", *topic_map.topics["label"][1:]]
    arabic = replace(topic_map, topics=topic_map.topics.assign(label=labels))
    without = export_map(arabic, tmp_path / "map.svg")
    assert any("The font has no letter for" in note for note in without.notes)
    with_font = export_map(arabic, tmp_path / "map.svg", font=DEJAVU)
    assert not [note for note in with_font.notes if "letter" in note]
    assert with_font.path.read_text("utf-8").count("@font-face") == 3
