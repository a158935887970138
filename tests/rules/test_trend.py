"""Laws of a person's trend: lines join only what may be compared, and what is not known lies nowhere."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from sankofa.sustainability.rules import trend
from sankofa.sustainability.rules.trend import Talk, comparable, findings, picture, stretches

FIRST = date(2024, 1, 10)
CODES = ("composite",)
figure = st.none() | st.integers(0, 10_000).map(lambda parts: Decimal(parts).scaleb(-4))
talk = st.tuples(st.integers(0, 2_000), st.sampled_from(["open-rss/1", "own/1"]), st.sampled_from("ab"), figure)


def made(rows):
    return [
        Talk(f"{number:04}", FIRST + timedelta(days=days), scheme, digest, {"composite": value})
        for number, (days, scheme, digest, value) in enumerate(rows)
    ]


talks = st.lists(talk, max_size=12).map(made)


@given(talks, st.randoms(use_true_random=False))
def test_the_order_in_which_talks_are_read_does_not_matter(some, random: Random) -> None:
    shuffled = list(some)
    random.shuffle(shuffled)
    assert stretches(some) == stretches(shuffled)


@given(talks)
def test_every_talk_stands_in_exactly_one_stretch_and_neighbours_differ_in_how_they_were_scored(some) -> None:
    found = stretches(some)
    assert sorted(one.key for stretch in found for one in stretch.talks) == [one.key for one in some]
    for stretch in found:
        assert len({one.way for one in stretch.talks}) == 1
    for before, after in pairwise(found):
        assert before.talks[0].way != after.talks[0].way
        assert before.talks[-1].on <= after.talks[0].on


@given(talks)
def test_a_line_never_leaves_its_stretch_and_never_crosses_a_talk_without_a_figure(some) -> None:
    found = stretches(some)
    drawn = picture(found, "composite")
    runs = 0
    for stretch in found:
        known = "".join("k" if one.figures["composite"] is not None else "u" for one in stretch.talks)
        runs += sum(len(run) > 1 for run in known.split("u"))
    assert len(drawn.lines) == runs
    assert len(drawn.breaks) == max(0, len(found) - 1)
    assert len(drawn.spots) + len(drawn.unknown) == len(some)


@given(talks)
def test_every_mark_lies_within_the_picture_and_a_better_figure_never_lower(some) -> None:
    drawn = picture(stretches(some), "composite")
    for spot in drawn.spots:
        assert 0 <= spot.x <= trend.WIDE
        assert 0 <= spot.y <= trend.WIDE
    known = [one for stretch in stretches(some) for one in stretch.talks if one.figures["composite"] is not None]
    for one, spot in zip(known, drawn.spots, strict=True):
        for other, place in zip(known, drawn.spots, strict=True):
            if one.figures["composite"] > other.figures["composite"]:
                assert spot.y <= place.y
            if one.on < other.on:
                assert spot.x <= place.x


@given(talks)
def test_only_talks_scored_like_the_last_one_are_compared_with_it(some) -> None:
    found = stretches(some)
    kept = comparable(found)
    if not some:
        assert kept == ()
        return
    last = found[-1].talks[-1]
    assert kept[-1] == last
    assert {one.key for one in kept} == {one.key for one in some if one.way == last.way}


@given(talks)
def test_every_break_and_every_talk_without_a_figure_is_said(some) -> None:
    found = stretches(some)
    said = [finding.code for finding in findings(found, CODES, long_months=12)]
    assert said.count("trend.scheme_changed") + said.count("trend.scheme_mended") == max(0, len(found) - 1)
    assert said.count("trend.no_figure") == sum(one.figures["composite"] is None for one in some)


def test_a_gap_is_said_when_more_than_a_year_passed_and_not_on_the_day() -> None:
    def gap(days: int) -> list[str]:
        rows = [(0, "open-rss/1", "a", Decimal("0.5")), (days, "open-rss/1", "a", Decimal("0.6"))]
        return [finding.code for finding in findings(stretches(made(rows)), CODES, long_months=12)]

    assert gap(366) == []  # 10 January 2024 to 10 January 2025
    assert gap(367) == ["trend.long_gap"]


def test_one_talk_alone_lies_in_the_middle() -> None:
    drawn = picture(stretches(made([(5, "open-rss/1", "a", Decimal(1))])), "composite")
    assert [(spot.x, spot.y) for spot in drawn.spots] == [(500, 0)]
    assert (drawn.lines, drawn.breaks) == ((), ())
