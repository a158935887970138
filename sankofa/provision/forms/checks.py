"""Forms of checks, and of saying that something is over."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sankofa.kernel import clock
from sankofa.provision.actions import Asked
from sankofa.provision.models import Check
from sankofa.provision.models.checks import HOW
from sankofa.provision.rules.checking import Confirmed
from sankofa.returnees.forms.days import DayField

SO = [("yes", _("as written here")), ("no", _("not so, or not found out"))]


def _so(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=SO,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )


def _text(label: Any, most: int, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=False, help_text=hint)


class CheckForm(forms.Form):
    """What somebody found out who asked there."""

    checked_on = DayField(label=_("When did you ask?"))
    how = forms.ChoiceField(label=_("How did you ask?"), choices=HOW)
    phone_so = _so(_("The phone"))
    phone = _text(_("Phone for everybody"), 40, _("The number of the service, not of one person."))
    place_so = _so(_("The place"))
    place = _text(_("Where one goes"), 200, _("Street, building, floor, as one tells somebody on the phone."))
    rules_so = _so(_("Who can use it"))
    found = _text(_("What is not as written"), 300)
    hours = _text(_("When it is open"), 120)
    languages = _text(_("Languages spoken there"), 120)
    waiting = _text(_("How long one waits"), 120)
    access = _text(
        _("Getting in"), 200, _("With a wheelchair, for a woman alone, with children: whatever one should know.")
    )
    spoke_with = _text(_("Whom you spoke with"), 120, _("Kept sealed. It is shown to nobody who looks for help."))
    direct_line = _text(_("Their own number"), 40, _("Kept sealed."))

    def __init__(self, *args: Any, latest: Check | None = None, on: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("checked_on", on or clock.today("UTC"))
        for name in ("phone", "place", "hours", "languages", "waiting", "access"):
            self.initial.setdefault(name, "" if latest is None else getattr(latest, name))

    def clean(self) -> dict[str, Any]:
        """Refuse a confirmed phone or place that nobody wrote down, and a doubt without a word of what is wrong."""
        said = super().clean() or {}
        if said.get("phone_so") == "yes" and not said.get("phone"):
            self.add_error("phone", _("Write the number that you confirmed."))
        if said.get("place_so") == "yes" and not said.get("place"):
            self.add_error("place", _("Write where one goes."))
        doubts = [name for name in ("phone_so", "place_so", "rules_so") if said.get(name) == "no"]
        if doubts and not said.get("found"):
            self.add_error("found", _("Write what is not as written, so that the next one knows."))
        return said

    def asked(self) -> Asked:
        """Return what was found out."""
        said = self.cleaned_data
        confirmed = Confirmed(
            said["checked_on"], *(said[name] == "yes" for name in ("phone_so", "place_so", "rules_so"))
        )
        words = ("phone", "place", "hours", "languages", "waiting", "access", "found", "spoke_with", "direct_line")
        return Asked(confirmed, how=said["how"], **{name: said[name].strip() for name in words})


class CloseForm(forms.Form):
    """Why something is over."""

    because = forms.CharField(
        label=_("How do you know that it is over?"),
        max_length=300,
        error_messages={"required": _("Write how you know.")},
    )
