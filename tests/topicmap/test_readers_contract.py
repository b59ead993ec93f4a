"""What holds for every reader, on a sample of its own; `tests/samples/README.md` tells of them."""

import json
import random
from pathlib import Path

import pandas as pd
import pytest

from topicmap.errors import TopicMapError
from topicmap.papers import check
from topicmap.readers import read_sources
from topicmap.readers.formats import BINARY, PAGES, READERS, SUFFIXES, choose_reader, open_page
from topicmap.writers import write_papers

SAMPLES = Path(__file__).parents[1] / "samples"
FUZZ = SAMPLES / "fuzz"
NAMES = [reader.NAME for reader in READERS]
TEXTS = [reader.NAME for reader in READERS if reader not in BINARY]


def sample(name: str) -> Path:
    """The sample of a reader: ``readers/NAME.*``, or the first of its pages."""
    found = [path for path in sorted((SAMPLES / "readers").glob(f"{name}.*"))
             if path.name != f"{name}.json"]  # fmt: skip
    if found:
        return found[0]
    pages = sorted((SAMPLES / "pages").glob("*.json"))
    page = next(path for path in pages if expected(path)["format"] == name)
    return page.with_suffix(".txt")


def expected(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def expected_of(name: str) -> dict:
    path = sample(name)
    by_name = path.with_name(f"{name}.json")
    return expected(by_name if by_name.exists() else path.with_suffix(".json"))


def plain(value):
    """A value as JSON has it, empty ones and False as None."""
    value = value.tolist() if hasattr(value, "tolist") else value
    if isinstance(value, list):
        return value or None
    return None if pd.isna(value) or value is False else value


@pytest.mark.parametrize("name", NAMES)
def test_every_record_of_the_sample_is_exact(name):
    reading, wanted = read_sources([sample(name)], keep_duplicates=True), expected_of(name)
    (file,) = reading.files
    assert file.format == wanted["format"] == name
    records = [r for r in wanted["records"] if r.get("title") or r.get("abstract")]
    without = [r["line_start"] for r in wanted["records"] if r not in records]
    assert len(reading.papers) == len(records)
    papers = reading.papers.reset_index()
    known = {*records[0], "title", "abstract", "authors", "year", "date", "venue", "doi"}
    for (_, paper), record in zip(papers.iterrows(), records, strict=True):
        record = {key: value for key, value in record.items() if value not in ([], "", False)}
        assert paper["id"].startswith(record.get("id", ""))
        for key in (known | set(record)) - {"id"}:
            assert plain(paper.get(key)) == record.get(key), key
    assert file.left_out == wanted.get("left_out", {})
    if "unread" in wanted:
        assert [line for line, *_ in file.unread] == sorted([*wanted["unread"], *without])


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_known_by_its_content_and_by_one_reader_alone(name, tmp_path):
    data = sample(name).read_bytes()
    page, _ = open_page(tmp_path / "copy.txt", data)
    scores = {reader.NAME: reader.accepts(page) for reader in READERS}
    best = max(scores, key=scores.__getitem__)
    assert best == name == choose_reader(page).NAME
    assert sorted(scores.values())[-2] < 0.9
    assert all(0 <= score <= 1 for score in scores.values())


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("disguise", ["Windows line ends", "byte-order mark", "UTF-16"])
def test_a_sample_in_disguise_gives_the_same_papers(name, disguise, tmp_path):
    path = sample(name)
    text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    data = {"Windows line ends": text.replace("\n", "\r\n").encode(),
            "byte-order mark": b"\xef\xbb\xbf" + text.encode(),
            "UTF-16": text.encode("utf-16")}[disguise]  # fmt: skip
    copy = tmp_path / path.name
    copy.write_bytes(data)
    one, two = (read_sources([p], keep_duplicates=True).papers for p in (path, copy))
    assert two.drop(columns="source").to_dict("list") == one.drop(columns="source").to_dict("list")


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
@pytest.mark.parametrize("name", NAMES)
def test_what_was_read_can_be_written_and_read_again(name, suffix, tmp_path):
    papers = read_sources([sample(name)]).papers
    check(papers)
    again = read_sources([write_papers(papers, tmp_path / f"out{suffix}")]).papers
    pd.testing.assert_frame_equal(again, papers, check_dtype=suffix != ".csv")


@pytest.mark.parametrize("name", NAMES)
def test_damaged_samples_give_papers_or_a_clear_error(name, tmp_path):
    path = sample(name)
    data, chance = path.read_bytes(), random.Random(name)
    for number in range(40):
        broken = bytearray(data[: chance.randrange(1, len(data))] if number % 2 else data)
        for _ in range(number // 2):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        copy = tmp_path / path.name
        copy.write_bytes(bytes(broken))
        try:
            reading = read_sources([copy])
        except TopicMapError as error:
            assert "please report it" not in str(error), (number, error)
            assert "\n" not in str(error)
        else:
            check(reading.papers)


@pytest.mark.parametrize("path", sorted(FUZZ.iterdir()), ids=lambda path: path.name)
def test_what_fuzzing_found_gives_papers_or_a_clear_error(path):
    try:
        reading = read_sources([path])
    except TopicMapError as error:
        assert "please report it" not in str(error)
    else:
        check(reading.papers)
        for file in reading.files:
            assert all(0 < line <= file.lines for line, *_ in (*file.unread, *file.furniture))
        ends = reading.papers[["line_start", "line_end"]].dropna()
        assert ((ends["line_start"] >= 1) & (ends["line_start"] <= ends["line_end"])).all()


def test_readers_differ_in_name_and_say_what_they_read():
    assert len(set(NAMES)) == len(NAMES)
    for reader in READERS:
        first = reader.__doc__.partition("\n")[0]
        assert first.endswith("."), reader.NAME
        assert set(reader.SUFFIXES) <= set(SUFFIXES)
        assert all(callable(getattr(reader, name)) for name in ("accepts", "read"))
    assert all(reader in READERS for reader in (*PAGES, *BINARY))
