"""Tables of protected files: why a file is protected, and who is named on it.

The person's own row holds only whether the file is protected (`Person.is_protected`), so that every list can leave it
out at no cost; the reason is sealed here.  A protection ends by being lifted and a naming by being ended: nothing is
deleted, because who could see a protected file on which day must stay known.
"""

from typing import ClassVar

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
