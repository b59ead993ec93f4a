"""Rising and fading topics are found, and chance is not taken for them."""

import json
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from tests.conftest import MAPS, make_map
from topicmap import save_map
from topicmap.cli import main
from topicmap.topic_map import TopicMap
from topicmap.trends import recent_from, topic_trends, topic_years

RISING, FADING, EVEN = 0, 1, 2


def with_years(topics, years) -> TopicMap:
    """A map whose papers have the given topics, numbered from 0 without gaps, and years."""
    topics = np.asarray(topics)
    sizes = np.bincount(topics[topics >= 0])
    plain = make_map(len(topics), len(sizes), int((topics < 0).sum()))
    papers = plain.papers.assign(
        topic=topics, nearest_topic=np.maximum(topics, 0), year=pd.Series(years).to_numpy()
    )
    return replace(plain, papers=papers, topics=plain.topics.assign(size=sizes))


def made_corpus(seed=0):
    """Ten years of 60 papers in a random order: one topic rises, one fades, four stay."""
    random = np.random.default_rng(seed)
    rows = []
    for year in range(2011, 2021):
        part = (year - 2011) / 9
        shares = [0.05 + 0.25 * part, 0.30 - 0.25 * part, 0.2, 0.15, 0.1, 0.1]
        rows += [(t, year) for t in random.choice([0, 1, 2, 3, 4, 5, -1], 60, p=[*shares, 0.1])]
    random.shuffle(rows)
    topics, years = zip(*rows, strict=True)
    return with_years(topics, years)


def test_a_rising_and_a_fading_topic_are_found_and_no_other():
    found = topic_trends(made_corpus())
    assert found["direction"].tolist() == ["rising", "fading", *["steady"] * 4]
    assert found["topic"].tolist() == list(range(6))
    assert found.loc[RISING, "low"] > 0 > found.loc[FADING, "high"]
    assert found.loc[RISING, ["low", "change", "high"]].is_monotonic_increasing
    assert found.loc[RISING, "low"] < 0.25 * 5 / 9 < found.loc[RISING, "high"]


def test_shuffled_years_are_seldom_taken_for_a_trend():
    topic_map = made_corpus()
    papers, wrong = topic_map.papers, 0
    for seed in range(200):
        years = np.random.default_rng(seed).permutation(papers["year"])
        shuffled = replace(topic_map, papers=papers.assign(year=years))
        wrong += bool(topic_trends(shuffled)["direction"].isin(["rising", "fading"]).any())
    assert wrong <= 200 * 0.05 + 6  # two standard errors


def test_five_papers_claim_nothing_and_four_are_not_even_looked_at():
    years = [2010] * 50 + [2020] * 50
    five = with_years([-1] * 50 + [0] * 5 + [1] * 4 + [-1] * 41, years)
    assert topic_trends(five)["direction"].tolist() == ["steady", "unknown"]
    assert topic_trends(five).loc[1, ["change", "low", "high"]].isna().all()


def test_the_shares_of_a_year_and_their_intervals_by_hand():
    table = topic_years(with_years([0, 0, 1, -1, 1], [2001, 2001, 2001, 2001, 1999]))
    assert table[["topic", "year", "papers"]].to_numpy().tolist() == [
        [0, 1999, 0], [0, 2001, 2], [1, 1999, 1], [1, 2001, 1],
    ]  # fmt: skip
    assert table["share"].tolist() == [0, 0.5, 1, 0.25]
    half = table.loc[1]  # Wilson's interval of 2 of 4
    assert (half["low"], half["high"]) == pytest.approx((0.1500, 0.8500), abs=1e-4)
    assert ((table["low"] >= 0) & (table["high"] <= 1)).all()


def test_newcombes_interval_is_that_of_his_paper():
    """His table II: 56 of 70 less 48 of 80, 0.0524 to 0.3339 by the method without correction."""
    topics = [0] * 56 + [-1] * 14 + [0] * 48 + [-1] * 32
    found = topic_trends(with_years(topics, [2020] * 70 + [2010] * 80)).loc[0]
    assert (found["low"], found["high"]) == pytest.approx((0.0524, 0.3339), abs=1e-4)
    assert found["direction"] == "rising"


