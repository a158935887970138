"""Forms before one is inside: sign-in, the second step, a new password."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _


def address_field() -> forms.EmailField:
    """Return the field of an e-mail address that somebody signs in with."""
    return forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={
            "required": _("Write your e-mail address."),
            "invalid": _("This is not an e-mail address. It looks like name@example.org."),
        },
    )


def password_field() -> forms.CharField:
    """Return the field of the password that somebody has now."""
    return forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Write your password.")},
    )


def new_password_field() -> forms.CharField:
    """Return the field of a new password; nobody has to repeat it, because a wrong one can be set anew by mail."""
    return forms.CharField(
        label=_("New password"),
        help_text=_("Twelve signs or more. A short sentence is easy to remember and hard to guess."),
        strip=False,
        validators=[validate_password],
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Write a new password.")},
    )


def code_field(*, required: bool = True) -> forms.CharField:
    """Return the field of a code that an application shows, or of one on paper."""
    return forms.CharField(
        label=_("Code"),
        required=required,
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false", "dir": "ltr"}
        ),
        error_messages={"required": _("Write the code.")},
    )


class SignInForm(forms.Form):
    """E-mail address and password."""

    email = address_field()
    password = password_field()


class CodeForm(forms.Form):
    """The second step: a code."""

    code = code_field()


class ForgottenForm(forms.Form):
    """The address to which a link to a new password may go."""

    email = address_field()


class NewPasswordForm(forms.Form):
    """A new password."""

    new = new_password_field()
