"""Many people and many kinds of help in one call are answered like one person and one kind of help."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from sankofa.kernel.finding import Weight
from sankofa.provision.rules.content import entry_of
from sankofa.provision.rules.eligibility import Answer, Bounds, Conditions, Known, Rules, eligibility
from sankofa.provision.rules.feasibility import Need
from sankofa.provision.rules.groups import Group
from sankofa.provision.rules.matches import Match, Standing, match
from sankofa.provision.rules.matches_many import Prepared
from sankofa.provision.rules.matching_many import ASK, BARRED, MISSING, Programmes, answer_of
from sankofa.provision.rules.terms import Approach, DatedRules, Entry

SEXES = ("female", "male", "other")
LANDS = ("SA", "AE", "IN")
PLACES = ("BD", "BD.3", "BD.30", "BD.30.26", "BD.30.26.14", "BD.40", "NP.1")
PAPERS = ("passport", "national_id", "birth_certificate")
CODES = ("bd-one", "bd-two", "bd-three")
HOMES = ("woman_alone_with_children", "older_alone")
limit = st.none() | st.integers(0, 6)
bounds = st.builds(Bounds, limit, limit).filter(lambda between: not between.is_empty)


def some(of: tuple[str, ...]) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(of), max_size=2)


rules = st.builds(
    Conditions,
    meant_for=some(tuple(Group)),
    given_in=some(PLACES),
    sexes=some(SEXES),
    age=bounds,
    returned_from=some(LANDS),
    ways=some(("regular", "irregular")),
    return_kinds=some(("voluntary", "forced")),
    lives_in=some(PLACES),
    months_abroad=bounds,
    months_since_return=bounds,
    registered_with=some(CODES),
    papers=st.lists(st.lists(st.sampled_from(PAPERS), min_size=1, max_size=2).map(tuple), max_size=2).map(tuple),
    in_debt=st.none() | st.booleans(),
    disability=st.none() | st.booleans(),
    households=some(HOMES),
    after=some(CODES),
    asked=st.sampled_from(((), ("Has a plan",), ("Has land",))),
)
people = st.builds(
    Known,
    sex=st.none() | st.sampled_from(SEXES),
    age=st.none() | bounds,
    returned_from=st.none() | st.sampled_from(LANDS),
    way=st.none() | st.sampled_from(("regular", "irregular")),
    return_kind=st.none() | st.sampled_from(("voluntary", "forced")),
    lives_in=st.none() | st.sampled_from(PLACES),
    months_abroad=st.none() | bounds,
    months_since_return=st.none() | bounds,
    registered_with=st.none() | some(CODES),
    not_registered_with=some(CODES),
    papers=st.none() | some(PAPERS),
    in_debt=st.none() | st.booleans(),
    disability=st.none() | st.booleans(),
    households=st.none() | some(HOMES),
    used=st.none() | some(CODES),
)

ON = date(2026, 11, 22)
HELP = entry_of({"code": "bd-help", "kind": "service", "name": "Help", "status": "running"}, as_of=2026, country="BD")
entries = st.lists(
    st.builds(
        lambda rules, groups, areas, approaches, offers, lends: replace(
            HELP,
            rules=(DatedRules(rules),),
            groups=groups,
            areas=areas,
            approaches=approaches,
            offers=offers,
            microcredit=lends,
        ),
        st.builds(
            Rules,
            sexes=some(SEXES),
            age=bounds,
            lives_in=some(PLACES),
            registered_with=some(CODES),
            in_debt=st.none() | st.booleans(),
            asked=st.sampled_from(((), ("Has a plan",))),
        ),
        st.frozensets(st.sampled_from(tuple(Group)), max_size=2),
        st.lists(st.sampled_from(PLACES), max_size=2).map(tuple),
        st.frozensets(st.sampled_from(tuple(Approach)), max_size=3),
        st.sampled_from(("", "Training and advice.", "Loans on easy terms, training.")),
        st.booleans(),
    ),
    max_size=8,
).map(
    lambda made: [replace(one, code=f"bd-help-{number}", name=f"Help {number % 3}") for number, one in enumerate(made)]
)


def in_order(helps: Sequence[Entry], known: Known, wanted: tuple[Need, ...]) -> list[Match]:
    """What a person is told, one kind of help after the other, as the rule says it in words."""
    told = [match(one, known, wanted=wanted, on=ON) for one in helps if one.may_be_matched]

    def place(one: Match) -> tuple[int, int, int, int, str, str]:
        nearest = max((area.count(".") for area in one.entry.areas), default=-1)
        reasons = len(one.eligibility.findings)
        return (
            list(Standing).index(one.standing), -len(one.answers), -nearest, reasons, one.entry.name, one.entry.code,
        )  # fmt: skip

    return sorted(told, key=place)


@given(entries, people, st.lists(st.sampled_from(tuple(Need)), max_size=3, unique=True).map(tuple))
def test_help_prepared_for_many_is_told_in_the_order_and_with_the_reasons_of_one_by_one(
    helps: list[Entry], known: Known, wanted: tuple[Need, ...]
) -> None:
    alone = in_order(helps, known, wanted)
    together = Prepared(helps, on=ON).matches(known, wanted=wanted)
    assert list(together) == alone
    assert [one.eligibility for one in together] == [one.eligibility for one in alone]
    assert {standing: together.number_of(standing) for standing in Standing} == {
        standing: sum(one.standing is standing for one in alone) for standing in Standing
    }


@given(entries, st.lists(people, max_size=5))
def test_many_people_stand_as_each_stands_alone_whoever_help_is_meant_for(
    helps: list[Entry], everybody: list[Known]
) -> None:
    prepared = Prepared(helps, on=ON)
    found = prepared.standings(everybody)
    for row, known in enumerate(everybody):
        alone = [match(one, known, wanted=(), on=ON).standing for one in prepared.entries]
        assert [tuple(Standing)[place] for place in found[row].tolist()] == alone


@given(entries, people, st.sampled_from(PLACES))
def test_near_is_what_serves_a_place_or_a_part_of_it_and_a_part_is_always_asked_about(
    helps: list[Entry], known: Known, place: str
) -> None:
    there = replace(known, lives_in=place)
    near = list(Prepared(helps, on=ON).matches(there, near=place))
    wide = [one for one in near if any(place == area or place.startswith(f"{area}.") for area in one.entry.areas)]
    parts = [one for one in near if any(area.startswith(f"{place}.") for area in one.entry.areas)]
    assert {one.entry.code for one in near} == {one.entry.code for one in (*wide, *parts)}
    for one in near:
        codes = {finding.code for finding in one.eligibility.findings}
        assert ("ask.given_in" in codes) is (one not in wide)
        assert "given_in.other" not in codes


@given(st.lists(rules, max_size=8), st.lists(people, max_size=8))
def test_everybody_is_answered_as_if_asked_alone(programmes: list[Rules], everybody: list[Known]) -> None:
    marks = Programmes(programmes).marks(everybody)
    assert marks.shape == (len(everybody), len(programmes))
    for row, known in enumerate(everybody):
        for column, one in enumerate(programmes):
            alone, mark = eligibility(one, known), int(marks[row, column])
            weights = {finding.weight for finding in alone.findings}
            assert answer_of(mark) is alone.answer
            assert bool(mark & BARRED) is (Weight.BARRIER in weights)
            assert bool(mark & MISSING) is bool(alone.missing)
            assert bool(mark & ASK) is bool(alone.to_ask)


@given(st.lists(rules, min_size=1, max_size=4), people)
def test_the_order_of_programmes_changes_no_answer(programmes: list[Rules], known: Known) -> None:
    forwards = Programmes(programmes).marks([known])[0]
    backwards = Programmes(programmes[::-1]).marks([known])[0]
    assert forwards.tolist() == backwards.tolist()[::-1]


def test_more_people_than_are_looked_at_at_once_keep_their_places() -> None:
    everybody = [Known(sex="female"), Known(sex="male"), Known()] * 3_000
    marks = Programmes([Rules(sexes=frozenset({"female"})), Rules()]).marks(everybody)
    assert [answer_of(mark) for mark in marks[-3:, 0].tolist()] == [Answer.CAN, Answer.CANNOT, Answer.CAN_IF]
    assert not marks[:, 1].any()
    assert (marks[:, 0].reshape(-1, 3) == marks[:3, 0]).all()
