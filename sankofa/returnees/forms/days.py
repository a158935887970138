"""Days that people type: as exactly as they are known, in the calendar that they choose beside them.

What does not fit the chosen calendar is never read in another one: the page says which calendar it would fit, and
shows the calendars as buttons, so that one tap puts it right.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sankofa.intake.rules import reading
from sankofa.intake.rules.terms import Cell
from sankofa.kernel import clock
from sankofa.kernel.finding import Finding
from sankofa.places.rules.calendars import Calendar, OutsideCalendar, in_calendar
from sankofa.returnees.rules import typed_days
from sankofa.returnees.rules.terms import NOT_KNOWN, PartialDay, Precision
from sankofa.returnees.sentences import sentence
from sankofa.shell import words

ABOUT = "~"


def _day_hint() -> str:
    """Return how a day is written, in the calendar that the reader usually writes."""
    match words.typed_calendar():
        case Calendar.BIKRAM_SAMBAT:
            return gettext("Such as 29/12/2047, 12/2047 or 2047. Put ~ before a year that is a guess.")
        case Calendar.HIJRI:
            return gettext("Such as 21/09/1409, 09/1409 or 1409. Put ~ before a year that is a guess.")
        case Calendar.SHAMSI:
            return gettext("Such as 24/01/1371, 01/1371 or 1371. Put ~ before a year that is a guess.")
        case _:
            return gettext("Such as 13/04/1992, 04/1992 or 1992. Put ~ before a year that is a guess.")


DAY_HINT = lazy(_day_hint, str)()
EXAMPLE = date(2024, 4, 13)


def _whole_day_hint() -> str:
    """Return how a whole day is written, in the calendar that the reader usually writes."""
    said = in_calendar(words.typed_calendar(), EXAMPLE)
    return gettext("Day, month and year, such as %(day)s.") % {"day": f"{said.day:02}/{said.month:02}/{said.year}"}


WHOLE_DAY_HINT = lazy(_whole_day_hint, str)()


class TypedDay(NamedTuple):
    """What somebody typed, and the calendar chosen beside it; empty where the page sent none."""

    text: str
    calendar: str


class DayInput(forms.TextInput):
    """A line for a day and, beside it, the calendar it is written in."""

    template_name = "returnees/widgets/day.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.meant: Sequence[Calendar] = ()
        """The calendars in which the text would be a day; with any, all are offered as buttons."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> TypedDay:
        """Return the text and the calendar that the page sent."""
        return TypedDay(data.get(name) or "", data.get(calendar_of(name)) or "")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return what the template needs: the line, and the calendars with the chosen one."""
        typed = value if isinstance(value, TypedDay) else TypedDay(str(value or ""), "")
        chosen = typed.calendar or str(words.typed_calendar())
        context: dict[str, Any] = super().get_context(name, typed.text, attrs)
        return context | {
            "calendar": calendar_of(name),
            "meant": self.meant,
            "calendars": [(str(one), words.calendar_name(one), str(one) == chosen) for one in Calendar],
        }


class PartialDayField(forms.CharField):
    """A day, a month or a year, as exactly as it is known and in a chosen calendar; `~1992` is a guess."""

    widget = DayInput
    on: date | None = None
    """The day of today, where the form knows it."""
    may_lie_ahead = False

    def __init__(self, **kwargs: Any) -> None:
        given = {"required": False, "max_length": 40, "help_text": DAY_HINT, **kwargs}
        super().__init__(**given)
        self.widget.attrs |= {"autocomplete": "off", "dir": "ltr"}

    def prepare_value(self, value: Any) -> Any:
        """Return a known day as it is typed, in the calendar it was said in."""
        if not isinstance(value, PartialDay):
            return value
        if value.day is None:
            return TypedDay("", "")
        said = in_calendar(value.calendar, value.day)
        text = {
            Precision.DAY: f"{said.day:02}/{said.month:02}/{said.year:04}",
            Precision.MONTH: f"{said.month:02}/{said.year:04}",
            Precision.ESTIMATED: f"{ABOUT}{said.year:04}",
        }.get(value.precision, f"{said.year:04}")
        return TypedDay(text, str(value.calendar))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether something else was typed than what is recorded, or another calendar chosen for it."""
        before, now = self.prepare_value(initial or NOT_KNOWN), _typed(data)
        if before.text != now.text.strip():
            return True
        return bool(before.text and now.calendar and before.calendar != now.calendar)

    def clean(self, value: Any) -> Any:
        """Return the day.  Raises ValidationError with what is wrong and what would be right."""
        typed = _typed(value)
        text = str(super().clean(typed.text) or "").strip()
        is_guess = text.startswith((ABOUT, "≈"))
        text = text.lstrip(f"{ABOUT}≈ ")
        if not text:
            return NOT_KNOWN
        calendar = self._calendar(typed)
        read = reading.read_day(Cell(text), "day", calendar=calendar)
        known = None if read.value is None else typed_days.read(read.value, is_guess=is_guess)
        if known is None and read.finding is None:
            return NOT_KNOWN
        self._check_calendar(text, calendar, known, read.finding)
        assert known is not None, "what cannot be read is refused"
        return known

    def _calendar(self, typed: TypedDay) -> Calendar:
        if not typed.calendar:
            return words.typed_calendar()
        try:
            return Calendar(typed.calendar)
        except ValueError as unknown:
            raise ValidationError(_("Choose the calendar of this day.")) from unknown

    def _check_calendar(self, text: str, calendar: Calendar, known: PartialDay | None, finding: Finding | None) -> None:
        """Refuse what is no day of the calendar or still to come, and say in which calendar it can be meant."""
        is_to_come = known is not None and self._lies_ahead(known)
        if known is not None and not is_to_come:
            return
        meant = []
        if self.on is not None:
            meant = typed_days.calendars_meant(text, chosen=calendar, on=self.on, may_lie_ahead=self.may_lie_ahead)
        if not meant:
            if finding is not None:
                raise ValidationError(sentence(finding))
            return  # a day to come, which the rules about a life refuse in their own words
        assert isinstance(self.widget, DayInput)
        self.widget.meant = meant
        told = (
            gettext("%(said)s is still to come. Did you mean the %(calendar)s calendar?")
            if is_to_come
            else gettext("“%(said)s” does not fit the %(chosen)s calendar. Did you mean the %(calendar)s calendar?")
        )
        names = " / ".join(words.calendar_name(one) for one in meant)
        said = str(in_calendar(calendar, known.day).year) if known is not None and known.day is not None else text
        raise ValidationError(told % {"said": said, "chosen": words.calendar_name(calendar), "calendar": names})

    def _lies_ahead(self, known: PartialDay) -> bool:
        is_checked = self.on is not None and not self.may_lie_ahead and known.earliest is not None
        return is_checked and known.earliest > self.on  # type: ignore[operator]


