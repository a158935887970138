"""Looking people up by their keys: everybody whom the viewer may see, nobody else, however many bear the name."""

from typing import Any

import pytest
from django.db.models import F

from sankofa.accounts.rules.terms import Actor, ScopeKind
from sankofa.kernel import clock
from sankofa.project import hooks
from sankofa.returnees import actions, looking_up, permissions, queries
from sankofa.returnees.looking_up import Sought
from sankofa.returnees.models import OtherName, Person, SearchKey
from sankofa.returnees.rules.terms import PersonTerms
from sankofa.returnees.search_keys import keys_of_record
from sankofa.shell.paging import counted
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.database]
MAY = (permissions.VIEW, permissions.REGISTER, permissions.AMEND)


@pytest.fixture(autouse=True)
def _hooks() -> None:
    hooks.fill()


@pytest.fixture
def here() -> Any:
    return builders.office()


@pytest.fixture
def elsewhere() -> Any:
    return builders.office()


def _in(office: Any) -> Actor:
    user = builders.user(office, may=MAY)
    return user.as_actor()


def _put(office: Any, *names: str) -> tuple[Person, ...]:
    rows = [(f"row {name}", PersonTerms(*name.split(" ", 1))) for name in names]
    return actions.register_many(office=office, rows=rows, by=_in(office), at=clock.now()).people


def _found(viewer: Actor, *sought: Sought, most: int = 10) -> set[Any]:
    return set(looking_up.holders(sought, viewer=viewer, on=clock.now().date(), most=most))


def test_keys_say_the_office_of_their_person_after_registering_and_after_amending(here: Any) -> None:
    (amina,) = _put(here, "Amina Khatun")
    actions.amend(
        person=amina, kind="person", record_id=None, said={"given_name": "Aminata"}, because="mistyped", words="",
        seen=1, by=_in(here), at=clock.now(),
    )  # fmt: skip
    assert SearchKey.objects.filter(person=amina, key=b"taminata").exists()
    assert not SearchKey.objects.exclude(office=F("person__office")).exists()


def test_a_name_borne_by_many_elsewhere_is_found_here(here: Any, elsewhere: Any) -> None:
    _put(elsewhere, *(f"Rahima Khatun{number}" for number in range(30)))
    (ours,) = _put(here, "Rahima Begum")
    assert _found(_in(here), Sought("trahima"), most=5) == {ours.pk}


@pytest.mark.parametrize(
    ("sought", "is_found"),
    [
        pytest.param([Sought("trahima"), Sought("tkhatun")], True, id="both-names"),
        pytest.param([Sought("trah", is_begun=True), Sought("tkha", is_begun=True)], True, id="both-begun"),
        pytest.param([Sought("trahima"), Sought("tnobody")], False, id="one-that-nobody-bears"),
        pytest.param([Sought("bktn.rm"), Sought("tbegum")], False, id="the-pair-and-a-name-of-somebody-else"),
        pytest.param([Sought("bktn.rm"), Sought("trahima")], True, id="the-pair-and-a-name"),
    ],
)
def test_somebody_is_found_who_has_everything_that_is_sought(here: Any, sought: list[Sought], is_found: bool) -> None:
    rahima, _other = _put(here, "Rahima Khatun", "Salma Begum")
    assert _found(_in(here), *sought) == ({rahima.pk} if is_found else set())


def test_a_protected_person_is_not_met_by_their_keys(here: Any) -> None:
    (rahima,) = _put(here, "Rahima Khatun")
    Person.objects.filter(pk=rahima.pk).update(is_protected=True)
    assert _found(_in(here), Sought("trahima")) == set()


def test_somebody_of_another_office_is_met_where_one_file_alone_was_opened(here: Any, elsewhere: Any) -> None:
    rahima, _sister = _put(elsewhere, "Rahima Khatun", "Rahima Begum")
    opened = builders.grant(permissions.VIEW, ScopeKind.RECORD, rahima.pk)
    assert _found(builders.actor(opened), Sought("trahima")) == {rahima.pk}


def test_both_steps_of_a_search_by_names_find_the_same_people_as_the_register_holds(here: Any) -> None:
    people = _put(here, "Md. Karim Uddin", "Karim Sheikh", "Abdul Karim Miah")
    found = queries.find("karim", viewer=_in(here), on=clock.now().date())
    assert {person.pk for person in found.people} == {person.pk for person in people}


@pytest.mark.parametrize(
    ("text", "finds"),
    [
        pytest.param("karim uddin", ["Karim Uddin", "Karima Uddina"], id="whole-names"),
        pytest.param("kar udd", ["Karim Uddin", "Karima Uddina"], id="both-begun"),
        pytest.param("kar kari udd", ["Karim Uddin", "Karima Uddina"], id="one-begun-twice"),
        pytest.param("uddin kareem", ["Karim Uddin", "Karima Uddina"], id="turned-and-spelled-otherwise"),
        pytest.param("karim kerim", ["Karim Kerim", "Karim Uddin", "Karima Uddina"], id="two-spellings-of-one-name"),
        pytest.param("karim nobody", [], id="one-that-nobody-bears"),
    ],
)
def test_names_are_found_whole_begun_and_spelled_otherwise(here: Any, text: str, finds: list[str]) -> None:
    _put(here, "Karim Uddin", "Karima Uddina", "Karim Kerim", "Salma Begum")
    found = queries.find(text, viewer=_in(here), on=clock.now().date())
    assert sorted(person.name for person in found.people) == sorted(finds)


def test_somebody_is_found_by_one_name_of_the_first_page_and_another_of_their_other_names(here: Any) -> None:
    rahima, _other = _put(here, "Rahima Khatun", "Salma Begum")
    OtherName.objects.create(person=rahima, text="Munni Akter")
    assert b"bktn.mn" in keys_of_record(rahima)


@pytest.mark.parametrize(("most", "told"), [pytest.param(2, "2+", id="more"), pytest.param(3, "3", id="just-as-many")])
def test_a_list_is_counted_so_far_and_says_so(here: Any, most: int, told: str) -> None:
    _put(here, "Amina Khatun", "Salma Begum", "Rahima Khatun")
    assert str(counted(Person.objects.all(), most=most)) == told
