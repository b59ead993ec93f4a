"""Archives, patterns, standard input, encodings, and files that mean harm."""

import gzip
import io
import json
import sys
import zipfile
from types import SimpleNamespace

import pytest

from topicmap.errors import BadPapers, BadSettings, TopicMapError, UnknownFormat
from topicmap.readers import read_papers, read_sources, unpack
from topicmap.readers.decoding import decode

ONE = b"title,abstract\nFirst,About graphs.\n"
TWO = b'{"title": "Second", "abstract": "About words."}\n'


def zipped(**files):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def test_zip_and_gzip_are_read_as_what_they_hold(tmp_path):
    content = {"b/two.jsonl": TWO, "a.csv": ONE, "__MACOSX/x.csv": b"x", "deep.zip": None}
    content["deep.zip"] = zipped(**{"three.csv.gz": gzip.compress(ONE.replace(b"First", b"Third"))})
    (tmp_path / "all.zip").write_bytes(zipped(**content, **{"picture.png": b"\x89PNG"}))
    reading = read_sources([tmp_path / "all.zip"])
    assert reading.papers["title"].tolist() == ["First", "Second", "Third"]
    assert reading.papers["source"].tolist() == ["a.csv", "two.jsonl", "three.csv"]
    assert reading.papers["line_start"].tolist() == [2, 1, 2]
    assert reading.files[1].source == str(tmp_path / "all.zip" / "b" / "two.jsonl")
    assert {path.name: why for path, why in reading.skipped} == {
        "x.csv": "hidden", "picture.png": "no reader takes .png files",
    }  # fmt: skip
    (tmp_path / "papers.csv.gz").write_bytes(gzip.compress(ONE))
    assert read_papers(tmp_path / "papers.csv.gz")["source"].tolist() == ["papers.csv"]


def test_paths_that_lead_out_are_passed_over(tmp_path):
    files = {"../../evil.csv": ONE, "/etc/evil.csv": ONE, "C:\\evil.csv": ONE, "good.csv": ONE}
    (tmp_path / "a.zip").write_bytes(zipped(**files))
    reading = read_sources([tmp_path / "a.zip"])
    assert [file.source for file in reading.files] == [str(tmp_path / "a.zip" / "good.csv")]
    assert [why for _, why in reading.skipped] == ["its path leads out of the archive"] * 3
    assert [path.name for path in tmp_path.rglob("*")] == ["a.zip"]


def test_bombs_are_stopped_at_the_stated_size(tmp_path, monkeypatch):
    monkeypatch.setattr(unpack, "MOST_BYTES", 1 << 20)
    big = bytes(3 << 20)
    long = ONE + b'Long,"' + b"word " * 100_000 + b'"\n'
    for name, content in {"a.zip": zipped(**{"a.csv": big}), "a.csv.gz": gzip.compress(big),
                          "b.zip": zipped(**{f"{n}.csv": long for n in range(4)}),
                          "c.zip": zipped(**{"a.csv.gz": gzip.compress(big)})}.items():  # fmt: skip
        (tmp_path / name).write_bytes(content)
        with pytest.raises(BadPapers, match=r"more than .* unpacked"):
            read_papers(tmp_path / name)


def test_archives_in_archives_have_an_end(tmp_path):
    content = ONE
    for _ in range(6):
        content = zipped(**{"a.zip": content})
    (tmp_path / "a.zip").write_bytes(content)
    with pytest.raises(BadPapers, match="more than 3 archives inside one another"):
        read_papers(tmp_path / "a.zip")


@pytest.mark.parametrize("cut", [10, 30, -10])
def test_damaged_archives(tmp_path, cut):
    for name, content in {
        "a.zip": zipped(**{"a.csv": ONE}),
        "a.csv.gz": gzip.compress(ONE),
    }.items():
        (tmp_path / name).write_bytes(content[:cut])
        with pytest.raises(BadPapers, match="damaged archive"):
            read_papers(tmp_path / name)


def test_a_cut_archive_is_not_taken_for_the_one_inside(tmp_path):
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.csv", ONE)
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("first.csv", ONE)
        archive.writestr("inner.zip", inner.getvalue())
    whole = outer.getvalue()
    end = whole.index(inner.getvalue()) + len(inner.getvalue())
    (tmp_path / "cut.zip").write_bytes(whole[:end])
    with pytest.raises(BadPapers, match="damaged archive"):
        read_papers(tmp_path / "cut.zip")


