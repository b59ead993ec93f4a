import sys

import pytest

from dashboard.first_map import MapBuild, build_command

STEPS = [
    '{"stage": "encode", "label": "Encoding", "step": 3, "steps": 6, "done": 20, "total": 80, '
    '"left": 12.4}',
    '{"stage": "layout", "label": "Layout", "step": 5, "steps": 6, "done": null, "total": null, '
    '"left": null}',
]


def build(tmp_path, *lines: str, status: int = 0) -> MapBuild:
    code = f"import sys; print(*{lines!r}, sep='\\n', file=sys.stderr); sys.exit({status})"
    started = MapBuild(tmp_path / "seeds", [sys.executable, "-c", code])
    started.wait(30)
    return started


def test_the_command(tmp_path):
    assert build_command(tmp_path)[1:4] == ["-m", "topicmap", "build"]
    assert build_command(tmp_path)[-2:] == ["--progress", "json"]


def test_something_is_told_before_the_builder_speaks(tmp_path):
    silent = build(tmp_path)
    assert silent.words == "Loading the tools"
    assert 0 < silent.share < 0.1


def test_progress_is_told_in_words(tmp_path):
    first = build(tmp_path, STEPS[0])
    assert first.words == "Encoding · 20 of 80 · about 12 s left"
    assert first.share == pytest.approx(2.25 / 6)
    both = build(tmp_path, *STEPS)
    assert both.words == "Layout"
    assert both.share == pytest.approx(4 / 6)
    assert (both.done, both.problem) == (True, "")


def test_progress_never_goes_back(tmp_path):
    assert build(tmp_path, *reversed(STEPS)).share == pytest.approx(4 / 6)


def test_a_failure_says_its_sentence(tmp_path):
    failed = build(tmp_path, STEPS[0], "The disk is full; free some space.", status=2)
    assert failed.problem == "The disk is full; free some space."


def test_a_silent_failure_says_something(tmp_path):
    assert "did not say why" in build(tmp_path, status=1).problem


@pytest.mark.parametrize("line", ["{", "[]", '{"step": "x"}', "null", "12", '{"label": null}'])
def test_odd_lines_do_no_harm(tmp_path, line):
    assert build(tmp_path, line).done


def test_a_builder_that_cannot_start(tmp_path):
    started = MapBuild(tmp_path, [str(tmp_path / "nothing")])
    started.wait(1)
    assert started.done
    assert started.problem.startswith("The builder could not be started")
