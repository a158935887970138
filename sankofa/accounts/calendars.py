"""What the calendars are called, and in which of them somebody types and also reads days."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from sankofa.places.rules.calendars import OTHERS, Calendar, usual_in

NAMES = {
    Calendar.GREGORIAN: _("Gregorian"),
    Calendar.BIKRAM_SAMBAT: _("Bikram Sambat"),
    Calendar.HIJRI: _("Hijri"),
    Calendar.SHAMSI: _("Hijri Shamsi (solar)"),
}
COLUMN_CHOICES = [(str(one), str(one)) for one in Calendar]
TYPED_IN = [("", _("the usual one of my office")), *((str(one), NAMES[one]) for one in Calendar)]
SHOWN_IN = [("", _("no other calendar")), *((str(one), NAMES[one]) for one in OTHERS)]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The calendar in which somebody types days unless they say otherwise, and the one that stands beside days."""

    typed: Calendar = Calendar.GREGORIAN
    beside: Calendar | None = None


def wanted(*, types_days_in: str, days_also_in: str, country: str) -> Wanted:
    """Return what somebody chose; where they chose nothing, what is usual in the country of their office."""
    return Wanted(
        Calendar(types_days_in) if types_days_in else usual_in(country),
        Calendar(days_also_in) if days_also_in else None,
    )
