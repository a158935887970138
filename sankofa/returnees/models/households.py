"""Tables of households: who lives together since when, where, with whom else whom nobody wants named, and school.

A household belongs to nobody: it is seen through a member whom one may see, and shows those members alone.
"""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from sankofa.accounts.guarded import Guarded
from sankofa.places.rules.calendars import Calendar
from sankofa.returnees.models.register import CALENDARS, PRECISIONS, Person, partial
from sankofa.returnees.reach import person_at
from sankofa.returnees.rules.households import Stay, Together
from sankofa.returnees.rules.terms import NOT_KNOWN, PartialDay, Precision
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
_EXACTNESS = [pair for pair in PRECISIONS if pair[0] != Precision.UNKNOWN.value]
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


def _known_to_the() -> "models.CharField[str, str]":
    """Return the column that says how exactly the day beside it is known: many know a year or a month alone."""
    return models.CharField(max_length=10, choices=_EXACTNESS, default=Precision.DAY.value)


def _said_in() -> "models.CharField[str, str]":
    """Return the column of the calendar in which the day beside it was said."""
    return models.CharField(max_length=13, choices=CALENDARS, default=Calendar.GREGORIAN.value)


class Since(models.Model):
    """From when on something is, as exactly as it is known: of a month or a year the first day is kept."""

    from_on = models.DateField()
    from_precision = _known_to_the()
    from_calendar = _said_in()

    class Meta:
        abstract = True

    @property
    def since(self) -> PartialDay:
        """The day from which on it is, as far as it is known."""
        return partial(self.from_on, self.from_precision, self.from_calendar)


class Household(Since, Record):
    """People who live together.  One that split off or was joined says from which, so that its story can be told."""

    called = SealedTextField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    came_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [_spans("returnees_household_span")]


class Dwelling(Since, Record):
    """Where a household lives or lived: a place from a day on."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="dwellings")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            _spans("returnees_dwelling_span"),
            models.UniqueConstraint(
                fields=["household"], condition=models.Q(until_on__isnull=True), name="returnees_dwelling_one"
            ),
        ]


class Membership(Since, Guarded, Record):
    """One person's time in one household, what they are there, and why it ended."""

    scope_columns: ClassVar = person_at("person")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="memberships")
    together = models.CharField(max_length=10, choices=TOGETHER, default=Together.UNKNOWN.value)
    until_on = models.DateField(null=True, blank=True)
    until_precision = _known_to_the()
    until_calendar = _said_in()
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

    @property
    def until(self) -> PartialDay:
        """The day from which on they live there no more, as far as it is known; not known while they do."""
        return NOT_KNOWN if self.until_on is None else partial(self.until_on, self.until_precision, self.until_calendar)

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


class Schooling(Since, Guarded, Record):
    """Whether a child goes to school, where, since when; why it stopped, and when to look at it again."""

    scope_columns: ClassVar = person_at("person")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=SCHOOLING, default="unknown")
    school = SealedTextField(null=True, blank=True)
    class_name = SealedTextField(null=True, blank=True)
    language = models.CharField(max_length=12, blank=True)
    stopped_because = models.CharField(max_length=8, choices=STOPPED_BECAUSE, blank=True)
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
