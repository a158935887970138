"""Forms about the same person twice."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

REASON_SIGNS_MAX = 2_000
BOTH = "both"
"""What stands of a fact of which both files may be right."""


class SayForm(forms.Form):
    """How somebody knows, in a few words."""

    reason = forms.CharField(
        label=_("How do you know?"),
        max_length=REASON_SIGNS_MAX,
        error_messages={"required": _("Write in a few words how you know.")},
    )


class VerdictForm(SayForm):
    """Whether two files are one person, and which of them leads then."""

    verdict = forms.ChoiceField(choices=[(code, code) for code in ("same", "different", "unsure")])
    leads = forms.ChoiceField(choices=[(side, side) for side in ("left", "right")], required=False)


class ChoiceForm(forms.Form):
    """Whose word counts, for each field in which two joined files differ."""

    def __init__(self, *args: Any, questions: Iterable[tuple[str, str, Any]], **kwargs: Any) -> None:
        """Take for each field its name, its label and its choices, the one that counts now first."""
        super().__init__(*args, **kwargs)
        for name, label, choices in questions:
            self.fields[name] = forms.ChoiceField(
                label=label, choices=choices, widget=forms.RadioSelect, initial=choices[0][0]
            )
