"""Slides by python-pptx: texts that can be edited, links, notes, and nothing that is not ours."""

import io
import zipfile
from dataclasses import replace

import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from tests.conftest import MAPS, layered, make_map
from topicmap.export import export_map, picture_file
from topicmap.export.choices import PRESETS, choices
from topicmap.export.deck import FILES
from topicmap.scene import draw_scene


def made(topic_map, **chosen):
    content, _ = picture_file(topic_map, draw_scene(topic_map), choices(**chosen), ".pptx")
    return Presentation(io.BytesIO(content))


def text_of(slide) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def links(slide) -> set[str]:
    return {
        run.hyperlink.address
        for shape in slide.shapes if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs if run.hyperlink.address
    }  # fmt: skip


@pytest.mark.parametrize("kind", MAPS)
def test_every_kind_of_map_has_an_overview_and_a_slide_a_topic(kind):
    topic_map = MAPS[kind]()
    slides = made(topic_map).slides
    assert len(slides) == 1 + len(topic_map.topics)


@pytest.mark.parametrize("preset", PRESETS)
def test_slides_have_the_shape_that_was_chosen(preset):
    deck = made(make_map(), preset=preset)
    width, height, _ = PRESETS[preset]
    assert (deck.slide_width.pt, deck.slide_height.pt) == pytest.approx((width, height), abs=0.1)
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= -2 and shape.top >= -2
            assert shape.left + shape.width <= deck.slide_width + 12_700
            assert shape.top + shape.height <= deck.slide_height + 12_700


def test_a_topics_slide_says_what_the_topic_is():
    topic_map = layered(make_map())
    papers = topic_map.papers.assign(url=[f"https://example.org/{at}" for at in range(90)])
    slides = made(replace(topic_map, papers=papers)).slides
    for slide, (number, row) in zip(list(slides)[1:], topic_map.topics.iterrows(), strict=True):
        words = text_of(slide)
        assert str(row["label"]) in words
        assert str(row["keywords"][0]) in words
        title = papers["title"].loc[row["examples"][0]]
        assert str(title) in words
        example = papers["url"].loc[row["examples"][0]]
        assert example in links(slide)
        notes = slide.notes_slide.notes_text_frame.text
        assert f"{row['size']} papers" in notes, number
        pictures = [one for one in slide.shapes if one.shape_type == MSO_SHAPE_TYPE.PICTURE]
        assert pictures and all(one._element.nvPicPr.cNvPr.get("descr") for one in pictures)


def test_names_on_the_overview_are_texts():
    topic_map = make_map()
    overview = made(topic_map, title="Our field").slides[0]
    words = " ".join(text_of(overview).split())
    assert "Our field" in words
    assert all(str(label) in words for label in topic_map.topics["label"])
    assert overview.shapes.title is not None and overview.shapes.title.text == "Our field"


def test_hostile_words_are_texts_and_only_web_addresses_links():
    topic_map = make_map()
    hostile = "</a:t><script>\x07alert(1)</script>"
    papers = topic_map.papers.assign(title=hostile, url="javascript:alert(1)")
    slides = made(replace(topic_map, papers=papers)).slides
    assert "<script>" in text_of(slides[1])
    assert all(links(slide) == set() for slide in slides)


def test_the_same_map_gives_the_same_bytes():
    topic_map = make_map()
    one, other = (
        picture_file(topic_map, draw_scene(topic_map), choices(), ".pptx")[0] for _ in range(2)
    )
    assert one == other
    assert zipfile.ZipFile(io.BytesIO(one)).testzip() is None


def test_a_deck_has_slides_on_method_and_quality_and_the_files_beside(tmp_path):
    topic_map = layered(make_map())
    exported = export_map(topic_map, tmp_path / "deck", deck=True, title="Our field")
    assert {path.name for path in exported.path.iterdir()} == FILES
    slides = Presentation(str(exported.path / "slides.pptx")).slides
    assert len(slides) == 1 + len(topic_map.topics) + 2
    assert "How this map was made" in text_of(slides[-2])
    assert topic_map.settings.fingerprint in text_of(slides[-2])
    assert "How far to trust it" in text_of(slides[-1])
    assert (exported.path / "papers.csv").read_text("utf-8-sig").count("\n") >= 90
    assert (exported.path / "map.svg").read_text("utf-8").count("Our field") >= 1