def test_patterns(tmp_path):
    (tmp_path / "a.csv").write_bytes(ONE)
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "b.jsonl").write_bytes(TWO)
    assert len(read_papers(str(tmp_path / "*.csv"))) == 1
    assert len(read_papers(str(tmp_path / "**" / "*.*"))) == 2
    with pytest.raises(BadPapers, match=r"no file or folder .*\*\.bib"):
        read_papers(str(tmp_path / "*.bib"))
    (tmp_path / "odd [1].csv").write_bytes(ONE.replace(b"First", b"Odd"))
    assert read_papers(tmp_path / "odd [1].csv")["title"].tolist() == ["Odd"]


def test_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(gzip.compress(TWO))))
    papers = read_papers("-")
    assert papers[["title", "source", "format"]].to_numpy().tolist() == [["Second", "-", "jsonl"]]


def test_bad_files_stop_the_reading_unless_they_are_to_be_skipped(tmp_path):
    (tmp_path / "a.csv").write_bytes(ONE)
    (tmp_path / "b.parquet").write_bytes(b"PAR1 half")
    (tmp_path / "c.csv").write_bytes(b"name,age\nAda,36\n")
    with pytest.raises(BadPapers, match=r"b\.parquet"):
        read_papers(tmp_path)
    reading = read_sources([tmp_path], skip_bad=True)
    assert len(reading.papers) == 1
    assert [path.name for path, _ in reading.skipped] == ["b.parquet", "c.csv"]


