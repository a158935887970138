"""Tables of what is asked about a person beyond the first page: family names and nationality, health, how they came in.

Each has one row for a person at most, made when somebody first answers.  Names of parents and words about health are
sealed.  "unknown" is "not recorded", "not_said" is what somebody preferred not to say: they are never counted as one.

Source: the participant profile of a national programme's case system (docs/sources.md), parts 1 and 5; the
Washington Group's short set of questions on functioning for the six difficulties.
"""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from sankofa.returnees.models.register import Person
from sankofa.store.fields import SealedTextField
from sankofa.store.models import Record

NOT_SAID = ("not_said", _("prefers not to say"))
UNKNOWN = ("unknown", _("not recorded"))
YES_NO = [("yes", _("yes")), ("no", _("no")), NOT_SAID, UNKNOWN]
NAME_ORDERS = [
    ("given_first", _("given name first")),
    ("family_first", _("family name first")),
    ("one_name", _("one name only")),
    UNKNOWN,
]
RELATIVE_OF = [
    ("returnee", _("of somebody who came back")),
    ("abroad", _("of somebody still abroad")),
    ("dead", _("of somebody who died")),
    ("missing", _("of somebody who is missing")),
    ("detained", _("of somebody who is held")),
    UNKNOWN,
]
DIFFICULTIES = [
    ("none", _("no difficulty")),
    ("some", _("some difficulty")),
    ("much", _("a lot of difficulty")),
    ("cannot", _("cannot do it at all")),
    NOT_SAID,
    UNKNOWN,
]
CHANNELS = [
    ("office", _("in the office")),
    ("port", _("at an airport, port or border")),
    ("phone", _("by phone")),
    ("outreach", _("on a visit or at an event")),
    ("own", _("by themselves, on a page")),
    ("list", _("from a list")),
    UNKNOWN,
]
CALLERS = [
    ("self", _("the person themselves")),
    ("family", _("somebody of the family")),
    ("other", _("somebody else")),
    UNKNOWN,
]


class Profile(Record):
    """Who somebody is beyond the first page: family names, birth place, nationality, their place in the household."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="profile")
    father_name = SealedTextField(null=True, blank=True)
    mother_name = SealedTextField(null=True, blank=True)
    guardian_name = SealedTextField(null=True, blank=True)
    spouse_name = SealedTextField(null=True, blank=True)
    birth_country = models.ForeignKey(
        "places.Country", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    birth_place = SealedTextField(null=True, blank=True)
    nationality = models.ForeignKey("places.Country", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name_order = models.CharField(max_length=12, choices=NAME_ORDERS, default="unknown")
    heads_household = models.CharField(max_length=8, choices=YES_NO, default="unknown")
    relative_of = models.CharField(max_length=10, choices=RELATIVE_OF, default="unknown")

    def sealed_for(self) -> UUID:
        """Return whom it is about."""
        return self.person_id


class Health(Record):
    """What somebody finds hard, in six questions that ask for no diagnosis, and a lasting illness in their words."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="health")
    seeing = SealedTextField(null=True, blank=True)
    hearing = SealedTextField(null=True, blank=True)
    walking = SealedTextField(null=True, blank=True)
    remembering = SealedTextField(null=True, blank=True)
    self_care = SealedTextField(null=True, blank=True)
    communicating = SealedTextField(null=True, blank=True)
    illness = SealedTextField(null=True, blank=True)

    def sealed_for(self) -> UUID:
        """Return whose health it is."""
        return self.person_id


class Registration(Record):
    """How somebody came into the register: at which desk, or who called, on whose phone, and when to call back."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="registration")
    channel = models.CharField(max_length=10, choices=CHANNELS, default="unknown")
    caller = models.CharField(max_length=8, choices=CALLERS, default="unknown")
    phone_of = SealedTextField(null=True, blank=True)
    call_back = SealedTextField(null=True, blank=True)

    def sealed_for(self) -> UUID:
        """Return who came into the register."""
        return self.person_id

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="returnees_called_by_phone",
                condition=models.Q(channel="phone") | models.Q(caller="unknown", phone_of__isnull=True),
            ),
        ]
