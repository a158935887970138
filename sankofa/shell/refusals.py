"""What every form says of an answer that it cannot take, in our own words and in every language of the interface.

The framework's own sentences speak of values and are not there in every language, so half of a page would be in
another one.  A form that knows more about a field says more: its own words go before these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.core import validators
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_OF_FIELDS: tuple[tuple[type[forms.Field], str, _StrPromise], ...] = (
    (forms.Field, "required", _("An answer is needed here.")),
    (forms.IntegerField, "invalid", _("Write a whole number, in figures.")),
    (forms.ChoiceField, "invalid_choice", _("“%(value)s” is not one of the answers. Choose one that is shown.")),
    (
        forms.MultipleChoiceField,
        "invalid_choice",
        _("“%(value)s” is not one of the answers. Choose one that is shown."),
    ),
)
_OF_VALIDATORS: tuple[tuple[type[validators.BaseValidator], _StrPromise], ...] = (
    (validators.MaxValueValidator, _("Write %(limit_value)s at most.")),
    (validators.MinValueValidator, _("Write %(limit_value)s at least.")),
    (
        validators.MaxLengthValidator,
        _("This has %(show_value)s signs. At most %(limit_value)s can be kept: write it shorter."),
    ),
)


def speak_for_forms() -> None:
    """Let every form refuse in these words; called once, before the first form is made."""
    for field, code, said in _OF_FIELDS:
        field.default_error_messages = {**field.default_error_messages, code: said}
    for validator, said in _OF_VALIDATORS:
        validator.message = said
    validators.ProhibitNullCharactersValidator.message = _("One sign in this cannot be kept. Write it again by hand.")
