"""Rows of a carrier's or an embassy's list become people who are expected on a flight."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_noop as _

from sankofa.accounts.rules.terms import Actor, Permission
from sankofa.intake.importers import Alike
from sankofa.intake.rules import reading
from sankofa.intake.rules.terms import (
    FieldKind,
    FieldSpec,
    MappedRow,
    RowOutcome,
    Table,
    Verdict,
    row_reference,
)
from sankofa.kernel import clock
from sankofa.kernel.finding import Finding, Weight
from sankofa.places.rules import matching
from sankofa.returnees import actions, arriving, permissions
from sankofa.returnees.fields import fields
from sankofa.returnees.rules import rows as rules
from sankofa.returnees.rules.arrivals import LENGTHS_MAX
from sankofa.returnees.rules.terms import age_of

if TYPE_CHECKING:
    from sankofa.accounts.models import Office

FIELDS = ("full_name", "given_name", "family_name", "sex", "born", "age", "document_number", "district")
"""What such lists hold; the headings are those of the register's own lists."""
CROSSING = FieldSpec(
    "crossing",
    _("Flight or bus"),
    {
        "en": ("flight", "flight no", "flight number", "flight no.", "bus", "vessel"),
        "fr": ("vol", "numéro de vol", "car", "bateau"),
    },
    example="QR 634",
    kind=FieldKind.TEXT,
)
DUE_ON = FieldSpec(
    "due_on",
    _("Day of arrival"),
    {
        "en": ("arrival", "arrival date", "date of arrival", "date of flight"),
        "fr": ("date d’arrivée", "arrivée", "date du vol"),
    },
    example="2026-11-22",
    kind=FieldKind.DAY,
)


@dataclass(frozen=True, slots=True)
class ExpectedRow:
    """A row that can go in: who is expected, on what and when."""

    who: actions.Expected
    label: str
    due_on: date | None


class ArrivalImporter:
    """Lists of people who are expected at a port, as carriers and embassies send them."""

    code = "arrivals"
    label = _("People who will arrive")
    permission: Permission = permissions.MEET
    room = "sankofa.returnees"
    subject_kind = "returnees.announced"

    def fields(self) -> Sequence[FieldSpec]:
        """Return the fields that a column can fill."""
        known = {field.code: field for field in fields()}
        return (*(known[code] for code in FIELDS), CROSSING, DUE_ON)

    def judge(self, rows: Sequence[MappedRow], *, table: Table, office: "Office", on: date) -> Sequence[RowOutcome]:
        """Return a verdict for each row: who is named or has a paper number goes in, everybody else comes back."""
        around = rules.Surroundings(
            country=office.place.country_id, places=matching.default_gazetteer(), day_first=table.day_first, on=on
        )
        seen: dict[str, int] = {}
        return [self._judged(row, around, seen) for row in rows]

    def _judged(self, row: MappedRow, around: rules.Surroundings, seen: dict[str, int]) -> RowOutcome:
        person, found = rules.read_row(row, around)
        if person.document_number:
            # A paper is enough to meet somebody by; the name is asked at the desk.
            found = [finding for finding in found if finding.code != "name_missing"]
        # The district is asked again at the desk: what a list says of it never keeps anybody off it.
        found = [
            finding.weighing(min(finding.weight, Weight.CONCERN))
            if finding.facts.get("field") == "district"
            else finding
            for finding in found
            if finding.code != "sex_not_recorded"
        ]
        day = reading.read_day(row["due_on"], "due_on", day_first=around.day_first.get("due_on"))
        if day.finding is not None:
            found.append(day.finding)
        for field, said in (("full_name", person.name_latin), ("document_number", person.document_number)):
            most = LENGTHS_MAX["name" if field == "full_name" else "paper"]
            if len(said) > most:
                found.append(
                    Finding("too_long", Weight.BARRIER, rules.SOURCE, field=field, begins=said[:40], most=most)
                )
        if any(finding.weight is Weight.BARRIER for finding in found):
            return RowOutcome(row.number, Verdict.REFUSED, tuple(found))
        if person.document_number:
            earlier = seen.setdefault(person.document_number, row.number)
            if earlier != row.number:
                note = Finding("twice_in_file", Weight.NOTE, rules.SOURCE, field="", earlier=earlier)
                return RowOutcome(row.number, Verdict.KNOWN, (note,))
        age = age_of(person.born, around.on)
        who = actions.Expected(
            name=person.name_latin,
            age=None if age is None else age.least,
            paper=person.document_number,
            district=str(reading.read_text(row["district"], "district").value or "")[: LENGTHS_MAX["district"]],
            sex=person.sex.value,
        )
        label = str(reading.read_text(row["crossing"], "crossing").value or "")[:60]
        record = ExpectedRow(who, label, None if day.value is None else day.value.date)
        return RowOutcome(row.number, Verdict.REMARK if found else Verdict.NEW, tuple(found), record=record)

    def about_columns(self, table: Table) -> Sequence[Finding]:
        """Return nothing: what is to be told of a list of people is told of its rows."""
        return ()

    def apply(
        self, outcomes: Sequence[RowOutcome], *, office: "Office", source: str, by: Actor, at: datetime
    ) -> Sequence[str]:
        """Put these people onto the lists of their flights; a list without a flight is one of its own for the day."""
        became: dict[int, str] = {}
        lists: dict[tuple[str, date], list[tuple[int, actions.Expected]]] = {}
        for outcome in outcomes:
            assert isinstance(outcome.record, ExpectedRow), "every row that goes in carries who is expected"
            day = outcome.record.due_on or clock.day_of(at, office.zone)
            who = replace(outcome.record.who, reference=row_reference(source, outcome.row))
            lists.setdefault((outcome.record.label, day), []).append((outcome.row, who))
        for (label, day), rows in lists.items():
            done = actions.expect(
                office=office,
                kind="flight",
                label=label,
                due_on=day,
                rows=[who for _row, who in rows],
                by=by,
                at=at,
            )
            became |= {row: str(made.pk) for (row, _who), made in zip(rows, done.people, strict=True)}
        return [became[outcome.row] for outcome in outcomes]

    def alike(self, outcomes: Sequence[RowOutcome], *, office: "Office") -> Mapping[int, Alike]:
        """Return nobody: a list of a flight is not the register, and people are compared once they were met."""
        return {}

    def staying(self, subjects: Sequence[str], *, source: str) -> Mapping[str, Sequence[Finding]]:
        """Return who was met since, and so stays."""
        met = Finding("met_on_arrival", Weight.NOTE, rules.SOURCE)
        return dict.fromkeys(arriving.met_since(subjects), (met,))

    def take_out(
        self,
        subjects: Sequence[str],
        *,
        office: "Office",
        source: str,
        by: Actor,
        at: datetime,
    ) -> Collection[str]:
        """Take people off their lists again, but for those who were met since."""
        return actions.take_off_lists(office=office, people=[UUID(one) for one in subjects], by=by, at=at).people

    def link(self, subject: str) -> str:
        """Return the address of the list that somebody stands on."""
        return reverse("returnees:crossing", args=[arriving.crossing_of(subject)])
