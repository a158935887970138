"""Debts in figures: counted once each within reach, without protected files; shared against all that was shared."""

from datetime import timedelta
from typing import Any

import pytest

from sankofa.accounts.action import NotAllowed, system
from sankofa.audit.models import Event
from sankofa.debts import actions, figures, permissions
from sankofa.debts.models import Debt, DebtCount, DebtTalk, SharedDebts
from sankofa.debts.rules.printed import Figure
from sankofa.project import hooks
from sankofa.returnees.hooks import Erasing
from tests import builders
from tests.builders import AT, ON

pytestmark = [pytest.mark.django_db, pytest.mark.database]
ALL = (permissions.FIGURES, permissions.COUNT_FIGURES, permissions.SHARE_FIGURES)
PURPOSE = "yearly report to the ministry"


@pytest.fixture(autouse=True)
def _hooks() -> None:
    hooks.fill()


@pytest.fixture
def office() -> Any:
    return builders.office(path="ML.1")


@pytest.fixture
def officer(office: Any) -> Any:
    return builders.user(office, may=ALL).as_actor()


def asked(office: Any, owes: str = "yes", *, lender: str = "", **facts: Any) -> Any:
    """Somebody who came back and was asked, with a debt to a lender where one is named."""
    made = builders.person(office, **facts)
    talk = builders.debttalk(made, said={"present": "alone", "owes": owes})
    if lender:
        told = {"lender": lender, "form": "money", "purpose": "trip", "stage": "before", "rhythm": "when_i_can"}
        builders.debt(made, talk=talk, told=told)
    return made


def many(office: Any, **counts: int) -> list[Any]:
    """So many who owe to friends, to relatives, or who never owed."""
    made = []
    for kind, count in counts.items():
        owes, lender = ("never", "") if kind == "never" else ("yes", kind)
        made += [asked(office, owes, lender=lender) for _ in range(count)]
    return made


def recount(office: Any) -> None:
    actions.count_debts(office=office, by=system("test", on=ON), at=AT)


def found(officer: Any) -> dict[Figure, tuple[int, int, int]]:
    from sankofa.debts.rules import brief

    lines = [line for held in figures.known(officer, on=ON).lines.values() for line in held]
    return {one.figure: (one.part, one.base, one.unknown) for one in brief.of_lines(lines)}


def share(officer: Any, office: Any, country: str = "ML") -> SharedDebts:
    return actions.share_debts(office=office, country=country, purpose=PURPOSE, by=officer, at=AT).version


def test_only_who_was_asked_is_counted_and_how_many_came_back_stands_beside(office: Any, officer: Any) -> None:
    many(office, friend=2, never=1)
    asked(office, "unknown")
    builders.person(office)
    recount(office)
    known = figures.known(officer, on=ON)
    assert (len(known.lines["ML"]), known.people["ML"]) == (4, 5)
    assert found(officer)[Figure.INDEBTED] == (2, 3, 1)
    assert found(officer)[Figure.FRIENDS] == (2, 2, 0)


def test_the_lines_lie_sealed_and_name_nobody(office: Any, officer: Any) -> None:
    made = asked(office, lender="friend")
    recount(office)
    (sealed,) = DebtCount.objects.values_list("lines", flat=True)
    assert b"friend" not in bytes(sealed.sealed)
    assert str(made.pk) not in repr(figures.known(officer, on=ON))


def test_another_office_is_out_of_reach_and_an_uncounted_one_is_named(office: Any, officer: Any) -> None:
    other = builders.office(path="SN.1")
    asked(other)
    recount(other)
    assert figures.known(officer, on=ON).lines == {}
    assert figures.known(officer, on=ON).uncounted == (office.name,)


def test_who_is_protected_is_in_no_figure_also_where_protected_since(office: Any, officer: Any) -> None:
    seen = asked(office)
    asked(office, is_protected=True)
    recount(office)
    assert found(officer)[Figure.INDEBTED] == (1, 1, 0)
    type(seen).objects.filter(pk=seen.pk).update(is_protected=True)
    assert found(officer)[Figure.INDEBTED] == (0, 0, 0)


def test_erasing_somebody_throws_the_count_of_their_office_away(office: Any, officer: Any) -> None:
    made = asked(office)
    recount(office)
    actions.debts.erase_debts(Erasing(made, AT))
    assert not DebtCount.objects.exists()
    recount(office)
    assert figures.known(officer, on=ON).lines["ML"] == ()