class WholeDayField(PartialDayField):
    """A whole day in a chosen calendar, kept as a plain day, such as the last day of a paper; it may lie ahead."""

    may_lie_ahead = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"help_text": WHOLE_DAY_HINT, **kwargs})

    def prepare_value(self, value: Any) -> Any:
        """Return a recorded day as the reader would type it; a plain day keeps no calendar of its own."""
        if not isinstance(value, date):
            return super().prepare_value(value)
        try:
            return super().prepare_value(PartialDay(value, Precision.DAY, words.typed_calendar()))
        except OutsideCalendar:
            return super().prepare_value(PartialDay(value, Precision.DAY))

    def clean(self, value: Any) -> Any:
        """Return the day; None where nothing is typed.  Raises ValidationError."""
        known = super().clean(value)
        if known.is_known and known.precision is not Precision.DAY:
            raise ValidationError(_("Write the whole day: day, month and year."))
        return known.day


class DayField(WholeDayField):
    """A whole day that is asked for, such as since when somebody lives somewhere; it may lie behind or ahead."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": True, **kwargs})

    def clean(self, value: Any) -> Any:
        """Return the day.  Raises ValidationError with the calendar that would fit."""
        if self.on is None:
            self.on = clock.today("UTC")  # to tell which other calendar can be meant; no day is refused by it
        return super().clean(value)


class SinceField(PartialDayField):
    """A day, a month or a year that is asked for, such as since when somebody lives somewhere.

    Of many only the year is known.  A day to come is refused by whoever writes it down, in their own words.
    """

    may_lie_ahead = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": True, **kwargs})
        self.error_messages["required"] = _(
            "Write since when: a day, a month or a year. If nobody knows, write ~ and about which year."
        )

    def clean(self, value: Any) -> Any:
        """Return the day as far as it is known.  Raises ValidationError with the calendar that would fit."""
        if self.on is None:
            self.on = clock.today("UTC")  # to tell which other calendar can be meant; no day is refused by it
        known = super().clean(value)
        if not known.is_known:
            raise ValidationError(self.error_messages["required"])
        return known


def day_fields(form: forms.Form) -> dict[str, PartialDayField]:
    """Return the typed days of a form by their names."""
    return {name: field for name, field in form.fields.items() if isinstance(field, PartialDayField)}


def calendar_of(name: str) -> str:
    """Return the name under which a page sends the calendar of a day."""
    return f"{name}_calendar"


def _typed(value: Any) -> TypedDay:
    return value if isinstance(value, TypedDay) else TypedDay(str(value or ""), "")
