"""Tables of the register.

Names, year of birth and district are readable, or search dies; phones and document numbers are sealed under the
person's own key and found by their blind index.  A day known only by its month or year keeps its first day with the
precision beside it.  Of somebody erased the row stays, for counts; it says who it was no more.
"""

from dataclasses import replace
from datetime import date
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from sankofa.accounts.guarded import Guarded
from sankofa.places.rules.calendars import Calendar
from sankofa.returnees.models.papers import WHEREABOUTS
from sankofa.returnees.reach import PERSON, person_at
from sankofa.returnees.rules import terms
from sankofa.returnees.rules.paper_gaps import HAS_NO_NUMBER, Whereabouts
from sankofa.store.fields import MoneyProperty, SealedTextField, currency_field, minor_field, money_constraint
from sankofa.store.models import Record

KINDS = [
    ("returnee", _("returnee")),
    ("abroad", _("still abroad")),
    ("relative", _("relative")),
    ("resident", _("resident")),
]
SEXES = [("female", _("woman")), ("male", _("man")), ("other", _("other")), ("unknown", _("not recorded"))]
MARITAL = [
    ("single", _("single")),
    ("married", _("married")),
    ("divorced", _("divorced")),
    ("separated", _("separated")),
    ("widowed", _("widowed")),
    ("unknown", _("not recorded")),
]
EDUCATION = [
    ("none", _("no schooling")),
    ("primary", _("primary school")),
    ("secondary", _("secondary school")),
    ("vocational", _("vocational training or diploma")),
    ("undergraduate", _("university, not finished")),
    ("graduate", _("university degree")),
    ("postgraduate", _("higher university degree")),
    ("unknown", _("not recorded")),
]
RETURN_KINDS = [
    ("voluntary", _("of their own will")),
    ("forced", _("forced")),
    ("pandemic", _("because of the pandemic")),
    ("contract_end", _("end of contract")),
    ("unknown", _("not recorded")),
]
SECTORS = [
    ("agriculture", _("farming, fishing, forestry")),
    ("construction", _("building")),
    ("manufacturing", _("factory work")),
    ("domestic", _("work in a household")),
    ("care", _("health and care")),
    ("hospitality", _("hotels and restaurants")),
    ("transport", _("driving and transport")),
    ("trade", _("shops and trade")),
    ("cleaning", _("cleaning and guarding")),
    ("sea", _("work at sea")),
    ("other", _("other")),
    ("unknown", _("not recorded")),
]
COST_SOURCES = [
    ("savings", _("own savings")),
    ("family", _("family and friends")),
    ("sold", _("land, animals or jewellery sold")),
    ("bank", _("a bank or lender with a licence")),
    ("moneylender", _("a moneylender")),
    ("recruiter", _("the recruiter, to be paid back from wages")),
    ("employer", _("the employer")),
    ("other", _("other")),
    ("unknown", _("not recorded")),
]
PRECISIONS = [(kind.value, kind.value) for kind in terms.Precision]
CALENDARS = [(kind.value, kind.value) for kind in Calendar]


def _paired(day: str, precision: str, name: str) -> models.CheckConstraint:
    unknown = terms.Precision.UNKNOWN.value
    return models.CheckConstraint(
        name=name,
        condition=models.Q(**{f"{day}__isnull": True, precision: unknown})
        | (models.Q(**{f"{day}__isnull": False}) & ~models.Q(**{precision: unknown})),
    )


def partial(day: date | None, precision: str, calendar: str = Calendar.GREGORIAN) -> terms.PartialDay:
    """Return a day, its precision and the calendar it was said in, as the rules know it."""
    return terms.PartialDay(day, terms.Precision(precision), Calendar(calendar))


def _said_in() -> "models.CharField[str, str]":
    """Return the column of the calendar in which a day was said."""
    return models.CharField(max_length=13, choices=CALENDARS, default=Calendar.GREGORIAN.value)


