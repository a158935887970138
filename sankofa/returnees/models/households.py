"""Tables of households: who lives together since when, where, with whom else whom nobody wants named, and school.

A household belongs to nobody: it is seen through a member whom one may see, and shows those members alone.
"""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from sankofa.accounts.guarded import Guarded
from sankofa.returnees.models.register import Person
from sankofa.returnees.reach import person_at
from sankofa.returnees.rules.households import Stay, Together
from sankofa.store.fields import SealedTextField
from sankofa.store.models import Record

TOGETHER = [
    (Together.HEAD.value, _("head of the household")),
    (Together.SPOUSE.value, _("wife or husband")),
    (Together.CHILD.value, _("son or daughter")),
    (Together.PARENT.value, _("mother or father")),
    (Together.SIBLING.value, _("sister or brother")),
    (Together.GRANDCHILD.value, _("grandchild")),
    (Together.IN_LAW.value, _("relative by marriage")),
    (Together.OTHER.value, _("somebody else")),
    (Together.UNKNOWN.value, _("not recorded")),
]
LEFT_BECAUSE = [
    ("moved_out", _("moved out")),
    ("married", _("married")),
    ("abroad", _("went abroad")),
    ("died", _("died")),
    ("split", _("the household split")),
    ("joined", _("two households came together")),
    ("mistake", _("was never there: written by mistake")),
    ("other", _("another reason")),
]
SCHOOLING = [
    ("attends", _("goes to school")),
    ("stopped", _("has stopped going")),
    ("never", _("has never been")),
    ("finished", _("has finished")),
    ("unknown", _("not recorded")),
]
STOPPED_BECAUSE = [
    ("cost", _("the cost")),
    ("work", _("has to work")),
    ("home", _("looks after others at home")),
    ("papers", _("papers are missing")),
    ("language", _("the language of the school")),
    ("far", _("the way is too far or not safe")),
    ("married", _("married")),
    ("health", _("illness or disability")),
    ("other", _("another reason")),
]


def _spans(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name, condition=models.Q(until_on__isnull=True) | models.Q(until_on__gte=models.F("from_on"))
    )


class Household(Record):
    """People who live together.  One that split off or was joined says from which, so that its story can be told."""

    called = SealedTextField(null=True, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    came_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [_spans("returnees_household_span")]


class Dwelling(Record):
    """Where a household lives or lived: a place from a day on."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="dwellings")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            _spans("returnees_dwelling_span"),
            models.UniqueConstraint(
                fields=["household"], condition=models.Q(until_on__isnull=True), name="returnees_dwelling_one"
            ),
        ]


class Membership(Guarded, Record):
    """One person's time in one household, what they are there, and why it ended."""

    scope_columns: ClassVar = person_at("person")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="memberships")
    together = models.CharField(max_length=10, choices=TOGETHER, default=Together.UNKNOWN.value)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    because = models.CharField(max_length=9, choices=LEFT_BECAUSE, blank=True)

    class Meta:
        constraints: ClassVar = [
            _spans("returnees_membership_span"),
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(until_on__isnull=True), name="returnees_membership_one"
            ),
            models.CheckConstraint(
                name="returnees_membership_ended",
                condition=models.Q(until_on__isnull=True, because="")
                | (models.Q(until_on__isnull=False) & ~models.Q(because="")),
            ),
        ]

    def to_terms(self) -> Stay:
        """Return the stay as the rules know it."""
        return Stay(
            str(self.person_id), str(self.household_id), self.from_on, self.until_on, self.together, str(self.pk)
        )


class Unnamed(Record):
    """How many more live in a household who do not wish to be in the register: by sex and age, without names."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="unnamed")
    counts = models.JSONField()
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            _spans("returnees_unnamed_span"),
            models.UniqueConstraint(
                fields=["household"], condition=models.Q(until_on__isnull=True), name="returnees_unnamed_one"
            ),
        ]


class Schooling(Guarded, Record):
    """Whether a child goes to school, where, since when; why it stopped, and when to look at it again."""

    scope_columns: ClassVar = person_at("person")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=SCHOOLING, default="unknown")
    school = SealedTextField(null=True, blank=True)
    class_name = SealedTextField(null=True, blank=True)
    language = models.CharField(max_length=12, blank=True)
    stopped_because = models.CharField(max_length=8, choices=STOPPED_BECAUSE, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    look_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            _spans("returnees_schooling_span"),
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(until_on__isnull=True), name="returnees_schooling_one"
            ),
            models.CheckConstraint(
                name="returnees_schooling_stopped",
                condition=models.Q(stopped_because="") | models.Q(state__in=["stopped", "never"]),
            ),
        ]

    def sealed_for(self) -> UUID:
        """Return whose schooling it is."""
        return self.person_id
