"""Where two joined files say different things beyond the first page: both stand until a person chooses, and it ends."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sankofa.accounts.action import NotAllowed
from sankofa.audit.models import Event
from sankofa.kernel.identifiers import uuid7
from sankofa.returnees import actions, histories, permissions, queries, standing
from sankofa.returnees.clusters import Cluster
from sankofa.returnees.models import FieldChoice, Person, Profile, SamePerson
from sankofa.returnees.rules.terms import PersonTerms
from sankofa.store.models import Revision
from tests import builders
from tests.builders import AT, ON

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("nothing_reserved")]

MAY = {permissions.REGISTER, permissions.VIEW, permissions.AMEND, permissions.JOIN}
NATIONALITY, HEADS, FATHER = "profile.nationality", "profile.heads_household", "profile.father_name"
LATER = AT + timedelta(days=1)


@pytest.fixture
def office() -> Any:
    return builders.office()


@pytest.fixture
def worker(office: Any) -> Any:
    return builders.user(office, may=MAY).as_actor()


def came(office: Any, by: Any, name: str, **said: Any) -> Person:
    done = actions.register(office=office, number=uuid7(), said=PersonTerms(name, "Rahman"), by=by, at=AT)
    person = done if isinstance(done, Person) else Person.objects.get(given_name=name)
    if said:
        actions.amend(
            person=person, kind="profile", record_id=None, said=said, because="told", words="", seen=0, by=by, at=AT
        )
    return person


@pytest.fixture
def two(office: Any, worker: Any) -> tuple[Person, Person]:
    for code in ("BD", "OM", "IN"):
        builders.country(code)
    return (
        came(office, worker, "Amina", nationality_id="BD", heads_household="yes", father_name="Karim Uddin"),
        came(office, worker, "Ameena", nationality_id="OM", heads_household="no", father_name="Kareem Uddin"),
    )


@pytest.fixture
def link(two: tuple[Person, Person], worker: Any) -> SamePerson:
    return actions.join(person=two[1], leading=two[0], reason="one voice", by=worker, at=AT)


def told(leading: Person, by: Any) -> Mapping[str, list[Any]]:
    """Return what stands of the two facts that a page shows."""
    together = queries.cluster(leading, viewer=by, on=ON)
    rows = standing.rows_of(histories.more_records(*together.files))
    column = {NATIONALITY: "nationality_id", HEADS: "heads_household"}
    return {
        code: [getattr(record, column[code]) for record in standing.standing(together, standing.FACTS[code], rows)]
        for code in column
    }


def test_both_are_shown_until_somebody_chooses(two: tuple[Person, Person], link: SamePerson, worker: Any) -> None:
    assert told(two[0], worker) == {NATIONALITY: ["BD", "OM"], HEADS: ["yes", "no"]}


@pytest.mark.parametrize(("side", "stands"), [(0, ["BD"]), (1, ["OM"])], ids=["the leading file’s", "the other’s"])
def test_a_choice_stands_for_its_fact_alone_and_separating_ends_it(
    two: tuple[Person, Person], link: SamePerson, worker: Any, side: int, stands: list[str]
) -> None:
    before = [Profile.objects.get(person=file).image() for file in two]
    actions.choose_fields(link=link, choices={NATIONALITY: two[side].pk}, by=worker, at=LATER)
    assert told(two[0], worker) == {NATIONALITY: stands, HEADS: ["yes", "no"]}
    actions.separate(link=link, reason="two voices", by=worker, at=LATER)
    assert told(two[0], worker) == {NATIONALITY: ["BD"], HEADS: ["yes"]}
    assert told(two[1], worker) == {NATIONALITY: ["OM"], HEADS: ["no"]}
    assert [Profile.objects.get(person=file).image() for file in two] == before
    assert not FieldChoice.objects.filter(until_at=None).exists()


def test_choosing_both_again_is_said_by_naming_neither(
    two: tuple[Person, Person], link: SamePerson, worker: Any
) -> None:
    actions.choose_fields(link=link, choices={NATIONALITY: two[1].pk}, by=worker, at=LATER)
    actions.choose_fields(link=link, choices={NATIONALITY: None}, by=worker, at=LATER)
    assert told(two[0], worker)[NATIONALITY] == ["BD", "OM"]
    with pytest.raises(actions.NotAField):
        actions.choose_fields(link=link, choices={"name": None}, by=worker, at=LATER)


def test_a_choice_writes_no_history_of_either_file_and_stands_in_the_record(
    two: tuple[Person, Person], link: SamePerson, worker: Any
) -> None:
    kept = [histories.histories_of(file) for file in two]
    lines = Revision.objects.filter(subject_kind="returnees.profile").count()
    actions.choose_fields(link=link, choices={NATIONALITY: two[1].pk}, by=worker, at=LATER)
    assert [histories.histories_of(file) for file in two] == kept
    assert Revision.objects.filter(subject_kind="returnees.profile").count() == lines
    assert Event.objects.filter(action="returnees.choose_fields", kind="write").count() == 1


def test_what_is_corrected_later_on_the_chosen_file_is_what_stands(
    two: tuple[Person, Person], link: SamePerson, worker: Any
) -> None:
    actions.choose_fields(link=link, choices={NATIONALITY: two[1].pk}, by=worker, at=LATER)
    said, seen = {"nationality_id": "IN"}, histories.version_of(Profile.objects.get(person=two[1]))
    actions.amend(
        person=two[1], kind="profile", record_id=None, said=said, because="told", words="", seen=seen,
        by=worker, at=LATER,
    )  # fmt: skip
    assert told(two[0], worker)[NATIONALITY] == ["IN"]


def test_a_chosen_file_that_says_nothing_any_more_hides_nobodys_word(
    two: tuple[Person, Person], link: SamePerson, worker: Any
) -> None:
    actions.choose_fields(link=link, choices={NATIONALITY: two[1].pk}, by=worker, at=LATER)
    Profile.objects.filter(person=two[1]).update(nationality=None)
    assert told(two[0], worker)[NATIONALITY] == ["BD"]


def test_sealed_words_are_laid_side_by_side_only_for_whoever_may_open_them(
    two: tuple[Person, Person], link: SamePerson, worker: Any
) -> None:
    together = queries.cluster(two[0], viewer=worker, on=ON)
    rows = standing.rows_of(histories.more_records(*together.files))
    codes = [fact.code for fact in standing.differing(link, rows, opens=False)]
    assert codes == [NATIONALITY, HEADS]
    assert FATHER in [fact.code for fact in standing.differing(link, rows, opens=True)]


@pytest.mark.parametrize("code", ["health.illness", "language.speaks", "passage.visa", "nonsense"])
def test_health_and_lists_are_never_chosen(
    two: tuple[Person, Person], link: SamePerson, worker: Any, code: str
) -> None:
    with pytest.raises(actions.NotAField):
        actions.choose_fields(link=link, choices={code: two[0].pk}, by=worker, at=LATER)


def test_a_stranger_chooses_nothing(two: tuple[Person, Person], link: SamePerson) -> None:
    elsewhere = builders.office()
    stranger = builders.user(elsewhere, may=MAY).as_actor()
    with pytest.raises(NotAllowed):
        actions.choose_fields(link=link, choices={NATIONALITY: two[1].pk}, by=stranger, at=LATER)


def test_a_row_of_a_list_that_leaves_says_what_was_chosen(
    two: tuple[Person, Person], link: SamePerson, worker: Any
) -> None:
    together = queries.cluster(two[0], viewer=worker, on=ON)
    rows = standing.rows_of(histories.more_records(*together.files))
    assert standing.first_of_chosen(together, rows) == {}
    actions.choose_fields(link=link, choices={NATIONALITY: two[1].pk}, by=worker, at=LATER)
    chosen = standing.first_of_chosen(queries.cluster(two[0], viewer=worker, on=ON), rows)
    assert {key: record.person_id for key, record in chosen.items()} == {("profile", "nationality_id"): two[1].pk}


@given(
    parents=st.lists(st.integers(0, 4), min_size=1, max_size=5),
    says=st.sets(st.integers(0, 5)),
    chosen=st.lists(st.sampled_from(("", "leading", "person")), min_size=5, max_size=5),
)
def test_whatever_is_chosen_somebody_who_says_anything_stands(
    parents: list[int], says: set[int], chosen: list[str]
) -> None:
    """In any tree of links, a choice never leaves a fact empty that a file knows, nor shows one that knows nothing."""
    files = [Person(pk=uuid7()) for _ in range(len(parents) + 1)]
    links, choices = [], {}
    for number, parent in enumerate(parents, 1):
        link = SamePerson(pk=uuid7(), person=files[number], leading=files[min(parent, number - 1)], from_at=AT)
        links.append(link)
        if chosen[number - 1]:
            side = link.leading_id if chosen[number - 1] == "leading" else link.person_id
            choices[link.pk, NATIONALITY] = side
    saying = {file.pk for place, file in enumerate(files) if place in says}
    stands = Cluster(files[0], tuple(files[1:]), tuple(links), choices).standing(NATIONALITY, saying)
    assert {file.pk for file in stands} <= saying
    assert bool(stands) == bool(saying)
    assert len(set(stands)) == len(stands)
    if not choices:
        assert {file.pk for file in stands} == saying
