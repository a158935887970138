"""Tables about many people: counted once each, within reach, without protected files; copies on record; and attacks."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from sankofa.accounts import queries as offices
from sankofa.accounts.action import system
from sankofa.audit.models import Event
from sankofa.project import hooks
from sankofa.returnees.models import Journey, Passage, Person
from sankofa.statistics import actions, permissions, queries
from sankofa.statistics.models import Copy, Count, Stood
from sankofa.statistics.rules import tables
from sankofa.statistics.rules.asking import Question
from sankofa.statistics.rules.survey_screen import LeftOut
from sankofa.sustainability.models import Score
from tests import builders
from tests.builders import AT, ON

pytestmark = [pytest.mark.django_db, pytest.mark.database]
ALL = (permissions.VIEW, permissions.COUNT, permissions.TAKE, permissions.SHARE)
PURPOSE = "yearly report to the ministry"


@pytest.fixture(autouse=True)
def _hooks() -> None:
    hooks.fill()


@pytest.fixture
def office() -> Any:
    return builders.office()


@pytest.fixture
def officer(office: Any) -> Any:
    return builders.user(office, may=ALL).as_actor()


def scored(office: Any, composite: str = "0.6000", *, on: date = ON, person: Any = None, **facts: Any) -> Any:
    """Somebody with a journey of two years, home for one year, and a scored talk."""
    made = person or builders.person(office, **facts)
    if person is None:
        Journey.objects.create(
            person=made,
            left_on=ON - timedelta(days=1_100),
            left_precision="day",
            returned_on=ON - timedelta(days=366),
            returned_precision="day",
        )
    talk = builders.submission(made, answered_on=on)
    Score.objects.create(
        submission=talk,
        person=made,
        answered_on=on,
        scheme=queries.default_scheme(),
        scheme_digest="0" * 64,
        economic=Decimal("0.5"),
        social=Decimal("0.7"),
        psychosocial=Decimal("0.6"),
        composite=None if not composite else Decimal(composite),
        questions_answered=20,
        questions_asked=29,
    )
    return made


def many(office: Any, **counts: int) -> None:
    """So many women and men with a score each."""
    for sex, count in counts.items():
        for number in range(count):
            scored(office, f"0.{5000 + 37 * number % 2000}", sex=sex)


def recount(office: Any) -> None:
    actions.count_office(office=office, by=system("test", on=ON), at=AT)


def table(viewer: Any, **asked: Any) -> tables.Counted:
    known = queries.known(viewer, on=ON)
    return tables.counted(known.columns, Question(**asked), scheme=queries.default_scheme())


def share(viewer: Any, office: Any, purpose: str = PURPOSE, **asked: Any) -> Copy:
    return actions.share_table(office=office, question=Question(**asked), purpose=purpose, by=viewer, at=AT).copy


def test_everybody_counts_once_with_their_latest_talk(office: Any, officer: Any) -> None:
    someone = scored(office, "0.4000", on=ON - timedelta(days=200), sex="female")
    scored(office, "0.6000", person=someone)
    recount(office)
    assert table(officer, rows="sex").people() == 1
    assert table(officer, rows="sex").cells["female", tables.TOTAL]["composite"].mean == Decimal("0.600")
    assert table(officer, rows="sex", turn="1").cells["female", tables.TOTAL]["composite"].mean == Decimal("0.400")
    assert table(officer, rows="sex", turn="3").people() == 0


def test_joined_files_are_one_person(office: Any, officer: Any) -> None:
    one, other = scored(office, "0.4000", on=ON - timedelta(days=9)), scored(office, "0.6000")
    builders.sameperson(other, one)
    recount(office)
    found = table(officer, rows="group")
    assert found.people() == 1
    assert found.cells["returnee", tables.TOTAL]["composite"].mean == Decimal("0.600")


def test_a_protected_file_is_in_no_table_not_even_before_the_next_count(office: Any, officer: Any) -> None:
    shut, _open = scored(office), scored(office)
    recount(office)
    assert table(officer).people() == 2
    Person.objects.filter(pk=shut.pk).update(is_protected=True)
    assert table(officer).people() == 1
    recount(office)
    assert table(officer).people() == 1


def test_a_table_reaches_as_far_as_its_viewer(office: Any, officer: Any) -> None:
    elsewhere = builders.office(path="NP.3")
    scored(office)
    for _ in range(3):
        scored(elsewhere)
    recount(office)
    recount(elsewhere)
    assert table(officer).people() == 1
    assert table(builders.user(elsewhere, may=ALL).as_actor()).people() == 3


def test_relatives_and_residents_are_no_migrants(office: Any, officer: Any) -> None:
    scored(office, kind="relative")
    scored(office, kind="abroad")
    recount(office)
    assert table(officer).rows == ("abroad",)


def test_what_was_said_of_the_journey_is_counted_by_its_codes(office: Any, officer: Any) -> None:
    someone, _silent = scored(office), scored(office)
    journey = Journey.objects.get(person=someone)
    Passage.objects.create(
        person=someone,
        journey=journey,
        reasons_return="pandemic family",
        skills_learned="livelihood language",
        help_wanted="business",
    )
    recount(office)
    found = table(officer, rows="learned")
    assert (found.rows, found.people(), found.not_answered) == (("livelihood", "language"), 1, 1)
    assert table(officer, rows="reasons").rows == ("pandemic", "family")
    assert table(officer, rows="wanted").rows == ("business",)


def test_the_survey_screen_leaves_out_with_the_reason(office: Any, officer: Any) -> None:
    scored(office)
    long_ago, lately, unknown = scored(office), scored(office), scored(office)
    Journey.objects.filter(person=long_ago).update(left_on=date(2010, 1, 1), returned_on=date(2015, 1, 1))
    Journey.objects.filter(person=lately).update(returned_on=ON - timedelta(days=60))
    Journey.objects.filter(person=unknown).update(returned_precision="year")
    recount(office)
    found = table(officer, is_screened=True)
    assert found.people() == 1
    assert found.left_out == {LeftOut.BACK_LONGER: 1, LeftOut.HOME_SHORTER: 1, LeftOut.RETURN_NOT_KNOWN: 1}


def test_who_answered_too_few_questions_is_left_out_and_counted(office: Any, officer: Any) -> None:
    scored(office)
    scored(office, "")
    recount(office)
    assert (table(officer).people(), table(officer).too_few_answers) == (1, 1)


def test_erasing_somebody_throws_the_count_of_their_office_away(office: Any) -> None:
    from sankofa.returnees.hooks import Erasing

    someone = scored(office)
    recount(office)
    assert actions.forget_counts(Erasing(someone, AT)) == []
    assert not Count.objects.exists()


def test_every_office_is_counted_once_a_day(office: Any) -> None:
    by = system("upkeep", on=ON)
    while actions.tend_counts(by=by, at=AT) is not None:
        pass
    assert Count.objects.count() == len(offices.office_ids())
    assert actions.tend_counts(by=by, at=AT + timedelta(hours=23)) is None
    assert actions.tend_counts(by=by, at=AT + timedelta(hours=25)) is not None


def test_a_table_taken_out_is_on_record_and_not_for_sharing(office: Any, officer: Any) -> None:
    scored(office)
    recount(office)
    taken = actions.take_table(office=office, question=Question(rows="sex"), by=officer, at=AT).copy
    assert (taken.is_for_sharing, taken.shown, str(taken.taken_by_id)) == (False, None, officer.id)
    held = Event.objects.get(action="statistics.taken")
    assert (held.kind, held.subject_id) == ("export", str(taken.pk))
    assert not Stood.objects.exists()


def test_nothing_is_taken_where_nothing_is_counted(office: Any, officer: Any) -> None:
    with pytest.raises(actions.NothingCounted):
        actions.take_table(office=office, question=Question(), by=officer, at=AT)
    with pytest.raises(actions.NothingCounted):
        share(officer, office)


def test_a_version_for_sharing_hides_few_and_keeps_no_single_score(office: Any, officer: Any) -> None:
    many(office, female=60, male=40, other=4)
    recount(office)
    made = share(officer, office, rows="sex")
    _rows, _columns, cells = queries.shown_of(made)
    assert cells["other", tables.TOTAL] is None
    assert sum(cell is None for cell in cells.values()) == 2, "one more hides it from the total"
    true = table(officer, rows="sex").cells["female", tables.TOTAL]["composite"]
    shown = next(cell for place, cell in cells.items() if cell and place[0] == "female")["composite"]
    assert (shown.people, shown.mean) == (true.people, true.mean)
    assert true.lowest < shown.lowest < shown.highest < true.highest
    with_few = next(iter(cells.values()))
    assert with_few is None or with_few["composite"].people >= 10
    assert Event.objects.filter(action="statistics.taken", kind="export").count() == 1
    assert made.purpose == PURPOSE


def test_a_version_for_sharing_is_taken_again_on_record(office: Any, officer: Any) -> None:
    many(office, female=20, male=20)
    recount(office)
    made = share(officer, office, rows="sex")
    actions.take_again(copy=made, by=officer, at=AT)
    assert Event.objects.filter(action="statistics.taken", subject_id=str(made.pk)).count() == 2


def test_too_few_people_are_not_shared_at_all(office: Any, officer: Any) -> None:
    many(office, female=9)
    recount(office)
    with pytest.raises(actions.NotForSharing) as no:
        share(officer, office, rows="sex")
    assert [one.code for one in no.value.findings] == ["too_few_in_all"]
    assert not Copy.objects.exists()


# Attacks: what somebody learns by laying two tables beside each other -------------------------------------------------


def refused(viewer: Any, office: Any, **asked: Any) -> list[str]:
    with pytest.raises(actions.NotForSharing) as no:
        share(viewer, office, **asked)
    return [one.code for one in no.value.findings]


def test_two_days_with_one_person_more_between_them(office: Any, officer: Any) -> None:
    many(office, female=20, male=20)
    recount(office)
    share(officer, office, rows="sex")
    many(office, female=1)
    recount(office)
    assert refused(officer, office, rows="sex") == ["few_differ"]
    many(office, female=9)
    recount(office)
    assert share(officer, office, rows="sex").is_for_sharing, "ten more tell of nobody"


def test_two_filters_that_differ_by_a_few(office: Any, officer: Any) -> None:
    many(office, female=20, male=20)
    late = scored(office, sex="male")
    Journey.objects.filter(person=late).update(returned_on=ON - timedelta(days=60))
    recount(office)
    share(officer, office, rows="sex")
    assert refused(officer, office, rows="sex", is_screened=True) == ["few_differ"]


def test_two_offices_and_a_third_with_a_few(office: Any) -> None:
    """Their country less one office, less another, would tell of the third."""
    body = office.organisation
    second, third = builders.office(body, path="BD.30.33"), builders.office(body, path="BD.30.48")
    for one in (office, second):
        many(one, female=15, male=15)
    many(third, female=4)
    for one in (office, second, third):
        recount(one)
    for one in (office, second):
        share(builders.user(one, may=ALL).as_actor(), one, rows="group")
    whole = builders.user(office, may=ALL, scope="organisation").as_actor()
    assert refused(whole, office, rows="group") == ["few_can_be_told"]


def test_one_office_and_all_with_a_small_one_beside_it(office: Any) -> None:
    second = builders.office(office.organisation, path="BD.30.33")
    many(office, female=15, male=15)
    many(second, female=4)
    recount(office)
    recount(second)
    share(builders.user(office, may=ALL).as_actor(), office, rows="group")
    whole = builders.user(office, may=ALL, scope="organisation").as_actor()
    assert refused(whole, office, rows="group") == ["few_differ"]


def test_the_same_people_divided_otherwise_may_be_shared(office: Any, officer: Any) -> None:
    many(office, female=30, male=30)
    for number, key in enumerate(Person.objects.order_by("pk").values_list("pk", flat=True)):
        Person.objects.filter(pk=key).update(education=("primary", "secondary")[number % 2])
    recount(office)
    share(officer, office, rows="sex")
    assert share(officer, office, rows="education").is_for_sharing
    assert share(officer, office, rows="sex", columns="education").is_for_sharing


def test_the_same_table_is_shared_again_unchanged(office: Any, officer: Any) -> None:
    many(office, female=30, male=30)
    recount(office)
    one, two = share(officer, office, rows="sex"), share(officer, office, rows="sex")
    assert one.shown == two.shown
    assert one.receipt != two.receipt


def test_another_persons_new_talk_shows_in_no_second_table(office: Any, officer: Any) -> None:
    many(office, female=20, male=20)
    recount(office)
    share(officer, office, rows="sex")
    scored(office, "0.1000", person=Person.objects.filter(sex="female").first(), on=ON + timedelta(days=1))
    recount(office)
    assert refused(officer, office, rows="sex") == ["few_differ"]


def test_what_stood_in_a_shared_table_is_sealed(office: Any, officer: Any) -> None:
    many(office, female=20, male=20)
    recount(office)
    share(officer, office, rows="sex")
    key = Score.objects.order_by("pk").values_list("pk", flat=True)[0]
    held = bytes(Stood.objects.values_list("members", flat=True)[0].sealed)
    assert key.bytes[-8:] not in held
    assert key.bytes[-8:][::-1] not in held