def test_a_last_year_that_is_not_over_changes_nothing():
    whole = made_corpus()
    papers = whole.papers
    started = papers.index[papers["year"] == 2020][10:]
    half_told = replace(whole, papers=papers.assign(year=papers["year"].drop(started)))
    assert topic_trends(half_told)["direction"].tolist()[:2] == ["rising", "fading"]
    assert (topic_trends(half_told)["direction"][2:] == "steady").all()


@pytest.mark.parametrize(
    "years",
    [
        [None] * 20,
        [1599, 0, -5, date.today().year + 1, 99999] * 4,
        ["unknown", "", None, "n.d."] * 5,
        [float("inf"), float("nan")] * 10,
    ],
    ids=["none", "impossible", "words", "no numbers"],
)
def test_no_year_that_can_be_used(years):
    topic_map = with_years([0] * 12 + [1] * 8, years)
    assert topic_years(topic_map).empty
    assert topic_trends(topic_map)["direction"].tolist() == ["unknown"] * 2
    assert topic_trends(topic_map)["papers"].tolist() == [0, 0]
    assert recent_from(topic_map) is None
    without = replace(topic_map, papers=topic_map.papers.drop(columns="year"))
    assert topic_years(without).empty
    assert list(topic_years(without)) == ["topic", "year", "papers", "share", "low", "high"]


def test_a_single_year_has_shares_but_no_trend():
    topic_map = with_years([0] * 12 + [1] * 8, [2020] * 20)
    assert topic_years(topic_map)["share"].tolist() == [0.6, 0.4]
    assert topic_trends(topic_map)["direction"].tolist() == ["unknown"] * 2


def test_years_as_texts_and_out_of_order_count_as_numbers():
    years = np.array([2020, 2010] * 20)
    topics = [0, 1] * 20
    one, two = (topic_trends(with_years(topics, y)) for y in (years, years.astype(str)))
    assert one["direction"].tolist() == two["direction"].tolist() == ["rising", "fading"]


def test_the_recent_half_parts_the_papers_evenly():
    assert recent_from(with_years([0] * 10, [1990] * 2 + [2019] * 3 + [2021] * 5)) == 2021
    assert recent_from(with_years([0] * 10, [1990] * 8 + [2021] * 2)) == 2021


@pytest.mark.parametrize("kind", list(MAPS))
def test_every_kind_of_map(kind):
    topic_map = MAPS[kind]()
    assert len(topic_trends(topic_map)) == len(topic_map.topics)
    assert set(topic_years(topic_map)["topic"]) <= set(topic_map.topics.index)


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as leave:
        main([str(argument) for argument in arguments])
    assert leave.value.code == 0
    return capsys.readouterr().out


def test_the_command_prints_a_table_or_json(tmp_path, capsys):
    save_map(made_corpus(), tmp_path / "map")
    lines = [line.split("\t") for line in run(capsys, "trends", tmp_path / "map").splitlines()]
    assert lines[0] == ["topic", "papers", "direction", "change since 2016", "interval"]
    assert [line[2] for line in lines[1:]] == ["rising", *["steady"] * 4, "fading"]
    assert lines[1][0] == "Federated learning"
    assert lines[1][3].startswith("+") and lines[-1][3].startswith("−")
    told = json.loads(run(capsys, "trends", tmp_path / "map", "--json"))
    assert told["recent_from"] == 2016
    assert told["topics"][0]["direction"] == "rising"
    assert len(told["years"]) == 60


def test_the_command_on_a_map_without_years(tmp_path, capsys):
    save_map(with_years([0] * 12, [None] * 12), tmp_path / "map")
    assert "unknown\t–\t–" in run(capsys, "trends", tmp_path / "map")
    told = json.loads(run(capsys, "trends", tmp_path / "map", "--json"))
    assert told["topics"][0]["change"] is None and told["years"] == []
