"""Fields that the forms of lenders share: days, lists line by line, yes or no or not known."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

NONE = "-"
"""Written in a list alone, it says that there is none; an empty list says that nobody knows."""
YES_NO = [("", _("Not known")), ("yes", _("Yes")), ("no", _("No"))]


def day(**said: Any) -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **said)


def text(most: int, **said: Any) -> forms.CharField:
    """Return a field for a line of text."""
    return forms.CharField(max_length=most, **said)


def lines(**said: Any) -> forms.CharField:
    """Return a field for one thing on each line."""
    return forms.CharField(required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}), **said)


def told_lines(value: str) -> frozenset[str] | None:
    """Return the lines of a list; none of them: not known; a hyphen alone: there is none."""
    told = frozenset(line.strip() for line in value.splitlines() if line.strip())
    if not told:
        return None
    return frozenset() if told == {NONE} else told


def written_lines(value: frozenset[str] | None) -> str:
    """Return a list as it is typed."""
    if value is None:
        return ""
    return "\n".join(sorted(value)) or NONE


def yes_no(**said: Any) -> forms.ChoiceField:
    """Return a field that is answered with yes, no, or not known."""
    return forms.ChoiceField(required=False, choices=YES_NO, **said)


def told_yes_no(value: str) -> bool | None:
    """Return yes, no, or that nobody knows."""
    return {"yes": True, "no": False}.get(value)


def written_yes_no(value: bool | None) -> str:
    """Return yes, no, or not known as it is chosen."""
    return "" if value is None else "yes" if value else "no"
