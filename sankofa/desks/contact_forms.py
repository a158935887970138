"""Forms of contacting a person: their plan, and a neutral message."""

import re
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django import forms
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sankofa.desks.contact import HEARD, WAYS, WHOSE
from sankofa.messages import texts
from sankofa.messages.actions import TO_SEND
from sankofa.messages.rules.contact import WORD_MAX, Heard, Plan, Way, Whose, is_neutral
from sankofa.messages.sentences import TEXTS

NUMBER = re.compile(r"\+\d{8,15}")
YES, NO, UNKNOWN = "yes", "no", ""
HOURS = [("", _("Not known")), *((str(hour), f"{hour}:00") for hour in range(24))]


class PlanForm(forms.Form):
    """How a person may be contacted, as they say it."""

    is_safe = forms.ChoiceField(
        label=_("Do messages to this number do no harm?"),
        choices=[(YES, _("Yes, they say so")), (NO, _("No")), (UNKNOWN, _("Not known"))],
        required=False,
        widget=forms.RadioSelect,
    )
    number = forms.CharField(
        label=_("Number for messages"),
        required=False,
        help_text=_("With the country, such as +880 1712 345678."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off", "dir": "ltr"}),
    )
    whose = forms.ChoiceField(
        label=_("Whose phone is it?"),
        choices=[*WHOSE.items(), ("", _("Not known"))],
        required=False,
        widget=forms.RadioSelect,
    )
    heard_by = forms.ChoiceField(
        label=_("Who else hears calls or reads messages on it?"),
        choices=[*HEARD.items(), ("", _("Not known"))],
        required=False,
        widget=forms.RadioSelect,
    )
    ways = forms.MultipleChoiceField(
        label=_("How do they want to be reached?"),
        choices=list(WAYS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    from_hour = forms.ChoiceField(label=_("Safe from"), choices=HOURS, required=False)
    until_hour = forms.ChoiceField(label=_("Safe until"), choices=HOURS, required=False)
    word = forms.CharField(
        label=_("A word to say first"),
        required=False,
        max_length=WORD_MAX,
        help_text=_("By which they know who it is and others do not, such as a name. Never our name."),
    )
    language = forms.ChoiceField(label=_("Language of messages"), choices=settings.LANGUAGES)

    def __init__(self, *arguments: Any, zone: str, plan: Plan, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.zone, self.known = zone, plan
        if plan.number:
            self.fields["number"].help_text = gettext("Leave it empty to keep the number that ends in %(signs)s.") % {
                "signs": plan.number[-2:]
            }
        self.initial = {
            "is_safe": UNKNOWN if plan.is_safe is None else YES if plan.is_safe else NO,
            "whose": plan.whose or "",
            "heard_by": plan.heard_by or "",
            "ways": [str(way) for way in plan.ways],
            "from_hour": "" if plan.from_hour is None else str(plan.from_hour),
            "until_hour": "" if plan.until_hour is None else str(plan.until_hour),
            "word": plan.word,
            "language": plan.language,
        }

    def clean_number(self) -> str:
        """Return the number in the way of the whole world: a plus sign and digits."""
        number = re.sub(r"[\s().-]", "", self.cleaned_data["number"])
        if number and not NUMBER.fullmatch(number):
            raise forms.ValidationError(gettext("This is not a whole number. It looks like +880 1712 345678."))
        return number

    def clean(self) -> dict[str, Any]:
        """Refuse hours that are none, and a word that says too much."""
        said = super().clean() or {}
        hours = [said.get("from_hour"), said.get("until_hour")]
        if all(hours) and int(str(hours[0])) >= int(str(hours[1])):
            self.add_error("until_hour", gettext("This must be later than the hour from which it is safe."))
        if any(hours) and not all(hours):
            self.add_error("until_hour", gettext("Write both hours, or leave both open."))
        if not is_neutral(said.get("word", ""), texts.forbidden_in(said.get("language", "en"))):
            self.add_error("word", gettext("This word tells others too much. Choose another."))
        return said

    def plan(self) -> Plan:
        """Return what was said as a plan."""
        said = self.cleaned_data
        return Plan(
            number=said["number"] or self.known.number,
            whose=Whose(said["whose"]) if said["whose"] else None,
            heard_by=Heard(said["heard_by"]) if said["heard_by"] else None,
            is_safe={YES: True, NO: False}.get(said["is_safe"]),
            ways=frozenset(Way(way) for way in said["ways"]),
            from_hour=int(said["from_hour"]) if said["from_hour"] else None,
            until_hour=int(said["until_hour"]) if said["until_hour"] else None,
            zone=self.zone,
            word=said["word"].strip(),
            language=said["language"],
        )


class SendForm(forms.Form):
    """A neutral message: one of a few texts, never words of one's own."""

    code = forms.ChoiceField(
        label=_("What shall it say?"), choices=[(code, TEXTS[code]) for code in TO_SEND], widget=forms.RadioSelect
    )
    day = forms.DateField(
        label=_("Day, if you meet"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    at = forms.TimeField(
        label=_("Hour, if you meet"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    def __init__(self, *arguments: Any, zone: str, now: datetime, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.zone, self.now = zone, now

    def clean(self) -> dict[str, Any]:
        """Ask for day and hour where the text names them, and refuse a moment that has passed."""
        said = super().clean() or {}
        if TO_SEND.get(said.get("code", "")):
            if not said.get("day") or said.get("at") is None:
                self.add_error("day", gettext("Write the day and the hour at which you meet."))
            elif self._moment(said["day"], said["at"]) <= self.now:
                self.add_error("day", gettext("This moment has passed."))
        return said

    def facts(self, language: str) -> dict[str, str]:
        """Return what the text names, in the language of the message."""
        said = self.cleaned_data
        if not TO_SEND[said["code"]]:
            return {}
        with translation.override(language):
            day = str(format_date(said["day"], format="d MMMM", locale=language if language != "en" else "en_GB"))
        return {"day": day, "time": f"{said['at']:%H:%M}"}

    def until(self) -> datetime | None:
        """Return when the message would have lost its sense; None where it does not."""
        said = self.cleaned_data
        return self._moment(said["day"], said["at"]) if TO_SEND[said["code"]] else None

    def _moment(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, tzinfo=ZoneInfo(self.zone))