class Person(Guarded, Record):
    """Somebody in the register, once."""

    scope_columns: ClassVar = PERSON

    case_number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=10, choices=KINDS, default="returnee")
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80, blank=True)
    native_name = models.CharField(max_length=120, blank=True)
    sex = models.CharField(max_length=8, choices=SEXES, default="unknown")
    born_on = models.DateField(null=True, blank=True)
    born_precision = models.CharField(max_length=10, choices=PRECISIONS, default="unknown")
    born_calendar = _said_in()
    marital_status = models.CharField(max_length=10, choices=MARITAL, default="unknown")
    education = models.CharField(max_length=14, choices=EDUCATION, default="unknown")
    language = models.CharField(max_length=12, blank=True)
    phone = SealedTextField(null=True, blank=True)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="people")
    owner = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    next_code = models.CharField(max_length=40, blank=True)
    next_due_on = models.DateField(null=True, blank=True)
    is_synthetic = models.BooleanField(default=False)
    erased_on = models.DateField(null=True, blank=True)
    is_protected = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            _paired("born_on", "born_precision", "returnees_person_born"),
            models.CheckConstraint(
                name="returnees_person_next",
                condition=models.Q(next_code="", next_due_on__isnull=True)
                | (~models.Q(next_code="") & models.Q(next_due_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="returnees_person_named",
                condition=(~models.Q(given_name="") & models.Q(erased_on__isnull=True))
                | models.Q(
                    given_name="",
                    family_name="",
                    native_name="",
                    phone__isnull=True,
                    born_on__isnull=True,
                    erased_on__isnull=False,
                ),
            ),
        ]
        indexes: ClassVar = [
            # The order of the list of people, in one office and everywhere: due first, then the newest.
            models.Index(fields=["office", "next_due_on", "-created_at", "id"], name="returnees_office_due"),
            models.Index(fields=["next_due_on", "-created_at", "id"], name="returnees_due"),
            models.Index(fields=["-created_at", "-id"], name="returnees_newest"),
            models.Index(fields=["office", "-created_at", "-id"], name="returnees_office_newest"),
            models.Index(fields=["id"], condition=models.Q(is_protected=True), name="returnees_protected_few"),
        ]

    def sealed_for(self) -> UUID:
        """Return the person: what is sealed here is theirs."""
        return self.pk

    @property
    def name(self) -> str:
        """The name in Latin letters as people write it here."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def born(self) -> terms.PartialDay:
        """The day of birth as far as it is known."""
        return partial(self.born_on, self.born_precision, self.born_calendar)


class Journey(Record):
    """A migration of a person, and the return from it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="journeys")
    destination = models.ForeignKey("places.Country", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    occupation = models.CharField(max_length=120, blank=True)
    left_on = models.DateField(null=True, blank=True)
    left_precision = models.CharField(max_length=10, choices=PRECISIONS, default="unknown")
    left_calendar = _said_in()
    returned_on = models.DateField(null=True, blank=True)
    returned_precision = models.CharField(max_length=10, choices=PRECISIONS, default="unknown")
    returned_calendar = _said_in()
    return_kind = models.CharField(max_length=14, choices=RETURN_KINDS, default="unknown")
    return_reason = SealedTextField(null=True, blank=True)
    cost_minor = minor_field()
    cost_currency = currency_field()
    cost = MoneyProperty("cost")
    cost_source = models.CharField(max_length=12, choices=COST_SOURCES, default="unknown")
    route = SealedTextField(null=True, blank=True)
    sector = models.CharField(max_length=14, choices=SECTORS, default="unknown")
    income_minor = minor_field()
    income_currency = currency_field()
    income = MoneyProperty("income")
    skills_gained = SealedTextField(null=True, blank=True)
    recruiter = SealedTextField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            _paired("left_on", "left_precision", "returnees_journey_left"),
            _paired("returned_on", "returned_precision", "returnees_journey_returned"),
            money_constraint("cost", table="returnees_journey"),
            money_constraint("income", table="returnees_journey"),
        ]

    def sealed_for(self) -> UUID:
        """Return whose journey it was."""
        return self.person_id

    @property
    def left(self) -> terms.PartialDay:
        """The day of leaving as far as it is known."""
        return partial(self.left_on, self.left_precision, self.left_calendar)

    @property
    def returned(self) -> terms.PartialDay:
        """The day of return as far as it is known."""
        return partial(self.returned_on, self.returned_precision, self.returned_calendar)


class Document(Record):
    """A paper of a person: its kind, days and where it is are readable, number and issuer are sealed.

    A paper that somebody lost or never had is a row too: that it is missing is known, and not guessed from no row.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=30)
    number = SealedTextField(null=True, blank=True)
    issuer = SealedTextField(null=True, blank=True)
    country = models.ForeignKey("places.Country", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    issued_on = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    whereabouts = models.CharField(max_length=11, choices=WHEREABOUTS, default=Whereabouts.UNKNOWN.value)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="returnees_document_numbered",
                condition=models.Q(number__isnull=True) | ~models.Q(whereabouts__in=sorted(HAS_NO_NUMBER)),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["valid_until"], name="returnees_document_ends")]

    def sealed_for(self) -> UUID:
        """Return whose paper it is."""
        return self.person_id

    @property
    def has_number(self) -> bool:
        """Whether a number is recorded; asking does not open it."""
        field = self._meta.get_field("number")
        assert isinstance(field, SealedTextField)
        return field.held_on(self) is not None


class SearchKey(Guarded):
    """A key by which a person is found.  Bytes, so that both databases order them alike.

    It says the office of the person too: who searches in one office does not walk past everybody in the country who
    bears the name.
    """

    scope_columns: ClassVar = replace(
        person_at("person"), office="office_id", organisation="office__organisation_id", place="office__place__path"
    )

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="search_keys", db_index=False)
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.BinaryField(max_length=64)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["key", "office", "person"], name="returnees_searchkey_office"),
            models.Index(fields=["person", "key"], name="returnees_searchkey_person"),
        ]
