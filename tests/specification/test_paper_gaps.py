"""Whether somebody's papers are those that are asked for: what is there, what is missing, what else would do.

A paper is good through its last day.  What nobody wrote down is not missing: it is asked for.  Of several kinds that
would do, the one that comes closest counts.

Sources: Knowledge Paper 1 (2021), 4.2.4: other means of identification than a national card; 3.3: people turned away
for want of identity papers and land deeds; ILO indicators of forced labour (2012): retention of identity documents.
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sankofa.returnees.rules.paper_gaps import (
    RUNS_OUT,
    Need,
    Paper,
    Standing,
    Whereabouts,
    answer,
    finding_about,
    findings,
    gaps,
    is_kept_from,
    is_outlasted,
    runs_out_soon,
    standing_of,
)

ON = date(2026, 11, 22)
HERE = Whereabouts.WITH_PERSON
TO_SAY_WHO = Need(("identity", "passport", "birth"))
HALF_A_YEAR = Need(("passport",), days_left_min=180)

STANDINGS = [
    pytest.param(Paper("identity", HERE), HALF_A_YEAR.days_left_min, Standing.THERE, id="a-card-without-a-last-day"),
    pytest.param(Paper("passport", HERE, ON), 0, Standing.THERE, id="good-through-its-last-day"),
    pytest.param(Paper("passport", HERE, ON - timedelta(days=1)), 0, Standing.EXPIRED, id="ran-out-yesterday"),
    pytest.param(Paper("passport", HERE, ON + timedelta(days=180)), 180, Standing.THERE, id="just-long-enough"),
    pytest.param(Paper("passport", HERE, ON + timedelta(days=179)), 180, Standing.SHORT, id="a-day-too-short"),
    pytest.param(Paper("passport", HERE), 0, Standing.UNTIL_NOT_KNOWN, id="a-passport-whose-last-day-is-not-known"),
    pytest.param(Paper("passport", valid_until=ON), 0, Standing.WHERE_NOT_KNOWN, id="nobody-wrote-where-it-is"),
    pytest.param(Paper("identity", Whereabouts.OFFICE), 0, Standing.THERE, id="kept-safe-at-our-office"),
    pytest.param(Paper("passport", Whereabouts.EMPLOYER, ON), 0, Standing.KEPT, id="the-employer-kept-it"),
    pytest.param(
        Paper("passport", Whereabouts.EMPLOYER, ON - timedelta(days=1)), 0, Standing.EXPIRED,
        id="the-employer-kept-it-and-it-ran-out",
    ),
    pytest.param(Paper("passport", Whereabouts.LOST, ON), 0, Standing.LOST, id="lost-though-still-good"),
    pytest.param(Paper("identity", Whereabouts.APPLIED), 0, Standing.AWAITED, id="applied-for"),
    pytest.param(Paper("birth", Whereabouts.NEVER), 0, Standing.NEVER, id="never-made"),
]  # fmt: skip


@pytest.mark.parametrize(("paper", "days_left_min", "standing"), STANDINGS)
def test_a_paper_stands_by_where_it_is_and_until_when_it_is_good(
    paper: Paper, days_left_min: int, standing: Standing
) -> None:
    assert standing_of(paper, on=ON, days_left_min=days_left_min) is standing


NEEDS = [
    pytest.param(TO_SAY_WHO, [], ["paper_none_of"], id="nothing-is-recorded-of-what-would-do"),
    pytest.param(TO_SAY_WHO, [Paper("passport", HERE, ON)], ["paper_there_until"], id="an-alternative-is-there"),
    pytest.param(
        TO_SAY_WHO, [Paper("identity", Whereabouts.LOST)], ["paper_lost", "paper_also"], id="lost-but-others-would-do",
    ),
    pytest.param(
        TO_SAY_WHO, [Paper("identity", Whereabouts.LOST), Paper("birth", HERE)], ["paper_there"],
        id="lost-and-the-birth-certificate-does",
    ),
    pytest.param(HALF_A_YEAR, [Paper("passport", HERE, ON)], ["paper_short"], id="not-good-for-long-enough"),
    pytest.param(
        HALF_A_YEAR, [Paper("passport", HERE, ON), Paper("passport", HERE, date(2030, 1, 1))], ["paper_there_until"],
        id="of-two-passports-the-better",
    ),
    pytest.param(HALF_A_YEAR, [Paper("identity", HERE)], ["paper_not_recorded"], id="another-kind-says-nothing"),
    pytest.param(HALF_A_YEAR, [Paper("passport", Whereabouts.RECRUITER)], ["paper_kept_recruiter"], id="kept"),
    pytest.param(Need(("land",)), [Paper("land", Whereabouts.NEVER)], ["paper_never"], id="no-land"),
]  # fmt: skip


@pytest.mark.parametrize(("need", "papers", "found"), NEEDS)
def test_a_need_is_answered_in_words(need: Need, papers: list[Paper], found: list[str]) -> None:
    assert [finding.code for finding in findings(answer(need, papers, on=ON))] == found


def test_gaps_are_the_needs_that_are_not_met_in_their_order() -> None:
    needs = [Need(("land",)), TO_SAY_WHO, HALF_A_YEAR]
    assert [found.need for found in gaps(needs, [Paper("birth", HERE)], on=ON)] == [needs[0], needs[2]]


@pytest.mark.parametrize(
    ("paper", "is_told"),
    [
        pytest.param(Paper("passport", HERE, ON + timedelta(days=89)), True, id="89-days"),
        pytest.param(Paper("passport", HERE, ON + timedelta(days=90)), False, id="90-days"),
        pytest.param(Paper("passport", HERE, ON - timedelta(days=1)), False, id="over-it-is-no-reminder-any-more"),
        pytest.param(Paper("passport", Whereabouts.EMPLOYER, ON + timedelta(days=9)), True, id="kept-from-them"),
        pytest.param(Paper("passport", Whereabouts.LOST, ON + timedelta(days=9)), False, id="lost"),
        pytest.param(Paper("identity", HERE), False, id="without-a-last-day"),
    ],
)
def test_a_paper_is_told_of_ninety_days_before_it_runs_out(paper: Paper, is_told: bool) -> None:
    assert runs_out_soon(paper, on=ON) is is_told


OLD = Paper("passport", HERE, ON + timedelta(days=9), "old", "BD")
LATER = ON + timedelta(days=900)


@pytest.mark.parametrize(
    ("other", "is_told"),
    [
        pytest.param(Paper("passport", HERE, LATER, "new", "BD"), False, id="a-second-valid-passport"),
        pytest.param(Paper("passport", HERE, LATER, "new"), False, id="whose-country-nobody-wrote-down"),
        pytest.param(Paper("passport", Whereabouts.UNKNOWN, LATER, "new", "BD"), False, id="where-it-is-not-recorded"),
        pytest.param(Paper("passport", HERE, ON - timedelta(days=9), "new", "BD"), True, id="one-that-ran-out-before"),
        pytest.param(Paper("passport", HERE, None, "new", "BD"), True, id="one-whose-last-day-is-not-known"),
        pytest.param(Paper("passport", Whereabouts.LOST, LATER, "new", "BD"), True, id="one-that-is-lost"),
        pytest.param(Paper("passport", Whereabouts.EMPLOYER, LATER, "new", "BD"), True, id="one-that-is-kept-away"),
        pytest.param(Paper("passport", Whereabouts.APPLIED, LATER, "new", "BD"), True, id="one-that-is-applied-for"),
        pytest.param(Paper("passport", HERE, LATER, "new", "IN"), True, id="that-of-another-country"),
        pytest.param(Paper("licence", HERE, LATER, "new", "BD"), True, id="another-kind-of-paper"),
    ],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_a_paper_is_not_told_of_where_another_one_is_good_for_longer(
    other: Paper, is_told: bool, is_first: bool
) -> None:
    papers = [OLD, other] if is_first else [other, OLD]
    assert is_outlasted(OLD, papers) is not is_told
    assert not is_outlasted(replace(other, valid_until=LATER), papers)


def test_of_two_that_end_on_one_day_one_is_told_of() -> None:
    twins = [OLD, replace(OLD, key="twin")]
    assert [is_outlasted(paper, twins) for paper in twins] == [True, False]


@pytest.mark.parametrize("where", list(Whereabouts))
def test_papers_kept_by_an_employer_or_a_recruiter_are_a_sign(where: Whereabouts) -> None:
    kept = is_kept_from(Paper("passport", where))
    assert kept is (where in {Whereabouts.EMPLOYER, Whereabouts.RECRUITER})
    assert ("forced labour" in finding_about(Paper("passport", where, ON), on=ON).source) is kept


KINDS = st.sampled_from(["passport", "identity", "birth", "land", "Voter card"])
PAPERS = st.builds(
    Paper, KINDS, st.sampled_from(Whereabouts), st.none() | st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.text("ab")
)
WANTED = st.builds(
    Need, st.lists(KINDS, min_size=1, max_size=4, unique=True).map(tuple), st.integers(min_value=0, max_value=400)
)


@given(WANTED, st.lists(PAPERS, max_size=5), PAPERS)
def test_one_paper_more_never_makes_it_worse(need: Need, papers: list[Paper], more: Paper) -> None:
    order = list(Standing)
    before, after = answer(need, papers, on=ON), answer(need, [*papers, more], on=ON)
    if before.standing is not Standing.NOT_RECORDED:
        assert order.index(after.standing) <= order.index(before.standing)
    if before.is_met:
        assert after.is_met


@given(WANTED, st.lists(PAPERS, max_size=5))
def test_the_order_in_which_papers_were_written_down_says_nothing(need: Need, papers: list[Paper]) -> None:
    one, other = answer(need, papers, on=ON), answer(need, papers[::-1], on=ON)
    assert (one.standing, one.also) == (other.standing, other.also)


@given(WANTED, st.lists(PAPERS, max_size=5))
def test_a_need_is_met_only_by_a_paper_that_is_there_and_good_for_long_enough(need: Need, papers: list[Paper]) -> None:
    found = answer(need, papers, on=ON)
    assert found.is_met is any(
        paper.kind in need.kinds
        and paper.whereabouts in {Whereabouts.WITH_PERSON, Whereabouts.OFFICE}
        and (paper.valid_until is not None or paper.kind not in RUNS_OUT)
        and (paper.valid_until is None or paper.valid_until >= ON + timedelta(days=need.days_left_min))
        for paper in papers
    )
