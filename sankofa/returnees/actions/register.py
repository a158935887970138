"""Writes of the register."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sankofa.accounts.action import action, origin
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel import clock
from sankofa.kernel.finding import Finding
from sankofa.kernel.identifiers import case_number, uuid7
from sankofa.returnees import contributions, permissions
from sankofa.returnees.candidates import Arrived, note_candidates
from sankofa.returnees.clusters import ids_together
from sankofa.returnees.erasing import AlreadyErased, Because, Erased, erased
from sankofa.returnees.models import Document, Journey, Person, Registration, SearchKey
from sankofa.returnees.rules import life
from sankofa.returnees.rules.terms import JourneyTerms, PartialDay, PersonKind, PersonTerms
from sankofa.returnees.said_more import MoreRecord, rows_of, write
from sankofa.returnees.search_keys import keys_of
from sankofa.store import counters, erasures, many, revisions, subjects
from sankofa.store.models import Revision

if TYPE_CHECKING:
    from sankofa.accounts.models import Office

__all__ = [
    "AlreadyErased",
    "Because",
    "NotOneLife",
    "NumberTaken",
    "Registered",
    "check_one_life",
    "erase",
    "erase_again",
    "note_next",
    "register",
    "register_many",
]

CHUNK_ROWS_MAX = 500


@dataclass(frozen=True, slots=True)
class Registered:
    """The outcome of registering many: the people in the order of the rows, and a digest per row for the audit."""

    people: tuple[Person, ...]
    references: tuple[str, ...]
    revisions: tuple[Revision, ...]

    def audit_detail(self) -> Mapping[str, Any]:
        """Return which row became whom, and the beginning of its line's digest; no names."""
        lines = {written.subject_id: written.line[:16] for written in self.revisions[: len(self.people)]}
        return {
            "rows": [
                # A form that is sent twice writes once; the second time there is no line to name.
                [reference, str(person.pk), lines.get(str(person.pk), "")]
                for reference, person in zip(self.references, self.people, strict=True)
            ]
        }


class NumberTaken(Exception):
    """The number of a form belongs to somebody whom another put into the register."""


class NotOneLife(Exception):
    """The days that were given cannot be those of one life.  Carries the findings."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(", ".join(finding.code for finding in findings))


@action(permissions.REGISTER, on="office")
def register(*, office: "Office", number: UUID, said: PersonTerms, by: Actor, at: datetime) -> Registered:
    """Put one person into the register by hand.  The same form sent twice makes one person.

    `number` is the form's own; it becomes the person's key.  Raises NotOneLife, and NumberTaken where somebody else
    used the number.
    """
    reference = f"form/{number}"
    there = Person.objects.filter(pk=number).first()
    if there is not None:
        if there.office_id != office.pk or str(there.owner_id) != by.id:
            raise NumberTaken
        return Registered(people=(there,), references=(reference,), revisions=())
    check_one_life(said.born, [(said.journey.left, said.journey.returned)], on=clock.day_of(at, office.zone))
    return _put_in([(reference, said)], numbers=[number], office=office, by=by, at=at)


@action(permissions.REGISTER, on="office")
def register_many(*, office: "Office", rows: Sequence[tuple[str, PersonTerms]], by: Actor, at: datetime) -> Registered:
    """Put people into the register of an office, at most 500 at a time; each row is (its reference, the person)."""
    assert 0 < len(rows) <= CHUNK_ROWS_MAX, "people are registered in chunks"
    return _put_in(rows, numbers=[uuid7() for _row in rows], office=office, by=by, at=at)


def check_one_life(born: PartialDay, journeys: Iterable[tuple[PartialDay, PartialDay]], *, on: date) -> None:
    """Make sure that a birth and the days of journeys can be one life.  Raises NotOneLife."""
    found = [wrong for left, returned in journeys for wrong in life.impossible(born, left, returned, on=on)]
    if found:
        raise NotOneLife(found)


@action(permissions.ERASE, on="person")
def erase(*, person: Person, because: str, by: Actor, at: datetime) -> Erased:
    """Erase a person for good; what a count needs stays, without a name.  Raises AlreadyErased.

    Files that were joined are one person's, so all of them are erased.
    """
    gone = erased(person, because=because, at=at, zone=by.zone)
    others = Person.objects.select_for_update(of=("self",)).filter(pk__in=ids_together(person.pk) - {person.pk})
    lines = list(gone.erased_revisions)
    for other in others.filter(erased_on__isnull=True).order_by("pk"):
        lines.extend(erased(other, because=because, at=at, zone=by.zone).erased_revisions)
    return Erased(person, because, tuple(lines))


def erase_again(*, by: Actor, at: datetime) -> int:
    """Erase whoever was erased before and came back with an older backup; return how many."""
    back = Person.objects.filter(pk__in=erasures.still_there(), erased_on__isnull=True)
    for person in back:
        with suppress(AlreadyErased):  # with another file of theirs, a moment ago
            erase(person=person, because=Because.AGAIN, by=by, at=at)
    for whose in erasures.still_there():
        # Noted, and not in this backup at all, or drafted about only: no key may ever be made.
        subjects.destroy(whose, at=at)
    return len(back)


def note_next(person: Person, *, code: str, on: date) -> None:
    """Store what is next for a person, inside the action that changed it, so that a day's list is one indexed read."""
    person.next_code, person.next_due_on = code, on
    person.save(update_fields=["next_code", "next_due_on"])


