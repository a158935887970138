"""Rows of a lender's file become what that lender tells of its loans: only of people it said yes to, as they agree."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_noop as _

from sankofa.accounts.rules.terms import Actor, Permission
from sankofa.credit import referred
from sankofa.credit.rules.referrals import code_of
from sankofa.intake.importers import Alike
from sankofa.intake.rules.terms import FieldKind, FieldSpec, MappedRow, RowOutcome, Table
from sankofa.kernel import clock
from sankofa.kernel.finding import Finding
from sankofa.loans import actions, permissions, queries
from sankofa.loans.rules import reported, sheet
from sankofa.loans.rules.sheet import Sent, Told

if TYPE_CHECKING:
    from sankofa.accounts.models import Office
    from sankofa.credit.models import SentPacket

_FIELDS = (
    FieldSpec("number", _("Number"), {"en": ("number", "client number", "reference"), "fr": ("numéro",)},
              required=True, example="5F21C09A"),
    FieldSpec("what", _("What happened"), {"en": ("what", "event", "type"), "fr": ("quoi", "événement")},
              required=True, example="paid"),
    FieldSpec("on", _("Day"), {"en": ("date", "on"), "fr": ("date", "jour")},
              required=True, example="2026-11-22", kind=FieldKind.DAY),
    FieldSpec("amount", _("Amount"), {"en": ("sum",), "fr": ("montant",)}, example="1100", kind=FieldKind.MONEY),
    FieldSpec("count", _("In how many payments"), {"en": ("payments", "instalments"), "fr": ("paiements",)},
              example="10", kind=FieldKind.NUMBER),
    FieldSpec("each", _("One payment"), {"en": ("instalment",), "fr": ("un paiement",)},
              example="1100", kind=FieldKind.MONEY),
    FieldSpec("often", _("How often"), {"en": ("frequency",), "fr": ("rythme",)}, example="month"),
    FieldSpec("first_on", _("First payment"), {"en": ("first due",), "fr": ("premier paiement",)},
              example="2026-12-22", kind=FieldKind.DAY),
)  # fmt: skip


class LenderReports:
    """What a lender tells of many loans at once."""

    code = "lender_reports"
    label = _("How loans go")
    permission: Permission = permissions.REPORT
    room = "sankofa.loans"
    subject_kind = "loans.loanreport"

    def fields(self) -> Sequence[FieldSpec]:
        """Return the fields that a column can fill."""
        return _FIELDS

    def judge(self, rows: Sequence[MappedRow], *, table: Table, office: "Office", on: date) -> Sequence[RowOutcome]:
        """Return a verdict for each row: in, told before, or back.  A number that closed is like nobody's."""
        return sheet.outcomes(rows, table, self._known(office, on), on)

    def about_columns(self, table: Table) -> Sequence[Finding]:
        """Return nothing: each row speaks for itself."""
        return ()

    def apply(
        self, outcomes: Sequence[RowOutcome], *, office: "Office", source: str, by: Actor, at: datetime
    ) -> Sequence[str]:
        """Write what these rows tell, each through what was sent of that person."""
        packets = self._packets(office, clock.day_of(at, by.zone))
        written = []
        for outcome in outcomes:
            told = outcome.record
            assert isinstance(told, Told), "every row that goes in carries what it tells"
            packet = packets.get(told.number)
            if packet is None:
                # The person took the consent back while the file was looked at.
                raise actions.NotReportable
            if told.lent is not None:
                written.append(str(actions.report_given(packet=packet, lent=told.lent, by=by, at=at).pk))
            else:
                assert told.said is not None, "a row tells one or the other"
                one = actions.DeskTold(told.said.kind, told.said.on, told.said.amount)
                written.append(str(actions.report_at_desk(packet=packet, told=one, by=by, at=at).pk))
        return written

    def alike(self, outcomes: Sequence[RowOutcome], *, office: "Office") -> Mapping[int, Alike]:
        """Return nothing: a row is of one number, and who looks like whom is no question here."""
        return {}

    def staying(self, subjects: Sequence[str], *, source: str) -> Mapping[str, Sequence[Finding]]:
        """Return nothing: what was told wrongly is said to be wrong one by one, and stays to be read."""
        return {}

    def take_out(
        self, subjects: Sequence[str], *, office: "Office", source: str, by: Actor, at: datetime
    ) -> Collection[str]:
        """Take nothing out: what a lender told stays to be read."""
        return []

    def link(self, subject: str) -> str:
        """Return the page of the lender's loans: a row leads to nobody's file."""
        return reverse("loans:desk")

    def _packets(self, office: "Office", on: date) -> dict[str, "SentPacket"]:
        # A number that two people share, one of them gone from there, says of neither what a row means.
        shared = Counter(code_of(key) for key in referred.sent_to(office.organisation_id))
        held = referred.packets_to(office.organisation_id)
        codes = ((one.referral.code, one) for one in held if referred.may_report(one, on=on))
        return {code: one for code, one in codes if shared[code] == 1}

    def _known(self, office: "Office", on: date) -> dict[str, Sent]:
        packets = self._packets(office, on)
        told = queries.at_desks([one.pk for one in packets.values()], on=on)
        known = {}
        for number, packet in packets.items():
            held = told.get(packet.pk)
            wish = packet.wish or {}
            said = () if held is None else tuple(reported.counting(queries.said_at_desk(held.record)))
            currency = wish.get("currency", "USD") if held is None else held.lent.amount.currency
            sent_on = clock.day_of(packet.referral.sent_at, office.zone)
            known[number] = Sent(sent_on, currency, None if held is None else held.lent, said)
        return known
