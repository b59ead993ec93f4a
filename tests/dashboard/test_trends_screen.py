"""What the screen Trends says of topics and years."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from dashboard.charts.trend_lines import trend_lines
from dashboard.trend_tables import drawn_topics, points, trend_line, trend_table, why_no_trends
from tests.conftest import MAPS, make_map
from topicmap.scene import draw_scene
from topicmap.trends import topic_trends, topic_years


def rising_map(years=None):
    """90 papers of 2010 to 2019, topic 0 only in the later years."""
    plain = make_map(300, 4, 10)
    topic = plain.papers["topic"].to_numpy()
    random = np.random.default_rng(0)
    made = np.where(topic == 0, random.integers(2015, 2020, 300), random.integers(2010, 2020, 300))
    papers = plain.papers.assign(year=pd.array(made if years is None else years, "Int64"))
    return replace(plain, papers=papers)


RISING = rising_map()
EVERYTHING = np.ones(len(RISING), bool)


def test_a_topic_that_rises_is_first():
    trends, years = topic_trends(RISING), topic_years(RISING)
    table = trend_table(RISING, trends, years)
    first = table.iloc[0]
    assert (first["Topic"], first["Direction"]) == (RISING.topics["label"].loc[0], "rising")
    assert first["Change"].startswith("+")
    assert len(first["By year"]) == years["year"].nunique()
    assert sum(first["By year"][:5]) == 0
    assert len(table) == len(RISING.topics)
    assert 0 in drawn_topics(trends, ())


def test_the_papers_of_a_filter_alone_are_counted():
    topic = RISING.papers["topic"].to_numpy()
    others = topic_trends(RISING, topic != 0)
    assert others["papers"].iloc[0] == 0
    assert others["direction"].iloc[0] == "unknown"
    assert topic_years(RISING, topic == 0)["share"].max() == 1
    pd.testing.assert_frame_equal(topic_trends(RISING, EVERYTHING), topic_trends(RISING))


def test_chosen_topics_are_drawn():
    trends = topic_trends(RISING)
    assert drawn_topics(trends, (3, 1)) == [3, 1]
    assert drawn_topics(trends, (99,)) == drawn_topics(trends, ())
    assert len(drawn_topics(trends.assign(direction="steady"), ())) == 3


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_lines_have_the_shares_and_intervals(theme):
    years = topic_years(RISING)
    scene = draw_scene(RISING)
    figure = trend_lines(RISING, scene, years, [0, 2], theme)
    band, line = figure.data[:2]
    own = years[years["topic"] == 0]
    assert list(line.y) == own["share"].tolist()
    assert list(band.y) == [*own["high"], *own["low"][::-1]]
    assert line.line.color == scene.palette.points[theme][0]
    assert f"{own['papers'].iloc[-1]} papers" in line.text[-1]
    ends = {note.text: note.y for note in figure.layout.annotations}
    assert set(ends) == {RISING.topics["label"].loc[topic] for topic in (0, 2)}
    assert ends[RISING.topics["label"].loc[0]] == pytest.approx(own["share"].iloc[-1])


def test_names_at_the_ends_of_lines_stay_apart():
    years = topic_years(RISING)
    level = years.assign(share=0.1, low=0.05, high=0.2)
    figure = trend_lines(RISING, draw_scene(RISING), level, [0, 1, 2, 3], "light")
    places = [note.y for note in figure.layout.annotations]
    assert np.diff(sorted(places)).min() >= 0.2 * 0.05


def test_hostile_labels_are_no_markup():
    topics = RISING.topics.assign(label=["<b>bold</b> & <script>", "b", "c", "d"])
    hostile = replace(RISING, topics=topics)
    figure = trend_lines(hostile, draw_scene(hostile), topic_years(hostile), [0], "light")
    assert "<b>" not in figure.data[1].text[0].partition("<br>")[0]
    assert figure.layout.annotations[0].text.startswith("&lt;b&gt;")


@pytest.mark.parametrize(
    ("topic_map", "shown", "words"),
    [
        (MAPS["all_unassigned"](), np.ones(8, bool), "no topics"),
        (RISING, ~EVERYTHING, "Take back a filter"),
        (rising_map([None] * 300), EVERYTHING, "None of these papers has a year"),
        (rising_map([2020] * 300), EVERYTHING, "All papers with a year are of 2020"),
        (rising_map([2019, 2020, *[None] * 298]), EVERYTHING, "too few to say of any topic"),
        (rising_map([2019, 2020, *[None] * 298]), EVERYTHING, "more papers with a year."),
        (RISING, EVERYTHING, ""),
    ],
)
def test_where_nothing_can_be_said_it_says_what_to_do(topic_map, shown, words):
    years, trends = topic_years(topic_map, shown), topic_trends(topic_map, shown)
    told = why_no_trends(topic_map, years, trends, shown)
    assert words in told
    assert bool(told) == bool(words)


def test_a_line_tells_what_the_table_rests_on():
    assert trend_line(EVERYTHING, 300, 2015).startswith("300 papers, 300 of them with a year")
    assert "since 2015" in trend_line(EVERYTHING, 300, 2015)
    assert trend_line(np.arange(300) < 12, 3, None) == "12 of 300 papers, 3 of them with a year"


@pytest.mark.parametrize(("change", "words"), [(0.031, "+3.1"), (-0.2, "−20.0"), (np.nan, "")])
def test_points(change, words):
    assert points(change) == words
