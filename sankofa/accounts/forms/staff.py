"""Forms about staff.  What may be chosen is handed in: only what the one who asks may give."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

Choices = Sequence[tuple[str, str]]
KINDS = [
    ("agency", _("agency")),
    ("ministry", _("ministry")),
    ("lender", _("lender")),
    ("donor", _("donor")),
    ("association", _("association")),
]
MAIL, HAND = "mail", "hand"
WAYS = [
    (MAIL, _("By mail: a link that is good for seven days")),
    (HAND, _("By hand: I am shown a code once, to print or to read out")),
]


def _day(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


def _name(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=120, error_messages={"required": _("Write a name.")})


class _Offering(forms.Form):
    """A form whose choices are handed in by the names of its fields."""

    def __init__(self, *args: Any, offered: Mapping[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]


class StaffFilter(_Offering):
    """Narrows the list of people; a value nobody offers narrows nothing."""

    q = forms.CharField(label=_("Name or address"), required=False)
    role = forms.ChoiceField(label=_("Role"), required=False)
    office = forms.ChoiceField(label=_("Office"), required=False)

    def narrowed(self) -> dict[str, str]:
        """Return what the list is narrowed to."""
        self.is_valid()
        held = self.cleaned_data
        return {"text": held.get("q", ""), "role": held.get("role", ""), "office_id": held.get("office", "")}


class InviteForm(_Offering):
    """Who is invited, where they work, with which role, and which way their code goes."""

    name = _name(_("Name"))
    email = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={
            "required": _("Write their e-mail address."),
            "invalid": _("This is not an e-mail address. It looks like name@example.org."),
        },
    )
    office = forms.ChoiceField(label=_("Office"))
    role = forms.ChoiceField(label=_("Role"), help_text=_("It reaches as far as this role usually does."))
    language = forms.ChoiceField(label=_("Language of their pages and mails"), choices=settings.LANGUAGES)
    way = forms.ChoiceField(label=_("How they get their code"), choices=WAYS, widget=forms.RadioSelect, initial=MAIL)


class RoleForm(_Offering):
    """A role, the office from which it reaches, and its days."""

    role = forms.ChoiceField(label=_("Role"), help_text=_("It reaches as far as this role usually does."))
    office = forms.ChoiceField(label=_("For which office"))
    from_on = _day(_("From"))
    until_on = _day(_("Until"), required=False, help_text=_("The first day on which it no longer counts."))

    def clean(self) -> dict[str, Any]:
        """Look at the days together."""
        said: dict[str, Any] = super().clean() or {}
        begins, ends = said.get("from_on"), said.get("until_on")
        if isinstance(begins, date) and isinstance(ends, date) and ends <= begins:
            self.add_error("until_on", _("The end comes after the first day."))
        return said


class CoverForm(_Offering):
    """Who covers, and for which days."""

    covering = forms.ChoiceField(label=_("Who does the work meanwhile"))
    from_on = _day(_("First day away"))
    until_on = _day(_("Back on"), help_text=_("On this day the cover has ended. At most 30 days later."))


class LeavingForm(_Offering):
    """To whom the work goes."""

    successor = forms.ChoiceField(label=_("Who takes this over"), required=False)


class MoveForm(_Offering):
    """To which office somebody moves, and to whom their work goes."""

    office = forms.ChoiceField(label=_("Office"), error_messages={"required": _("Choose the office.")})
    successor = forms.ChoiceField(label=_("Who takes this over"), required=False)


class NameForm(forms.Form):
    """Another name."""

    name = _name(_("Name"))


class OfficeForm(_Offering):
    """An office: its name, the place it serves, the time its clock shows."""

    name = _name(_("Name of the office"))
    place = forms.ChoiceField(label=_("Place it serves"))
    zone = forms.ChoiceField(
        label=_("Time zone"), choices=[(zone, zone) for zone in sorted(available_timezones()) if "/" in zone]
    )


class PartnerForm(OfficeForm):
    """A partner organisation with its first office."""

    organisation = _name(_("Name of the organisation"))
    kind = forms.ChoiceField(label=_("What sort of body it is"), choices=KINDS)
    field_order = ("organisation", "kind", "name", "place", "zone")


class AnswerForm(forms.Form):
    """What is decided about a role in a review."""

    answer = forms.ChoiceField(choices=[("keep", _("Keep")), ("end", _("End"))])
    note = forms.CharField(required=False, max_length=500)


class CodeOfInvitationForm(forms.Form):
    """The code of an invitation, as it stands on paper."""

    code = forms.CharField(
        label=_("Your code"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text=_("As it stands on the paper. Dashes and small letters make no difference."),
        error_messages={"required": _("Write the code.")},
    )


class WelcomeForm(forms.Form):
    """How an invited person writes their name, and their password."""

    name = _name(_("Your name"))
    password = forms.CharField(
        label=_("Choose a password"),
        help_text=_("Twelve signs or more. Three or four words that do not belong together are good."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        validators=[validate_password],
        error_messages={"required": _("Choose a password.")},
    )
    again = forms.CharField(
        label=_("The same password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Write the password a second time.")},
    )

    def clean(self) -> dict[str, Any]:
        """Look at both passwords."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("password") and said.get("again") and said["password"] != said["again"]:
            self.add_error("again", _("This is not the same password."))
        return said
