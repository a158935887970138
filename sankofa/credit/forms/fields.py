"""Fields that the forms of credit share: a choice with “not known”, several ticks, a day."""

from typing import Any

from django import forms

from sankofa.credit import labels
from sankofa.credit.labels import Labels


def choice(label: Any, of: Labels, help_text: Any = "") -> forms.ChoiceField:
    """Return one answer of a list; where nobody chose, it is the last of the list: not known."""
    initial = "unknown" if "unknown" in {str(key) for key in of} else str(next(iter(of)))
    return forms.ChoiceField(
        label=label, choices=labels.choices(of), widget=forms.RadioSelect, initial=initial, help_text=help_text
    )


def several(label: Any, of: Labels, help_text: Any = "") -> forms.MultipleChoiceField:
    """Return any number of answers of a list."""
    return forms.MultipleChoiceField(
        label=label,
        choices=labels.choices(of),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=help_text,
    )


def day(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    """Return a day."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
