"""The form before somebody's phone and papers are shown."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sankofa.returnees import numbers

WORDS_MAX = 200


class PurposeForm(forms.Form):
    """Asks what the numbers of a person are needed for."""

    purpose = forms.ChoiceField(
        label=_("What do you need them for?"),
        choices=[(code, _(text)) for code, text in numbers.PURPOSES.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you need them for.")},
    )
    words = forms.CharField(
        label=_("Another reason, in your words"),
        help_text=_("Only if nothing above fits. It is kept sealed beside the record of this."),
        required=False,
        max_length=WORDS_MAX,
    )

    def clean(self) -> dict[str, Any]:
        """Ask for words where no purpose of the list fits; leave them out where one does."""
        held = super().clean() or self.cleaned_data
        if held.get("purpose") == numbers.OTHER and not held.get("words"):
            self.add_error("words", _("Say in a few words what you need them for."))
        if held.get("purpose") != numbers.OTHER:
            held["words"] = ""
        return held
