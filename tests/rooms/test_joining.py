"""Two files of one person: noted when somebody comes in, joined without moving a row, and separated exactly."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from sankofa.accounts.action import NotAllowed, system
from sankofa.audit.models import Event
from sankofa.returnees import actions, clusters, permissions, queries
from sankofa.returnees.models import PossibleSame, SamePerson
from sankofa.returnees.rules.terms import JourneyTerms, PartialDay, PersonTerms, Precision, Sex
from tests import builders
from tests.builders import AT, ON

pytestmark = [pytest.mark.django_db, pytest.mark.database]

MAY = {permissions.REGISTER, permissions.VIEW, permissions.JOIN, permissions.PROTECT, permissions.ERASE}
WHY = "her sister says it is her"
AMINA = PersonTerms(
    given_name="Amina",
    family_name="Rahman",
    sex=Sex.FEMALE,
    born=PartialDay(date(1992, 4, 13), Precision.DAY),
    phone="+880 1712 345678",
    place="",
    journey=JourneyTerms(returned=PartialDay(date(2021, 6, 20), Precision.DAY)),
)
AMEENA = replace(
    AMINA,
    given_name="Ameena",
    family_name="Rehman",
    born=PartialDay(date(1991, 1, 1), Precision.ESTIMATED),
    phone="01712345678",
    document_kind="passport",
    document_number="BX 0123456",
    journey=JourneyTerms(occupation="cook"),
)


@pytest.fixture
def office() -> Any:
    return builders.office()


@pytest.fixture
def worker(office: Any) -> Any:
    return builders.user(office, may=MAY).as_actor()


def came(office: Any, by: Any, *said: PersonTerms) -> list[Any]:
    rows = [(f"row {number}", one) for number, one in enumerate(said)]
    return list(actions.register_many(office=office, rows=rows, by=by, at=AT).people)


@pytest.fixture
def two(office: Any, worker: Any) -> list[Any]:
    return [*came(office, worker, AMINA), *came(office, worker, AMEENA)]


def test_who_comes_in_twice_is_noted_with_the_evidence_and_goes_on_being_served(two: list[Any], worker: Any) -> None:
    pair = queries.pairs(worker, on=ON).get()
    assert {pair.one, pair.other} == set(two)
    assert {"phone_same", "name_alike", "sex_same"} <= set(pair.evidence)
    assert set(queries.filtered(worker, queries.Filter(), on=ON)) == set(two)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="with few rows PostgreSQL sorts whatever the index holds")
def test_the_first_pairs_are_read_in_their_order_and_not_sorted_out_of_all(worker: Any) -> None:
    plan = queries.pairs(worker, on=ON)[:20].explain()
    assert "returnees_pair_in_turn" in plan
    assert "ORDER BY" not in plan


def test_two_rows_of_one_list_are_compared_too(office: Any, worker: Any) -> None:
    came(office, worker, AMINA, AMEENA)
    assert queries.pairs(worker, on=ON).count() == 1


def test_who_shares_nothing_is_no_candidate(office: Any, worker: Any) -> None:
    came(office, worker, AMINA, replace(AMEENA, given_name="Joyce", family_name="Mensah", phone="01898765432"))
    assert not PossibleSame.objects.exists()


@pytest.mark.usefixtures("two")
def test_another_organisation_is_never_compared(office: Any) -> None:
    elsewhere = builders.office()
    came(elsewhere, builders.user(elsewhere, may=MAY).as_actor(), AMINA)
    assert PossibleSame.objects.count() == 1


def test_somebody_protected_is_no_candidate_and_no_pair_for_the_unnamed(office: Any, worker: Any) -> None:
    (amina,) = came(office, worker, AMINA)
    protector = builders.user(office, may=MAY).as_actor()
    actions.protect(person=amina, kind="threat", reason=WHY, review_on=ON, by=protector, at=AT)
    came(office, worker, AMEENA)
    assert not PossibleSame.objects.exists()


def test_a_pair_is_gone_for_the_unnamed_once_one_of_the_two_is_protected(
    two: list[Any], office: Any, worker: Any
) -> None:
    protector = builders.user(office, may=MAY).as_actor()
    for person in two:
        assert queries.pairs(worker, on=ON).count() == 1
        held = actions.protect(person=person, kind="threat", reason=WHY, review_on=ON, by=protector, at=AT)
        assert queries.pairs(worker, on=ON).count() == 0
        held.person.named.update(ended_at=AT)
        type(person).objects.filter(pk=person.pk).update(is_protected=False)


def test_joined_files_are_one_in_lists_and_found_by_the_names_and_numbers_of_both(two: list[Any], worker: Any) -> None:
    amina, ameena = two
    actions.join(person=ameena, leading=amina, reason=WHY, by=worker, at=AT)
    assert list(queries.filtered(worker, queries.Filter(), on=ON)) == [amina]
    assert list(queries.newest(worker, on=ON)) == [amina]
    for text in ("amina", "rehman", "01712345678", "bx0123456", ameena.case_number):
        assert queries.find(text, viewer=worker, on=ON).people == (amina,), text
    assert queries.leading_of(ameena, viewer=worker, on=ON) == amina
    assert not queries.pairs(worker, on=ON).exists()


def test_the_leading_file_speaks_first_and_the_other_fills_what_it_does_not_know(two: list[Any], worker: Any) -> None:
    amina, ameena = two
    type(ameena).objects.filter(pk=ameena.pk).update(education="primary")
    link = actions.join(person=ameena, leading=amina, reason=WHY, by=worker, at=AT)
    together = queries.cluster(amina, viewer=worker, on=ON)
    assert together.others == (ameena,)
    assert (together.shown().name, together.shown().education) == ("Amina Rahman", "primary")
    assert together.differing(link) == ["name", "born"]


def test_a_choice_counts_for_its_field_alone_until_another_is_made(two: list[Any], worker: Any) -> None:
    amina, ameena = two
    link = actions.join(person=ameena, leading=amina, reason=WHY, choices={"name": ameena.pk}, by=worker, at=AT)
    shown = queries.cluster(amina, viewer=worker, on=ON).shown()
    assert (shown.name, shown.born_on) == ("Ameena Rehman", date(1992, 4, 13))
    actions.choose_fields(link=link, choices={"name": amina.pk}, by=worker, at=AT + timedelta(hours=1))
    assert queries.cluster(amina, viewer=worker, on=ON).shown().name == "Amina Rahman"
    assert list(link.choices.order_by("from_at").values_list("chosen_id", "until_at")) == [
        (ameena.pk, AT + timedelta(hours=1)),
        (amina.pk, None),
    ]


@pytest.mark.parametrize("field", ["phone", "case_number"])
def test_what_is_no_field_of_both_cannot_be_chosen(two: list[Any], worker: Any, field: str) -> None:
    amina, ameena = two
    with pytest.raises(actions.NotAField):
        actions.join(person=ameena, leading=amina, reason=WHY, choices={field: ameena.pk}, by=worker, at=AT)
    assert not SamePerson.objects.exists()


def test_separating_gives_back_both_with_what_was_written_on_each_since(two: list[Any], worker: Any) -> None:
    amina, ameena = two
    before = [person.image() for person in two]
    link = actions.join(person=ameena, leading=amina, reason=WHY, choices={"name": ameena.pk}, by=worker, at=AT)
    type(amina).objects.filter(pk=amina.pk).update(education="graduate")
    actions.separate(link=link, reason="two sisters after all", by=worker, at=AT)
    for person in two:
        person.refresh_from_db()
    assert [person.image() for person in two] == [{**before[0], "education": "graduate"}, before[1]]
    assert set(queries.filtered(worker, queries.Filter(), on=ON)) == set(two)
    assert [queries.cluster(person, viewer=worker, on=ON).shown().name for person in two] == [
        "Amina Rahman",
        "Ameena Rehman",
    ]
    assert PossibleSame.objects.get().state == "different"
    with pytest.raises(actions.SeparatedAlready):
        actions.separate(link=link, reason=WHY, by=worker, at=AT)
    with pytest.raises(actions.SeparatedAlready):
        actions.choose_fields(link=link, choices={}, by=worker, at=AT)


def test_the_record_names_both_files_and_never_the_reason(two: list[Any], worker: Any) -> None:
    amina, ameena = two
    link = actions.join(person=ameena, leading=amina, reason=WHY, by=worker, at=AT)
    event = Event.objects.get(action="returnees.join")
    assert event.subject_id == str(link.pk)
    assert event.detail == {"person": str(ameena.pk), "leading": str(amina.pk)}
    assert WHY not in str(SamePerson.objects.values_list("reason", flat=True)[0])


def test_a_chain_resolves_to_one_leader_and_opens_link_by_link(office: Any, worker: Any) -> None:
    one, two, three = came(office, worker, AMINA, AMEENA, replace(AMINA, given_name="Emina"))
    first = actions.join(person=one, leading=two, reason=WHY, by=worker, at=AT)
    actions.join(person=two, leading=three, reason=WHY, by=worker, at=AT)
    assert clusters.ids_together(one.pk) == {one.pk, two.pk, three.pk}
    assert queries.leading_of(one, viewer=worker, on=ON) == three
    assert queries.find(one.case_number, viewer=worker, on=ON).people == (three,)
    with pytest.raises(actions.TogetherAlready):
        actions.join(person=three, leading=one, reason=WHY, by=worker, at=AT)
    actions.separate(link=first, reason=WHY, by=worker, at=AT)
    assert clusters.ids_together(three.pk) == {two.pk, three.pk}
    assert clusters.ids_together(one.pk) == {one.pk}


def test_a_file_that_follows_is_joined_through_the_one_that_leads(office: Any, worker: Any) -> None:
    one, two, three = came(office, worker, AMINA, AMEENA, replace(AMINA, given_name="Emina"))
    actions.join(person=one, leading=two, reason=WHY, by=worker, at=AT)
    with pytest.raises(actions.Follows) as told:
        actions.join(person=one, leading=three, reason=WHY, by=worker, at=AT)
    assert told.value.leading_id == two.pk


def test_whoever_reaches_one_file_alone_can_neither_join_nor_separate_nor_decide(office: Any, worker: Any) -> None:
    sibling = builders.office(office.organisation)
    (here,), (there,) = came(office, worker, AMINA), came(sibling, builders.user(sibling, may=MAY).as_actor(), AMEENA)
    pair = PossibleSame.objects.get()
    assert not queries.pairs(worker, on=ON).exists()
    for person, leading in ((here, there), (there, here)):
        with pytest.raises(NotAllowed):
            actions.join(person=person, leading=leading, reason=WHY, by=worker, at=AT)
    for decide in (actions.decide_different, actions.decide_unsure):
        with pytest.raises(NotAllowed):
            decide(pair=pair, reason=WHY, by=worker, at=AT)
    both = builders.user(office, may=MAY, scope="organisation").as_actor()
    link = actions.join(person=there, leading=here, reason=WHY, by=both, at=AT)
    with pytest.raises(NotAllowed):
        actions.separate(link=link, reason=WHY, by=worker, at=AT)
    with pytest.raises(NotAllowed):
        actions.choose_fields(link=link, choices={}, by=worker, at=AT)


def test_where_the_leading_file_is_out_of_reach_ones_own_goes_on_being_there(office: Any, worker: Any) -> None:
    sibling = builders.office(office.organisation)
    (here,), (there,) = came(office, worker, AMINA), came(sibling, builders.user(sibling, may=MAY).as_actor(), AMEENA)
    both = builders.user(office, may=MAY, scope="organisation").as_actor()
    actions.join(person=here, leading=there, reason=WHY, by=both, at=AT)
    assert list(queries.filtered(worker, queries.Filter(), on=ON)) == [here]
    assert queries.find("amina", viewer=worker, on=ON).people == (here,)
    assert queries.cluster(here, viewer=worker, on=ON).others == ()
    assert list(queries.filtered(both, queries.Filter(), on=ON)) == [there]


def test_protecting_one_file_protects_all_that_are_joined_with_it(two: list[Any], office: Any, worker: Any) -> None:
    amina, ameena = two
    actions.join(person=ameena, leading=amina, reason=WHY, by=worker, at=AT)
    protector = builders.user(office, may=MAY).as_actor()
    actions.protect(person=amina, kind="threat", reason=WHY, review_on=ON, by=protector, at=AT)
    assert not queries.people(worker, on=ON).exists()
    assert list(queries.filtered(protector, queries.Filter(), on=ON)) == [amina]
    assert queries.cluster(amina, viewer=protector, on=ON).others == (ameena,)


def test_protected_and_erased_files_are_not_joined(office: Any, worker: Any) -> None:
    one, two, three = came(office, worker, AMINA, AMEENA, replace(AMINA, given_name="Emina"))
    actions.protect(person=one, kind="threat", reason=WHY, review_on=ON, by=worker, at=AT)
    actions.erase(person=two, because="asked", by=system("erasing", on=ON), at=AT)
    for gone in (one, two):
        with pytest.raises(actions.NotToBeJoined):
            actions.join(person=gone, leading=three, reason=WHY, by=worker, at=AT)
    assert not queries.pairs(worker, on=ON).exclude(one=three).exclude(other=three).exists()


def test_erasing_a_person_erases_every_file_of_theirs(two: list[Any], worker: Any) -> None:
    amina, ameena = two
    actions.join(person=ameena, leading=amina, reason=WHY, by=worker, at=AT)
    gone = actions.erase(person=amina, because="asked", by=system("erasing", on=ON), at=AT)
    for person in two:
        person.refresh_from_db()
    assert [person.erased_on for person in two] == [ON, ON]
    assert [person.given_name for person in two] == ["", ""]
    assert len(gone.erased_revisions) >= 4


@pytest.mark.usefixtures("two")
def test_two_people_are_not_asked_about_again_and_the_unsure_come_last(office: Any, worker: Any) -> None:
    came(office, worker, replace(AMINA, given_name="Emina"))
    first, second, *_ = queries.pairs(worker, on=ON)
    actions.decide_unsure(pair=first, reason="nobody picks up the phone", by=worker, at=AT)
    assert list(queries.pairs(worker, on=ON))[-1] == first
    actions.decide_different(pair=second, reason="two voices", by=worker, at=AT)
    assert second not in queries.pairs(worker, on=ON)
    second.refresh_from_db()
    assert (second.reason, str(second.decided_by_id)) == ("two voices", worker.id)


def test_what_was_joined_is_not_called_two_people_before_it_is_separated(two: list[Any], worker: Any) -> None:
    amina, ameena = two
    actions.join(person=ameena, leading=amina, reason=WHY, by=worker, at=AT)
    with pytest.raises(actions.DecidedSame):
        actions.decide_different(pair=PossibleSame.objects.get(), reason=WHY, by=worker, at=AT)


def test_a_key_that_many_have_brings_nobody_together(office: Any, worker: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("sankofa.returnees.sharing.HOLDERS_MAX", 1)
    came(office, worker, AMINA, AMEENA)
    assert not PossibleSame.objects.exists()


def test_an_unknown_file_chosen_is_refused(two: list[Any], worker: Any) -> None:
    amina, ameena = two
    with pytest.raises(actions.NotAField):
        actions.join(person=ameena, leading=amina, reason=WHY, choices={"name": UUID(int=1)}, by=worker, at=AT)
