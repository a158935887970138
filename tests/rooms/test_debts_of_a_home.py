"""What a home owes together: only with each grown member's agreement, in this home, taken back at once."""

from typing import Any

import pytest

from sankofa.accounts.action import NotAllowed
from sankofa.debts import actions, home, permissions
from sankofa.debts.models import HomeAgreement
from sankofa.debts.rules.first_talk import Owes
from sankofa.debts.rules.terms import Answer
from sankofa.project import hooks
from sankofa.returnees import actions as register
from sankofa.returnees import permissions as returnees
from sankofa.returnees.hooks import Erasing
from sankofa.returnees.rules.terms import PartialDay, Precision
from tests import builders
from tests.builders import AT, ON

pytestmark = [pytest.mark.django_db, pytest.mark.database]
MAY = (returnees.VIEW, returnees.AMEND, permissions.VIEW, permissions.NOTE)
SINCE = PartialDay(ON.replace(year=ON.year - 5), Precision.DAY)


@pytest.fixture(autouse=True)
def _hooks() -> None:
    hooks.fill()


@pytest.fixture
def office() -> Any:
    return builders.office()


@pytest.fixture
def worker(office: Any) -> Any:
    return builders.user(office, may=MAY).as_actor()


@pytest.fixture
def couple(office: Any, worker: Any) -> list[Any]:
    """Two grown people who live together; one owes 75,000 francs, the other never owed anything."""
    one, other = builders.person(office, born_on=None), builders.person(office, born_on=None)
    register.form_household(person=one, since=SINCE, together="head", called="", place=None, by=worker, at=AT)
    register.add_member(person=one, member_id=other.pk, together="spouse", since=SINCE, by=worker, at=AT)
    builders.debt(one, talk=builders.debttalk(one))
    builders.debttalk(other, said={"present": "alone", "owes": str(Owes.NEVER)})
    return [one, other]


def agree(person: Any, by: Any, *, agrees: bool = True) -> HomeAgreement:
    return actions.note_agreement(person=person, agrees=agrees, by=by, at=AT)


def told(person: Any, viewer: Any) -> list[str]:
    found = home.owed_by_home(person, viewer=viewer, on=ON)
    assert found is not None
    return home.lines(found)


def test_nothing_is_told_before_each_has_agreed(couple: list[Any], worker: Any) -> None:
    one, other = couple
    assert told(one, worker) == ["Not known: as far as you may see, 0 of 2 grown members have agreed."]
    agree(one, worker)
    assert told(one, worker) == told(other, worker)
    assert told(one, worker) == ["Not known: as far as you may see, 1 of 2 grown members have agreed."]


def test_the_home_is_told_where_all_agreed_and_a_no_takes_it_back_at_once(couple: list[Any], worker: Any) -> None:
    one, other = couple
    agree(one, worker)
    agree(other, worker)
    assert told(other, worker)[0] == "75,000\u00a0XOF on 1 debt."
    agree(one, worker, agrees=False)
    assert told(other, worker) == ["Not known: as far as you may see, 1 of 2 grown members have agreed."]


def test_who_was_never_asked_what_they_owe_makes_it_unknown(couple: list[Any], office: Any, worker: Any) -> None:
    third = builders.person(office, born_on=None)
    register.add_member(person=couple[0], member_id=third.pk, together="other", since=SINCE, by=worker, at=AT)
    for one in (*couple, third):
        agree(one, worker)
    assert told(couple[0], worker) == ["Not known: all agreed, but what 1 of them owes is not written down."]


def test_an_agreement_does_not_go_along_into_another_home(couple: list[Any], office: Any, worker: Any) -> None:
    one, _other = couple
    agree(one, worker)
    register.leave_household(person=one, on=PartialDay(ON, Precision.DAY), because="moved_out", by=worker, at=AT)
    third = builders.person(office, born_on=None)
    register.form_household(
        person=one, since=PartialDay(ON, Precision.DAY), together="head", called="", place=None, by=worker, at=AT
    )
    register.add_member(
        person=one, member_id=third.pk, together="other", since=PartialDay(ON, Precision.DAY), by=worker, at=AT
    )
    assert told(one, worker) == ["Not known: as far as you may see, 0 of 2 grown members have agreed."]


def test_children_are_not_asked(couple: list[Any], office: Any, worker: Any) -> None:
    child = builders.person(office, born_on=ON.replace(year=ON.year - 9), born_precision="day")
    register.add_member(person=couple[0], member_id=child.pk, together="child", since=SINCE, by=worker, at=AT)
    found = home.owed_by_home(couple[0], viewer=worker, on=ON)
    assert found is not None
    assert found.members == 2


def test_whose_debts_the_viewer_may_not_see_is_not_read_at_all(couple: list[Any], office: Any, worker: Any) -> None:
    one, other = couple
    for each in couple:
        agree(each, worker)
    looking = builders.user(office, may=(returnees.VIEW,)).as_actor()
    assert told(one, looking) == ["Not known: as far as you may see, 0 of 2 grown members have agreed."]
    assert home.agreement_of(other, HomeAgreement.objects.first().household_id) is Answer.YES  # type: ignore[union-attr]


def test_a_protected_member_is_in_no_count(couple: list[Any], worker: Any) -> None:
    one, other = couple
    type(other).objects.filter(pk=other.pk).update(is_protected=True)
    assert home.owed_by_home(one, viewer=worker, on=ON) is None


def test_the_answer_lies_sealed_and_goes_when_somebody_is_erased(couple: list[Any], worker: Any) -> None:
    one, _other = couple
    agree(one, worker)
    (sealed,) = HomeAgreement.objects.values_list("said", flat=True)
    assert b"agrees" not in bytes(sealed.sealed)
    gone = actions.erase_debts(Erasing(one, AT))
    assert not HomeAgreement.objects.exists()
    assert any(isinstance(held, HomeAgreement) for held in gone)


def test_an_agreement_needs_a_home_and_the_permission(office: Any, worker: Any, couple: list[Any]) -> None:
    with pytest.raises(actions.NoHome):
        agree(builders.person(office), worker)
    with pytest.raises(NotAllowed):
        agree(couple[0], builders.user(office, may=(permissions.VIEW,)).as_actor())
