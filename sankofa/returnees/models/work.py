"""Tables of what somebody works and learned: before, abroad and wanted; training had and wanted, licences, skills.

Source: casework 2.2, skills assessment, and the profile of a national programme's case system, parts 3 and 4.
Occupations carry a code of the International Standard Classification of Occupations, ISCO-08, where one is known.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sankofa.returnees.models.profiles import YES_NO
from sankofa.returnees.models.register import SECTORS, Person
from sankofa.store.models import Record

WORK_TIMES = [
    ("before", _("before leaving")),
    ("abroad", _("abroad")),
    ("since", _("since the return")),
    ("now", _("now")),
    ("wanted", _("wanted")),
]
TRAINING_KINDS = [
    ("had", _("training had")),
    ("wanted", _("training wanted")),
    ("licence", _("licence")),
    ("skill", _("skill")),
]


class Work(Record):
    """An occupation of somebody: when, what, with its code, in which kind of work, for how many years."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="work")
    time = models.CharField(max_length=8, choices=WORK_TIMES)
    occupation = models.CharField(max_length=120, blank=True)
    isco = models.CharField(max_length=4, blank=True)
    sector = models.CharField(max_length=14, choices=SECTORS, default="unknown")
    years = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="returnees_work_years", condition=models.Q(years__isnull=True) | models.Q(years__lte=80)
            ),
        ]


class Training(Record):
    """Something somebody learned or wants to learn, or a licence they hold, and whether a certificate says so."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="training")
    kind = models.CharField(max_length=8, choices=TRAINING_KINDS)
    subject = models.CharField(max_length=160)
    certificate = models.CharField(max_length=8, choices=YES_NO, default="unknown")
    year = models.PositiveSmallIntegerField(null=True, blank=True)
