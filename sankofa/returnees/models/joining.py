"""Tables of the same person twice: pairs that may be one person, and the links by which files are read as one.

A pair of files holds codes and no facts, so it tells nothing of anybody.  A link points from one file at the one that
leads; no row of either moves, so ending the link is all that separating takes.  Nothing is deleted.
"""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from sankofa.accounts.guarded import Guarded
from sankofa.returnees.models.register import Person
from sankofa.returnees.reach import person_at
from sankofa.store.fields import SealedTextField
from sankofa.store.models import Record


class PairState(models.TextChoices):
    """What people said of two files."""

    OPEN = "open", _("waits for an answer")
    SAME = "same", _("one person")
    DIFFERENT = "different", _("two people")
    UNSURE = "unsure", _("not sure")


class PossibleSame(Guarded, Record):
    """Two files that may be one person's: how alike, by which findings, and what people said."""

    scope_columns: ClassVar = person_at("one")

    one = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    score = models.IntegerField()
    evidence = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=PairState.choices, default=PairState.OPEN)
    noted_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = SealedTextField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["one", "other"], name="returnees_pair_once"),
            models.CheckConstraint(name="returnees_pair_in_order", condition=models.Q(one__lt=models.F("other"))),
            models.CheckConstraint(
                name="returnees_pair_decided",
                condition=models.Q(state="open", decided_at__isnull=True, reason__isnull=True)
                | (~models.Q(state="open") & models.Q(decided_at__isnull=False)),
            ),
        ]
        indexes: ClassVar = [
            # In the order of the list, so that its first page is read and not sorted out of all pairs; without a
            # condition, because a database that is handed the states beside the question cannot see that it holds.
            models.Index(fields=["state", "-score", "id"], name="returnees_pair_in_turn"),
        ]

    def sealed_for(self) -> UUID:
        """Return whose file comes first: what is said of the pair is sealed as theirs."""
        return self.one_id


class SamePerson(Guarded, Record):
    """A link from a file to the one that leads: both are one person's from a moment until it is ended."""

    scope_columns: ClassVar = person_at("leading")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    leading = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    reason = SealedTextField()
    joined_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    until_at = models.DateTimeField(null=True, blank=True)
    until_because = SealedTextField(null=True, blank=True)
    separated_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(until_at__isnull=True), name="returnees_follows_one"
            ),
            models.CheckConstraint(name="returnees_follows_another", condition=~models.Q(person=models.F("leading"))),
            models.CheckConstraint(
                name="returnees_separated_for_a_reason",
                condition=models.Q(until_at__isnull=True, until_because__isnull=True)
                | models.Q(until_at__isnull=False, until_because__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["leading", "person"], condition=models.Q(until_at__isnull=True), name="returnees_leads_now"
            )
        ]

    def sealed_for(self) -> UUID:
        """Return whose file follows: why it does is sealed as theirs."""
        return self.person_id

    def audit_detail(self) -> dict[str, str]:
        """Return which two files, for the record."""
        return {"person": str(self.person_id), "leading": str(self.leading_id)}


class FieldChoice(Record):
    """Whose word counts for one field while two files are joined.  It holds no fact: the file chosen is read."""

    link = models.ForeignKey(SamePerson, on_delete=models.PROTECT, related_name="choices")
    field = models.CharField(max_length=40)
    chosen = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["link", "field"], condition=models.Q(until_at__isnull=True), name="returnees_chosen_once"
            ),
        ]