def _put_in(
    rows: Sequence[tuple[str, PersonTerms]], *, numbers: Sequence[UUID], office: "Office", by: Actor, at: datetime
) -> Registered:
    """Write people with their journeys, papers, search keys and first histories."""
    due = next(contributions.first_due.answers(at.date()), None)
    serials = counters.take(f"case number {at.year}", len(rows))
    people: list[Person] = []
    journeys: list[Journey] = []
    documents: list[Document] = []
    came_by: list[Registration] = []
    more: list[MoreRecord] = []
    search_keys: list[tuple[UUID, UUID, bytes]] = []
    told: dict[UUID, Arrived] = {}
    for key, serial, (_reference, said) in zip(numbers, serials, rows, strict=True):
        person = _person(said, key=key, office=office, number=case_number(at.year, serial), by=by, at=at)
        if due is not None and said.kind is PersonKind.RETURNEE:
            person.next_code, person.next_due_on = due.code, due.on
        people.append(person)
        # Whoever never left, or of whose leaving nothing is known, gets no journey made up for them.
        journey = None
        if said.kind is PersonKind.RETURNEE or said.journey != JourneyTerms():
            journey = _journey(said, person)
            journeys.append(journey)
        if said.more:
            more.extend(rows_of(said, person, journey, at=at))
        if said.document_number:
            documents.append(Document(person=person, kind=said.document_kind, number=said.document_number))
        if said.channel:
            came_by.append(Registration(person=person, created_at=at, channel=said.channel))
        keys = keys_of(said)
        search_keys.extend((person.pk, office.pk, held) for held in keys)
        told[person.pk] = Arrived.of(said, keys)
    with subjects.holding([person.pk for person in people], at=at, are_new=True):
        Person.objects.bulk_create(people)
        Journey.objects.bulk_create(journeys)
        Document.objects.bulk_create(documents)
        Registration.objects.bulk_create(came_by)
        write(more)
    many.add(SearchKey, ("person", "office", "key"), search_keys)
    note_candidates(people, at=at, told=told)
    references = tuple(reference for reference, _ in rows)
    reference_of = dict(zip((person.pk for person in people), references, strict=True))
    first = [
        *zip(people, references, strict=True),
        *((journey, reference_of[journey.person_id]) for journey in journeys),
        *((document, "") for document in documents),
        *((came, "") for came in came_by),
        *((row, reference_of[row.person_id]) for row in more),
    ]
    actor = f"{by.kind}:{by.id}"
    written = revisions.first_revisions(first, at=at, actor=actor, source=origin.get().source)
    return Registered(people=tuple(people), references=references, revisions=tuple(written))


def _person(said: PersonTerms, *, key: UUID, office: "Office", number: str, by: Actor, at: datetime) -> Person:
    return Person(
        id=key,
        created_at=at,
        case_number=number,
        kind=said.kind,
        given_name=said.given_name,
        family_name=said.family_name,
        native_name=said.native_name,
        sex=said.sex,
        born_on=said.born.day,
        born_precision=said.born.precision,
        born_calendar=said.born.calendar,
        marital_status=said.marital_status,
        education=said.education,
        language=said.language,
        phone=said.phone or None,
        place_id=said.place or None,
        office=office,
        owner_id=by.id if by.kind == "user" else None,
        is_synthetic=said.is_synthetic,
    )


def _journey(said: PersonTerms, person: Person) -> Journey:
    journey = Journey(
        person=person,
        destination_id=said.journey.destination or None,
        occupation=said.journey.occupation,
        left_on=said.journey.left.day,
        left_precision=said.journey.left.precision,
        left_calendar=said.journey.left.calendar,
        returned_on=said.journey.returned.day,
        returned_precision=said.journey.returned.precision,
        returned_calendar=said.journey.returned.calendar,
        return_kind=said.journey.return_kind,
        return_reason=said.journey.return_reason or None,
        sector=said.journey.sector,
        recruiter=said.journey.recruiter or None,
    )
    journey.cost, journey.income = said.journey.cost, said.journey.income
    return journey
