"""Forms of one's own account."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sankofa.accounts import calendars
from sankofa.accounts.forms.door import code_field, new_password_field, password_field


class PasswordForm(forms.Form):
    """The old password and a new one."""

    old = password_field()
    new = new_password_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old"].label = _("Password now")


class LanguageForm(forms.Form):
    """The language of pages and mails."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class CalendarsForm(forms.Form):
    """The calendars of days: the one typed in, and the one that stands beside."""

    days_also_in = forms.ChoiceField(
        label=_("Also show days in"),
        choices=calendars.SHOWN_IN,
        required=False,
        help_text=_("Every day stays in the Gregorian calendar; the other one stands beside it."),
    )
    types_days_in = forms.ChoiceField(
        label=_("I usually write days in"),
        choices=calendars.TYPED_IN,
        required=False,
        help_text=_("You can choose another calendar beside every day that you write."),
    )


class AppCodeForm(forms.Form):
    """The first code that a new application shows."""

    code = code_field()


class PasskeyNameForm(forms.Form):
    """What somebody calls the device that holds their passkey, and what the device answered."""

    name = forms.CharField(
        label=_("Name of this device"),
        help_text=_("So that you recognise it later: my telephone, the office computer."),
        max_length=60,
        error_messages={"required": _("Give this device a name.")},
    )
    answer = forms.CharField(required=False, widget=forms.HiddenInput(), max_length=20_000)


class ProveForm(forms.Form):
    """The password once more, and a code where somebody has an application."""

    password = password_field()

    def __init__(self, *args: Any, has_app: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_app:
            self.fields["code"] = code_field()
