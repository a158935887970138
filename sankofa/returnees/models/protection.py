"""Tables of protected files: why a file is protected, and who is named on it.

The person's own row holds only whether the file is protected (`Person.is_protected`), so that every list can leave it
out at no cost; the reason is sealed here.  A protection ends by being lifted and a naming by being ended: nothing is
deleted, because who could see a protected file on which day must stay known.
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


class ProtectionKind(models.TextChoices):
    """Why a file is protected."""

    TRAFFICKING = "trafficking", _("trafficking")
    VIOLENCE = "violence", _("violence at home or elsewhere")
    SHELTER = "shelter", _("lives in a shelter")
    THREAT = "threat", _("somebody threatens them")
    CHILD_ALONE = "child_alone", _("a child alone")


class Protection(Guarded, Record):
    """The mark on a file: of which kind, for which reason, by whom, and by when it is looked at again."""

    scope_columns: ClassVar = person_at("person")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="protections")
    kind = SealedTextField()
    reason = SealedTextField()
    review_on = models.DateField()
    protected_at = models.DateTimeField()
    protected_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_because = SealedTextField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(lifted_at__isnull=True), name="returnees_protected_once"
            ),
            models.CheckConstraint(
                name="returnees_lifted_for_a_reason",
                condition=models.Q(lifted_at__isnull=True, lifted_because__isnull=True)
                | models.Q(lifted_at__isnull=False, lifted_because__isnull=False),
            ),
        ]

    def sealed_for(self) -> UUID | None:
        """Return whose record this is."""
        return self.person_id


class Named(Record):
    """Somebody for whom a protected file is there; for everybody else there is no such file."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="named")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    named_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    reason = SealedTextField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = SealedTextField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "user"], condition=models.Q(ended_at__isnull=True), name="returnees_named_once"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["user", "person"], name="returnees_named_user")]

    def sealed_for(self) -> UUID | None:
        """Return on whose file they are named."""
        return self.person_id

    def audit_detail(self) -> dict[str, str]:
        """Return who is named, for the record."""
        return {"user": str(self.user_id)}


class ProtectedMatch(Guarded, Record):
    """Somebody in the register who gives the same phone, paper or name and year as a protected person.

    Whoever put them there was told nothing.  An officer named on the protected file compares the two in silence.
    """

    scope_columns: ClassVar = person_at("person")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    is_same = models.BooleanField(null=True)
    note = SealedTextField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "other"], name="returnees_match_once"),
            models.CheckConstraint(
                name="returnees_match_settled",
                condition=models.Q(settled_at__isnull=True, is_same__isnull=True)
                | models.Q(settled_at__isnull=False, is_same__isnull=False),
            ),
        ]

    def sealed_for(self) -> UUID | None:
        """Return whose protected file it is."""
        return self.person_id
