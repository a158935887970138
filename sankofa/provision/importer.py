"""Rows of a list of services become entries of the map."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_noop as _

from sankofa.accounts.rules.terms import Actor, Permission
from sankofa.intake.importers import Alike
from sankofa.intake.rules.terms import FieldSpec, MappedRow, RowOutcome, Table, row_reference
from sankofa.kernel.finding import Finding, Weight
from sankofa.provision import actions, permissions, queries
from sankofa.provision.fields import fields
from sankofa.provision.rules.directories import rows as rules
from sankofa.provision.rules.terms import Entry

if TYPE_CHECKING:
    from sankofa.accounts.models import Office

CODES: Final = frozenset({"list_checked", "list_amended"})


class ServiceImporter:
    """Lists of services as coordination bodies and other directories send them."""

    code = "services"
    label = _("Help and services")
    permission: Permission = permissions.KEEP
    room = "sankofa.provision"
    subject_kind = "provision.entry"

    def fields(self) -> Sequence[FieldSpec]:
        """Return the fields that a column can fill."""
        return fields()

    def judge(self, rows: Sequence[MappedRow], *, table: Table, office: "Office", on: date) -> Sequence[RowOutcome]:
        """Return a verdict for each row: in, the same help as another row, on the map already, or back."""
        around = rules.Around(
            office.place.country_id,
            on,
            on_the_map=queries.codes_of(office.organisation_id),
            owner=str(office.organisation_id),
        )
        return rules.outcomes(rows, table.rows, around)

    def about_columns(self, table: Table) -> Sequence[Finding]:
        """Return which columns hold each other's names."""
        return rules.about_columns(table.rows)

    def apply(
        self, outcomes: Sequence[RowOutcome], *, office: "Office", source: str, by: Actor, at: datetime
    ) -> Sequence[str]:
        """Put the helps of these rows on the map, reported and unchecked."""
        written = [
            actions.Listed(row_reference(source, outcome.row), outcome.record)
            for outcome in outcomes
            if isinstance(outcome.record, Entry)
        ]
        assert len(written) == len(outcomes), "every row that goes in carries its entry"
        done = actions.take_over(office=office, rows=written, by=by, at=at)
        return [str(held.pk) for held in done.entries]

    def alike(self, outcomes: Sequence[RowOutcome], *, office: "Office") -> Mapping[int, Alike]:
        """Return nothing: a help is the same by its code, and who looks like whom is a question about people."""
        return {}

    def staying(self, subjects: Sequence[str], *, source: str) -> Mapping[str, Sequence[Finding]]:
        """Return which entries somebody checked or put right since, and so stay."""
        found = actions.built_on([UUID(subject) for subject in subjects])
        return {str(key): (Finding(code, Weight.NOTE, rules.SOURCE),) for key, code in found.items()}

    def take_out(
        self,
        subjects: Sequence[str],
        *,
        office: "Office",
        source: str,
        by: Actor,
        at: datetime,
    ) -> Collection[str]:
        """Take entries of a list off the map again, but for those that were checked or put right since."""
        done = actions.take_out_listed(office=office, entries=[UUID(one) for one in subjects], by=by, at=at)
        return [str(key) for key in done.entries]

    def link(self, subject: str) -> str:
        """Return the address of an entry's page."""
        return reverse("provision:entry", args=[queries.code_of(subject)])