def test_every_office_is_counted_by_itself_once_a_day(office: Any) -> None:
    by = system("upkeep", on=ON)
    while actions.tend_counts(by=by, at=AT) is not None:
        pass
    assert DebtCount.objects.filter(office=office).exists()
    assert actions.tend_counts(by=by, at=AT + timedelta(hours=23)) is None
    assert actions.tend_counts(by=by, at=AT + timedelta(hours=25)) is not None


def test_the_version_for_sharing_leaves_out_what_tells_of_few_and_is_on_record(office: Any, officer: Any) -> None:
    many(office, friend=30, relative=3, never=20)
    recount(office)
    made = share(officer, office)
    held = figures.shown_of(made).figures["ML"]
    assert (held[Figure.INDEBTED].part, held[Figure.INDEBTED].base) == (33, 53)
    assert not {Figure.RELATIVES, Figure.FRIENDS, Figure.FRIENDS_OR_RELATIVES, Figure.ABUSED} & set(held)
    event = Event.objects.get(kind="export", action="debts.figures_shared")
    assert PURPOSE not in repr(event.detail)


def test_a_figure_that_few_did_not_answer_is_not_told_beside_the_one_that_counts_them(
    office: Any, officer: Any
) -> None:
    """Of 43 who owe, three have no roster: 43 beside a base of 40 would tell of three."""
    many(office, friend=20, relative=20, never=20)
    for _ in range(3):
        asked(office)
    recount(office)
    held = figures.shown_of(share(officer, office)).figures["ML"]
    assert Figure.INDEBTED in held
    assert not {Figure.IRREGULAR, Figure.FOR_MIGRATION} & set(held)


def test_two_versions_cannot_be_taken_one_from_the_other(office: Any, officer: Any) -> None:
    many(office, friend=40, never=40)
    recount(office)
    share(officer, office)
    share(officer, office)
    asked(office, lender="friend")
    recount(office)
    with pytest.raises(actions.NotForSharing) as refused:
        share(officer, office)
    assert [one.code for one in refused.value.findings] == ["few_differ", "few_differ"]
    assert SharedDebts.objects.count() == 2


def test_one_debt_more_of_somebody_counted_already_is_a_difference_too(office: Any, officer: Any) -> None:
    first, *_rest = many(office, friend=40, shop=40, never=40)
    recount(office)
    share(officer, office)
    builders.debt(
        first, told={"lender": "friend", "form": "money", "purpose": "trip", "stage": "before", "rhythm": "when_i_can"}
    )
    recount(office)
    with pytest.raises(actions.NotForSharing):
        share(officer, office)


def test_a_version_of_another_reach_is_held_against_it_too(office: Any, officer: Any) -> None:
    sister = builders.office(office.organisation, path="ML.2")
    many(office, friend=40, never=40)
    many(sister, friend=3, never=3)
    for one in (office, sister):
        recount(one)
    share(officer, office)
    whole = builders.user(office, may=ALL, scope="organisation").as_actor()
    with pytest.raises(actions.NotForSharing):
        share(whole, office)


def test_where_few_were_asked_nothing_is_shared(office: Any, officer: Any) -> None:
    with pytest.raises(actions.TooFewAsked):
        share(officer, office)
    many(office, friend=5)
    recount(office)
    with pytest.raises(actions.TooFewAsked):
        share(officer, office)
    with pytest.raises(actions.TooFewAsked):
        share(officer, office, country="SN")


def test_the_table_of_countries_is_shared_with_what_each_country_may_show(office: Any, officer: Any) -> None:
    many(office, friend=40, never=40)
    senegal = builders.office(office.organisation, path="SN.1")
    many(senegal, friend=4)
    for one in (office, senegal):
        recount(one)
    whole = builders.user(office, may=ALL, scope="organisation").as_actor()
    held = figures.shown_of(share(whole, office, country="")).figures
    assert Figure.INDEBTED in held["ML"]
    assert held["SN"] == {}


def test_counting_and_sharing_need_their_permissions(office: Any) -> None:
    nobody = builders.user(office, may=(permissions.VIEW,)).as_actor()
    with pytest.raises(NotAllowed):
        actions.count_debts(office=office, by=nobody, at=AT)
    with pytest.raises(NotAllowed):
        share(nobody, office)
    assert figures.known(nobody, on=ON).lines == {}


def test_who_has_two_files_is_counted_once(office: Any, officer: Any) -> None:
    leading = asked(office, lender="friend")
    twin = asked(office, "never")
    builders.sameperson(twin, leading)
    recount(office)
    assert found(officer)[Figure.INDEBTED][1] == 1
    assert (DebtTalk.objects.count(), Debt.objects.count()) == (2, 1)
