"""Tables of the other names somebody is found by, of their languages, and of the numbers others know them by.

Names are readable, or search dies; every one of them, in whichever script, gives search keys.  Numbers of other
agencies are sealed and found by their blind index, as papers are.
"""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from sankofa.returnees.models.profiles import UNKNOWN
from sankofa.returnees.models.register import Person
from sankofa.store.fields import SealedTextField
from sankofa.store.models import Record

SCRIPTS = [
    ("Latn", _("Latin letters")),
    ("Arab", _("Arabic letters")),
    ("Armn", _("Armenian letters")),
    ("Beng", _("Bangla letters")),
    ("Cyrl", _("Cyrillic letters")),
    ("Deva", _("Devanagari letters")),
    ("Mlym", _("Malayalam letters")),
    ("Nkoo", _("N’Ko letters")),
    ("Sinh", _("Sinhala letters")),
    ("Taml", _("Tamil letters")),
    ("Zyyy", _("other letters")),
]
"""ISO 15924: the scripts of the countries that the register was made for, and one for all others."""
NAME_USES = [
    ("script", _("the same name in another script")),
    ("known_as", _("also known as")),
    ("earlier", _("an earlier name")),
    ("paper", _("as it stands on a paper")),
]
SKILL_LEVELS = [
    ("well", _("well")),
    ("some", _("a little")),
    ("not", _("not")),
    UNKNOWN,
]
REFERENCE_KINDS = [
    ("agency", _("number of another agency")),
    ("national", _("national register of migrants")),
    ("programme", _("number of a programme or project")),
    ("social", _("social protection")),
    ("skill_card", _("skill card or labour register")),
    ("other", _("other number")),
]


class OtherName(Record):
    """Another name of somebody: which letters it is in, and what it is used for."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="other_names")
    text = models.CharField(max_length=160)
    script = models.CharField(max_length=4, choices=SCRIPTS, default="Latn")
    use = models.CharField(max_length=10, choices=NAME_USES, default="known_as")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="returnees_other_name_said", condition=~models.Q(text="")),
        ]


class SpokenLanguage(Record):
    """A language somebody uses: how well they speak it, and whether they read it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="languages")
    language = models.CharField(max_length=3)
    speaks = models.CharField(max_length=8, choices=SKILL_LEVELS, default="unknown")
    reads = models.CharField(max_length=8, choices=SKILL_LEVELS, default="unknown")


class ReferenceNumber(Record):
    """A number by which others know somebody."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reference_numbers")
    kind = models.CharField(max_length=12, choices=REFERENCE_KINDS, default="agency")
    number = SealedTextField()
    issuer = SealedTextField(null=True, blank=True)

    def sealed_for(self) -> UUID:
        """Return whose number it is."""
        return self.person_id
