"""Tables of four eyes: what is proposed, and what each person did with it."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.db import models

from sankofa.accounts.guarded import Guarded, ScopeColumns
from sankofa.approvals.rules.terms import OPEN, Act, Course, Given, State, Step
from sankofa.kernel.identifiers import receipt_number
from sankofa.kernel.money import Money
from sankofa.store.fields import (
    MoneyProperty,
    SealedJSONField,
    SealedTextField,
    currency_field,
    minor_field,
    money_constraint,
)
from sankofa.store.models import Record


class Proposal(Guarded, Record):
    """Something that one person proposes and others decide: what, about which record, and how far it is.

    `shown` holds the rows that approvals are of, `digest` their digest; `steps` the chain as the policy asked for it
    when this round began.  Where it belongs is copied from the record that it is about.

    `whose` is the person of the register that the record belongs to: what is written here lies under their own key, and
    goes with it.  Only what `outlives_person`, such as the evidence that they were erased, is codes and stays readable.
    """

    scope_columns: ClassVar = ScopeColumns(
        owner="owner_key", office="office_key", organisation="organisation_key", place="place_path"
    )

    kind = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    owner_key = models.CharField(max_length=40, null=True, blank=True)  # noqa: DJ001  unknown is not ""
    office_key = models.CharField(max_length=40, null=True, blank=True)  # noqa: DJ001
    organisation_key = models.CharField(max_length=40, null=True, blank=True)  # noqa: DJ001
    place_path = models.CharField(max_length=40, null=True, blank=True)  # noqa: DJ001
    whose = models.UUIDField(null=True, blank=True)
    outlives_person = models.BooleanField(default=False)
    content = SealedJSONField()
    shown = SealedJSONField()
    digest = models.CharField(max_length=64)
    steps = models.JSONField()
    amount_minor = minor_field()
    amount_currency = currency_field()
    amount = MoneyProperty("amount")
    round = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=12, choices=[(state.value, state.value) for state in State])
    proposed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    due_on = models.DateField()
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            money_constraint("amount", table="approvals_proposal"),
            models.UniqueConstraint(
                name="approvals_one_open",
                fields=["kind", "subject_id"],
                condition=models.Q(state__in=sorted(OPEN)),
            ),
            models.CheckConstraint(
                name="approvals_proposal_decided",
                condition=models.Q(state__in=sorted(OPEN), decided_at__isnull=True)
                | (~models.Q(state__in=sorted(OPEN)) & models.Q(decided_at__isnull=False)),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "due_on"], name="approvals_waiting"),
            models.Index(fields=["subject_kind", "subject_id"], name="approvals_subject"),
        ]

    def sealed_for(self) -> UUID | None:
        """Return under whose key the content lies; under the house's where it stays when the person is erased."""
        return None if self.outlives_person else self.whose

    @property
    def number(self) -> str:
        """The number under which people can ask about the proposal."""
        return receipt_number(self.pk)

    @property
    def is_open(self) -> bool:
        """Whether it still waits for somebody."""
        return self.state in OPEN

    def chain_steps(self) -> tuple[Step, ...]:
        """Return the steps that this proposal goes through."""
        return tuple(_step(told) for told in self.steps)

    def course(self) -> Course:
        """Return the proposal as the rules see it."""
        acts = self.verdicts.order_by("number")
        return Course(self.chain_steps(), self.round, self.digest, tuple(act.as_given() for act in acts))


class Verdict(Record):
    """What one person did with a proposal: proposed it, approved it, sent it back, refused it or took it back."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="verdicts")
    number = models.PositiveIntegerField()
    round = models.PositiveIntegerField()
    step = models.CharField(max_length=40, blank=True)
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    in_place_of = models.CharField(max_length=40, blank=True)
    role = models.CharField(max_length=30, blank=True)
    act = models.CharField(max_length=12, choices=[(act.value, act.value) for act in Act])
    digest = models.CharField(max_length=64)
    comment = SealedTextField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="approvals_verdict_number", fields=["proposal", "number"]),
            # Also the database lets nobody propose and approve, or approve twice, in one round.
            models.UniqueConstraint(
                name="approvals_one_yes",
                fields=["proposal", "round", "person"],
                condition=models.Q(act__in=[Act.PROPOSE.value, Act.APPROVE.value]),
            ),
        ]

    def sealed_for(self) -> UUID | None:
        """Return under whose key the comment lies: people write names in comments, even where one is erased."""
        return self.proposal.whose

    def as_given(self) -> Given:
        """Return the act as the rules see it."""
        persons = frozenset({str(self.person_id), self.in_place_of} - {""})
        return Given(persons, Act(self.act), self.round, self.step, self.digest)


def told_step(step: Step) -> dict[str, Any]:
    """Return a step as a proposal keeps it."""
    amount = step.from_amount
    return {
        "name": step.name,
        "persons": step.persons,
        "from": None if amount is None else [amount.minor, amount.currency],
    }


def _step(told: Mapping[str, Any]) -> Step:
    return Step(told["name"], told["persons"], None if told["from"] is None else Money(*told["from"]))
