"""Worked examples of the gap matrix: what makes a cell served, thin or empty.

Source: mapping (IOM and ILO, 2022), 9.3 and chapter 8 ("lack of targeting"); the entries are invented.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from sankofa.provision.rules.checking import is_over
from sankofa.provision.rules.eligibility import Bounds, Rules
from sankofa.provision.rules.groups import Group
from sankofa.provision.rules.matrix import EVERYBODY, WHO, Placed, State, matrix
from sankofa.provision.rules.terms import DatedRules, Dimension, Entry, Kind, Level, Source, Span, Status

ON = date(2026, 11, 22)
DISTRICT = "BD.30.26"
COURSE = Entry(
    code="bd-course",
    kind=Kind.PROGRAMME,
    name="Course",
    also=(),
    country="BD",
    areas=("BD",),
    dimensions=frozenset({Dimension.ECONOMIC}),
    levels=frozenset({Level.INDIVIDUAL}),
    phases=frozenset(),
    groups=frozenset(),
    run_by=(),
    funded_by=(),
    within=(),
    span=Span(),
    status=Status.RUNNING,
    rules=(),
    offers="A course.",
    cost="",
    contact="",
    returns_clause=None,
    figures=(),
    strengths=(),
    weaknesses=(),
    notes=(),
    source=Source("mapping", (12,), "3.1"),
    as_of=2022,
)
FOR_WOMEN: dict[str, object] = {"groups": frozenset({Group.WOMEN})}


def _rules(**conditions: object) -> dict[str, object]:
    return {"rules": (DatedRules(Rules(**conditions)),)}  # type: ignore[arg-type]


def _state(changes: Mapping[str, object], group: Group | None, place: str = DISTRICT) -> State:
    entry = replace(COURSE, **changes)  # type: ignore[arg-type]
    return matrix([Placed(entry, is_checked=True)], place, ON).cells[Dimension.ECONOMIC, Level.INDIVIDUAL, group].state


@pytest.mark.parametrize(
    ("entry", "group", "state"),
    [
        pytest.param({}, EVERYBODY, State.SERVED, id="help-for-everybody-serves-everybody"),
        pytest.param({}, Group.MEN, State.SERVED, id="and-men"),
        pytest.param({}, Group.WOMEN, State.THIN, id="for-women-it-is-thin"),
        pytest.param({}, Group.SURVIVORS, State.THIN, id="and-for-survivors"),
        pytest.param(FOR_WOMEN, Group.WOMEN, State.SERVED, id="help-for-women-serves-women"),
        pytest.param(FOR_WOMEN, Group.MEN, State.EMPTY, id="and-nobody-else"),
        pytest.param(FOR_WOMEN, EVERYBODY, State.EMPTY, id="so-not-everybody"),
        pytest.param(
            FOR_WOMEN | {"areas": ("BD.30.26.14",)}, Group.WOMEN, State.THIN, id="in-a-part-of-the-place-it-is-thin"
        ),
        pytest.param(FOR_WOMEN | {"areas": ("BD.30",)}, Group.WOMEN, State.SERVED, id="in-the-whole-division-served"),
        pytest.param(FOR_WOMEN | {"areas": ("BD.40",)}, Group.WOMEN, State.EMPTY, id="elsewhere-is-nothing-here"),
        pytest.param(_rules(ways=frozenset({"regular"})), Group.IRREGULAR, State.EMPTY, id="regular-ways-only"),
        pytest.param(_rules(ways=frozenset({"regular"})), Group.WOMEN, State.THIN, id="women-may-have-gone-regularly"),
        pytest.param(_rules(papers=(("passport",),)), Group.WITHOUT_PAPERS, State.EMPTY, id="asks-for-a-passport"),
        pytest.param(_rules(in_debt=False), Group.IN_DEBT, State.EMPTY, id="not-with-debts"),
        pytest.param(_rules(age=Bounds(18, 46)), Group.OLDER, State.EMPTY, id="up-to-45"),
        pytest.param(_rules(age=Bounds(18, 60)), Group.OLDER, State.THIN, id="up-to-59-some-are-younger"),
        pytest.param(_rules(age=Bounds(18, None)), Group.CHILDREN, State.EMPTY, id="adults-only"),
        pytest.param(_rules(returned_from=frozenset({"SA"})), Group.FROM_INDIA, State.EMPTY, id="from-the-gulf-only"),
        pytest.param(_rules(return_kinds=frozenset({"voluntary"})), Group.FORCED_RETURN, State.EMPTY, id="voluntary"),
        pytest.param(_rules(disability=False), Group.DISABILITY, State.EMPTY, id="not-with-a-disability"),
        pytest.param(
            FOR_WOMEN | _rules(sexes=frozenset({"male"})),
            Group.WOMEN,
            State.EMPTY,
            id="conditions-weigh-more-than-aims",
        ),
        pytest.param({"status": Status.CLOSED}, EVERYBODY, State.EMPTY, id="closed"),
        pytest.param({"status": Status.PLANNED}, EVERYBODY, State.EMPTY, id="only-planned"),
        pytest.param({"span": Span("2017", "2022")}, EVERYBODY, State.EMPTY, id="over-since-2022"),
        pytest.param({"kind": Kind.LAW}, EVERYBODY, State.EMPTY, id="a-law-gives-nobody-a-hand"),
        pytest.param({"kind": Kind.BODY}, EVERYBODY, State.SERVED, id="a-body-that-offers-something"),
        pytest.param({"kind": Kind.BODY, "offers": ""}, EVERYBODY, State.EMPTY, id="a-body-that-only-exists"),
        pytest.param({"country": None, "areas": ()}, EVERYBODY, State.EMPTY, id="a-convention"),
    ],
)
def test_what_one_checked_programme_makes_of_a_cell(
    entry: Mapping[str, object], group: Group | None, state: State
) -> None:
    assert _state(entry, group) is state


def test_what_is_only_reported_leaves_the_cell_empty_and_says_what_it_would_be() -> None:
    cell = matrix([Placed(COURSE, is_checked=False)], "BD", ON).cells[Dimension.ECONOMIC, Level.INDIVIDUAL, EVERYBODY]
    assert (cell.state, cell.if_reports_hold) == (State.EMPTY, State.SERVED)
    assert ([one.code for one in cell.checked], [one.code for one in cell.reported]) == ([], ["bd-course"])


def test_help_in_one_district_leaves_a_country_thin() -> None:
    assert _state({"areas": (DISTRICT,)}, EVERYBODY, place="BD") is State.THIN


def test_conditions_that_ask_for_a_district_leave_a_country_thin() -> None:
    assert _state(_rules(lives_in=frozenset({DISTRICT})), EVERYBODY, place="BD") is State.THIN


def test_a_law_counts_at_the_structural_level() -> None:
    law = replace(COURSE, kind=Kind.LAW, levels=frozenset({Level.STRUCTURAL, Level.INDIVIDUAL}))
    cells = matrix([Placed(law, is_checked=True)], "BD", ON).cells
    assert cells[Dimension.ECONOMIC, Level.STRUCTURAL, EVERYBODY].state is State.SERVED
    assert cells[Dimension.ECONOMIC, Level.INDIVIDUAL, EVERYBODY].state is State.EMPTY


def test_nothing_disappears_what_stands_in_no_cell_is_told() -> None:
    nowhere = replace(COURSE, code="bd-nowhere", dimensions=frozenset())
    closed = replace(COURSE, code="bd-closed", status=Status.CLOSED)
    found = matrix([Placed(nowhere, is_checked=True), Placed(closed, is_checked=True)], "BD", ON)
    assert (found.without_cell, found.over) == (("bd-nowhere",), ("bd-closed",))


def test_a_loan_closes_no_gap_and_neither_does_what_somebody_found_not_to_be_so() -> None:
    loan = replace(COURSE, code="bd-loan", microcredit=True)
    found = matrix([Placed(loan, is_checked=True), Placed(COURSE, is_checked=False, is_refuted=True)], "BD", ON)
    assert (found.loans, found.over) == (("bd-loan",), ("bd-course",))
    assert found.count(State.EMPTY, EVERYBODY) == 9


def test_every_group_has_nine_cells() -> None:
    found = matrix([], "BD", ON)
    assert {group: found.count(State.EMPTY, group) for group in WHO} == dict.fromkeys(WHO, 9)
    assert set(WHO) == {EVERYBODY, *Group}


@pytest.mark.parametrize(
    ("end", "last_day"),
    [
        pytest.param("2021", date(2021, 12, 31), id="a-year"),
        pytest.param("2021-02", date(2021, 2, 28), id="a-month"),
        pytest.param("2021-12", date(2021, 12, 31), id="december"),
        pytest.param("2021-05-30", date(2021, 5, 30), id="a-day"),
    ],
)
def test_an_end_counts_to_its_last_day(end: str, last_day: date) -> None:
    entry = replace(COURSE, span=Span(None, end))
    assert not is_over(entry, last_day)
    assert is_over(entry, date.fromordinal(last_day.toordinal() + 1))
