"""Rows of an office's list become people of the register."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_noop as _

from sankofa.accounts.rules.terms import Actor, Permission
from sankofa.intake.importers import Alike
from sankofa.intake.rules.terms import FieldSpec, MappedRow, RowOutcome, Table, Verdict, row_reference
from sankofa.kernel.finding import Finding, Weight
from sankofa.places.rules import matching
from sankofa.returnees import actions, permissions, queries
from sankofa.returnees.built_on import built_on, reasons
from sankofa.returnees.fields import fields
from sankofa.returnees.likely import alike_rows
from sankofa.returnees.rules import papers, sameness
from sankofa.returnees.rules import rows as rules
from sankofa.returnees.rules.terms import PersonTerms

if TYPE_CHECKING:
    from sankofa.accounts.models import Office
    from sankofa.returnees.models import Person


class ReturneeImporter:
    """Lists of returnees as offices and agencies send them."""

    code = "returnees"
    label = _("Returnees")
    permission: Permission = permissions.REGISTER
    room = "sankofa.returnees"
    subject_kind = "returnees.person"

    def fields(self) -> Sequence[FieldSpec]:
        """Return the fields that a column can fill."""
        return fields()

    def judge(self, rows: Sequence[MappedRow], *, table: Table, office: "Office", on: date) -> Sequence[RowOutcome]:
        """Return a verdict for each row: in, in with a remark, already in the register, or back with its reasons."""
        around = rules.Surroundings(
            country=office.place.country_id,
            places=matching.default_gazetteer(),
            day_first=table.day_first,
            on=on,
            calendars=table.calendars,
            paper_kind=papers.kind_under(table.headings.get("document_number", "")),
        )
        read = {row.number: rules.read_row(row, around) for row in rows}
        clean = {number: person for number, (person, found) in read.items() if not _has_barrier(found)}
        features = {number: sameness.features(person) for number, person in clean.items()}
        known = queries.known_people(features, office=office)
        outcomes = []
        seen: dict[str, list[tuple[int, sameness.Features]]] = {}
        for row in rows:
            person, found = read[row.number]
            twin = _twin(row.number, features.get(row.number), seen)
            outcomes.append(_outcome(row.number, person, found, known=known, twin=twin, office=office))
        return outcomes

    def about_columns(self, table: Table) -> Sequence[Finding]:
        """Return nothing: what is to be told of a list of people is told of its rows."""
        return ()

    def apply(
        self, outcomes: Sequence[RowOutcome], *, office: "Office", source: str, by: Actor, at: datetime
    ) -> Sequence[str]:
        """Put the people of these rows into the register."""
        written = [
            (row_reference(source, outcome.row), outcome.record)
            for outcome in outcomes
            if isinstance(outcome.record, PersonTerms)
        ]
        assert len(written) == len(outcomes), "every row that goes in carries its person"
        done = actions.register_many(office=office, rows=written, by=by, at=at)
        return [str(person.pk) for person in done.people]

    def alike(self, outcomes: Sequence[RowOutcome], *, office: "Office") -> Mapping[int, Alike]:
        """Return whom each row looks like most, of the people there and of earlier rows."""
        people = [(outcome.row, outcome.record) for outcome in outcomes if isinstance(outcome.record, PersonTerms)]
        return alike_rows(people, office=office)

    def staying(self, subjects: Sequence[str], *, source: str) -> Mapping[str, Sequence[Finding]]:
        """Return on whom something was built since, and what."""
        found = built_on({UUID(subject) for subject in subjects}, source=source)
        return {str(whose): reasons(codes) for whose, codes in found.items()}

    def take_out(
        self, subjects: Sequence[str], *, office: "Office", source: str, by: Actor, at: datetime
    ) -> Collection[str]:
        """Take people of a file out of the register again, but for those on whom something was built since."""
        people = [UUID(subject) for subject in subjects]
        done = actions.take_out(office=office, people=people, source=source, by=by, at=at)
        return [str(whose) for whose in done.people]

    def link(self, subject: str) -> str:
        """Return the address of a person's page."""
        return reverse("returnees:person", args=[subject])


def _has_barrier(found: Sequence[Finding]) -> bool:
    return any(finding.weight is Weight.BARRIER for finding in found)


def _twin(
    number: int, facts: sameness.Features | None, seen: dict[str, list[tuple[int, sameness.Features]]]
) -> int | None:
    """Return the earlier row of the same file that is surely the same person, and remember this one."""
    if facts is None:
        return None
    keys = list(sameness.strong_keys(facts))
    for key in keys:
        for earlier, other in seen.get(key, []):
            if sameness.is_same(facts, other):
                return earlier
    for key in keys:
        seen.setdefault(key, []).append((number, facts))
    return None


def _outcome(
    number: int,
    person: PersonTerms,
    found: list[Finding],
    *,
    known: queries.Known,
    twin: int | None,
    office: "Office",
) -> RowOutcome:
    if _has_barrier(found):
        return RowOutcome(number, Verdict.REFUSED, tuple(found))
    if number in known.same:
        return _there_already(number, known.same[number], office)
    if twin is not None:
        # Nothing is wrong with the row, so it does not go back: the person goes in by the earlier one.
        note = Finding("twice_in_file", Weight.NOTE, rules.SOURCE, field="", earlier=twin)
        return RowOutcome(number, Verdict.KNOWN, (note,))
    if number in known.document_of_another:
        remark = Finding("document_of_another", Weight.CONCERN, rules.SOURCE, field="document_number")
        found = [*found, remark]
    return RowOutcome(number, Verdict.REMARK if found else Verdict.NEW, tuple(found), record=person)


def _there_already(number: int, there: "Person", office: "Office") -> RowOutcome:
    """Say who is there already; of another office's person only that they are there, not who or where."""
    if there.office_id != office.pk:
        note = Finding("already_at_another_office", Weight.NOTE, rules.SOURCE, field="")
        return RowOutcome(number, Verdict.KNOWN, (note,))
    note = Finding("already_registered", Weight.NOTE, rules.SOURCE, field="", case_number=there.case_number)
    return RowOutcome(number, Verdict.KNOWN, (note,), subject=str(there.pk))
