"""Pictures of maps already built: names by geometry, time and memory, and DataMapPlot beside them.

With ``TOPICMAP_REPORT`` a folder, the pictures of both and what was counted are written there.
"""

import itertools
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from tests.topicmap.export.geometry import box, crossing, faults, leaders, overlap
from topicmap import load_map
from topicmap.bundle import BundleInfo, list_maps
from topicmap.colors import contrast
from topicmap.export import export_map
from topicmap.export.choices import LABELS, PRESETS, THEMES, choices
from topicmap.export.composition import compose
from topicmap.scene import draw_scene

FOLDER = os.environ.get("TOPICMAP_MAPS")
MAPS = [info for info in list_maps(Path(FOLDER)) if not info.problem] if FOLDER else []
OTHER = os.environ.get("TOPICMAP_DATAMAPPLOT")
SLIDE = ("13.33", "7.5")  # inches
SECONDS, BYTES = 10, 1_000_000_000
PLAIN = Path(__file__).with_name("plain_datamapplot.py")
pytestmark = pytest.mark.skipif(not MAPS, reason="TOPICMAP_MAPS names no folder with maps")


@pytest.fixture(params=MAPS, ids=lambda info: info.name, scope="module")
def info(request) -> BundleInfo:
    return request.param


@pytest.fixture(scope="module")
def opened(info):
    topic_map = load_map(Path(FOLDER) / info.name)
    return topic_map, draw_scene(topic_map)


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> Path:
    folder = os.environ.get("TOPICMAP_REPORT")
    made = Path(folder) if folder else tmp_path_factory.mktemp("report")
    made.mkdir(parents=True, exist_ok=True)
    return made


def test_no_picture_has_a_fault(info, opened):
    topic_map, scene = opened
    named = []
    for preset, theme, labels in itertools.product(PRESETS, THEMES, LABELS):
        picture = compose(topic_map, scene, choices(preset=preset, theme=theme, labels=labels))
        assert faults(picture) == [], (preset, theme, labels)
        if theme == "light":
            named.append(f"{preset} {labels} {len(picture.labels)}")
    print(f"\n{info.name}, {len(topic_map.topics)} topics, named: {', '.join(named)}")


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf"])
def test_a_picture_takes_seconds_and_little_memory(info, tmp_path, suffix):
    path = tmp_path / f"map{suffix}"
    command = [sys.executable, "-m", "topicmap", "export", str(Path(FOLDER) / info.name)]
    began = time.perf_counter()
    process = subprocess.Popen([*command, "--to", str(path)], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    took = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    memory = used.ru_maxrss * (1 if sys.platform == "darwin" else 1_024)
    print(
        f"\n{info.name}{suffix}: {took:.1f} s, {memory / 1e6:.0f} MB, {path.stat().st_size:,} bytes"
    )
    assert took < SECONDS
    assert memory < BYTES


def test_datamapplot_beside_it(info, opened, report, tmp_path):
    """Overlaps, crossings, names too small or outside, and topics without a name, of both."""
    if not OTHER:
        pytest.skip("TOPICMAP_DATAMAPPLOT names no Python with datamapplot")
    topic_map, scene = opened
    ours = counted_of(topic_map, scene)
    export_map(topic_map, report / f"{info.name}-topicmap.png", dpi=100, title="")
    slide = plain(topic_map, report / f"{info.name}-datamapplot.png", tmp_path, *SLIDE)
    own = plain(topic_map, tmp_path / "own-size.png", tmp_path)
    lines = [f"# {info.name}: {len(topic_map)} papers, {len(topic_map.topics)} topics", ""]
    lines += [
        "| on a slide | topicmap | DataMapPlot | DataMapPlot, of its own size |",
        "| --- | --- | --- | --- |",
    ]
    lines += [f"| {what} | {ours[what]} | {slide[what]} | {own[what]} |" for what in ours]
    names = {"topicmap": "topicmap", "DataMapPlot": "datamapplot"}
    lines += [f"\n{tool}:\n\n![{tool}]({info.name}-{of}.png)" for tool, of in names.items()]
    text = "\n".join([*lines, ""])
    (report / f"{info.name}.md").write_text(text, "utf-8")
    print(f"\n{text}")
    for what in ("names that overlap", "lines that cross", "names that leave the picture"):
        assert ours[what] == 0


def counted_of(topic_map, scene) -> dict[str, float]:
    picture = compose(topic_map, scene, choices(title=""))
    boxes = [box(label) for label in picture.labels]
    pairs = list(itertools.combinations(leaders(picture), 2))
    return {
        "names that overlap": sum(overlap(*pair) for pair in itertools.combinations(boxes, 2)),
        "lines that cross": sum(crossing(*pair) for pair in pairs),
        "names that leave the picture": sum(
            left < 0 or top < 0 or right > picture.width or bottom > picture.height
            for left, top, right, bottom in boxes
        ),
        "topics without a name": len(topic_map.topics) - len(boxes),
        "smallest letters, points": round(
            min(t.size for label in picture.labels for t in label), 1
        ),
        "weakest contrast of a name": round(
            min(contrast(t.color, picture.paper) for label in picture.labels for t in label), 1
        ),
    }


def plain(topic_map, picture: Path, folder: Path, *size: str) -> dict[str, float]:
    papers, labels = topic_map.papers, topic_map.topics["label"].astype(str).to_numpy()
    topic = papers["topic"].to_numpy()
    names = np.where(topic < 0, "Unlabelled", labels[topic]).astype(str)
    np.savez(folder / "places.npz", x=papers["x"], y=papers["y"], label=names)
    done = subprocess.run(
        [OTHER, PLAIN, folder / "places.npz", picture, *size],
        check=True, capture_output=True, timeout=900,
    )  # fmt: skip
    drawn = json.loads(done.stdout)
    found = [name for name in drawn["names"] if name["line"]]  # each is drawn once more without
    boxes = [tuple(name["box"]) for name in found]
    lines = [(tuple(name["line"][0]), tuple(name["line"][-1])) for name in found]
    return {
        "names that overlap": sum(overlap(*pair) for pair in itertools.combinations(boxes, 2)),
        "lines that cross": sum(crossing(*pair) for pair in itertools.combinations(lines, 2)),
        "names that leave the picture": sum(
            left < 0 or low < 0 or right > drawn["width"] or high > drawn["height"]
            for left, low, right, high in boxes
        ),
        "topics without a name": len(labels) - len(boxes),
        "smallest letters, points": round(min(name["size"] for name in found), 1),
        "weakest contrast of a name": round(
            min(contrast(name["color"], "#ffffff") for name in found), 1
        ),
    }