def test_columns_with_names_of_their_own(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Titel;Zusammenfassung;Wer;Jahr;title\nEins;Über Graphen.;A. B.;2001;x\n")
    columns = {"title": "Titel", "abstract": "Zusammenfassung", "authors": "Wer", "year": "Jahr"}
    paper = read_papers(path, columns=columns).iloc[0]
    assert (paper["title"], paper["abstract"]) == ("Eins", "Über Graphen.")
    assert (paper["authors"], paper["year"], paper["title_"]) == (["A. B."], 2001, "x")
    with pytest.raises(BadSettings, match=r"No file has a column 'Tite'.*they have Titel, Zusam"):
        read_papers(path, columns={"title": "Tite"})
    with pytest.raises(BadSettings, match=r"no field 'titel'; --columns takes id, title, abstract"):
        read_papers(path, columns={"titel": "Titel"})


def test_columns_are_for_the_tables_that_have_them(tmp_path):
    (tmp_path / "a.csv").write_text("Titel,abstract\nEins,Of graphs.\n")
    (tmp_path / "b.csv").write_text("title,abstract\nTwo,Of trees.\n")
    (tmp_path / "c.bib").write_text("@article{c,\n  title = {Three},\n}\n")
    papers = read_papers(tmp_path, columns={"title": "Titel"})
    assert papers["title"].tolist() == ["Eins", "Two", "Three"]
    with pytest.raises(BadSettings, match=r"No file has a column 'Tite'.*there is no table"):
        read_papers(tmp_path / "c.bib", columns={"title": "Tite"})
    (tmp_path / "d.csv").write_text("name,age\nAda,36\n")
    with pytest.raises(BadSettings, match=r"d\.csv has no column 'Titel'.*it has name, age"):
        read_papers(tmp_path, columns={"title": "Titel"})


USUAL = [
    ("Title", "Summary", "Author", "Published", "Journal"),
    ("paper_title", "abstract", "Authors", "publication_date", "booktitle"),
    ("TI", "AB", "AU", "date", "SO"),
    ("Article Title", "Abstract Note", "author names", "Publication Date", "Source title"),
]


@pytest.mark.parametrize("names", USUAL, ids=lambda names: names[0])
@pytest.mark.parametrize("mark", [",", "\t", ";", "|"])
def test_usual_names_of_columns(tmp_path, names, mark):
    path = tmp_path / "table.txt"
    cells = ("One", "About graphs.", "Ada Byron; Grace Hopper", "2021-05-06", "Annals")
    path.write_text(mark.join(names) + "\n" + mark.join(f'"{cell}"' for cell in cells) + "\n")
    paper = read_papers(path).iloc[0]
    assert (paper["title"], paper["abstract"], paper["venue"]) == ("One", "About graphs.", "Annals")
    assert (paper["date"], paper["year"]) == ("2021-05-06", 2021)
    assert paper["authors"] == ["Ada Byron", "Grace Hopper"]


ENCODINGS = {
    "cp1251": "Мы изучаем нейронные сети и показываем, что они учатся быстро. " * 4,
    "koi8-r": "Мы изучаем нейронные сети и показываем, что они учатся быстро. " * 4,
    "gb18030": "我们研究神经网络并证明它们学习得很快。" * 4,
    "shift_jis": "こんにちは、ニューラルネットワークを研究する。" * 4,
    "cp1252": "Gödel’s naïve café – “quoted”",
    "utf-16-le": "Wir zeigen, daß es geht.",
    "utf-16-be": "Wir zeigen, daß es geht.",
}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_encodings_are_told_by_the_letters(encoding):
    text = ENCODINGS[encoding]
    found, warnings = decode(text.encode(encoding), "x")
    assert found == text
    assert "read as" in warnings[0]


def test_nul_characters_are_left_out_and_told(tmp_path):
    (tmp_path / "a.csv").write_bytes(ONE.replace(b"graphs", b"gra\x00phs") + b"x" * 200)
    reading = read_sources([tmp_path])
    assert reading.papers["abstract"].iloc[0] == "About graphs."
    assert reading.files[0].warnings[0] == "1 NUL characters are left out"


HARM = {
    "deep.json": b"[" * 200_000,
    "deep.jsonl": b'{"title": ' * 50_000,
    "deep.xml": b"<a>" * 100_000,
    "laughs.xml": b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><l>&b;</l>',
    "outside.xml": b'<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><l>&a;</l>',
    "wide.csv": b"title," + b",".join(b"c%d" % n for n in range(1_000_000)) + b"\n" + b"x\n",
    "line.txt": b"a long line of words without an end " * 600_000,
    "quotes.csv": b'title,abstract\n"' + b'""' * 500_000,
    "numbers.json": b'[{"title": ' + b"9" * 5_000 + b"}]",
    "keys.json": json.dumps([{f"k{n}": n for n in range(50_000)} | {"title": "x"}]).encode(),
}


@pytest.mark.parametrize("name", HARM)
def test_what_means_harm_is_refused_in_a_sentence(tmp_path, name):
    (tmp_path / name).write_bytes(HARM[name])
    with pytest.raises(TopicMapError) as caught:
        read_papers(tmp_path / name)
    assert len(str(caught.value)) < 600
    assert "\n" not in str(caught.value)


def test_an_endless_abstract_is_no_paper_and_reported(tmp_path):
    (tmp_path / "a.csv").write_bytes(ONE + b"Endless," + b"word " * 50_000 + b"\n")
    reading = read_sources([tmp_path])
    assert reading.papers["title"].tolist() == ["First"]
    assert [(line, why) for line, _, why in reading.files[0].unread] == [
        (3, "a text of 249,999 letters")
    ]


def test_what_no_reader_knows_is_told_with_what_is_possible(tmp_path):
    (tmp_path / "a.txt").write_text("1 2 3\n4 5 6\n")
    with pytest.raises(UnknownFormat, match=r"no reader knows; topicmap reads .*csv.*--skip-bad"):
        read_papers(tmp_path / "a.txt")


def test_a_damaged_file_in_an_archive_is_passed_over_alone(tmp_path):
    path = tmp_path / "papers.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("a.csv", "b.csv", "c.csv"):
            archive.writestr(name, f"title,abstract\nPaper {name},What paper {name} says.\n")
    path.write_bytes(path.read_bytes().replace(b"paper b.csv says", b"paper b.csv sAys"))
    with pytest.raises(BadPapers, match=r"b\.csv"):
        read_sources([path])
    reading = read_sources([path], skip_bad=True)
    assert reading.papers["title"].tolist() == ["Paper a.csv", "Paper c.csv"]
    assert [(skipped.name, "CRC" in why) for skipped, why in reading.skipped] == [("b.csv", True)]


def test_bytes_behind_a_gzip_file_are_told(tmp_path):
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"title,abstract\nA,What A says.\n") + b"\0\0 and more")
    reading = read_sources([path])
    assert reading.papers["title"].tolist() == ["A"]
    assert [why for _, why in reading.skipped] == ["9 bytes behind its end"]
