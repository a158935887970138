"""The form of asking about one lender alone: all that a yes needs on one page; a no needs nothing more."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext

from sankofa.consent.asking import NO, NOT_YET, YES
from sankofa.consent.forms import BeforeForm, HowForm, SupportForm, language_words
from sankofa.consent.labels import FIELDS
from sankofa.consent.rules.terms import Company, Field, How


class LenderForm(BeforeForm, SupportForm, HowForm):
    """Who is there, whether it was said back, what the lender may be told, the answer, and how it was given."""

    back = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    parts = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    said = forms.ChoiceField(widget=forms.RadioSelect)
    shown = forms.CharField(required=False, widget=forms.HiddenInput)
    """The language of the text that stood on the page."""

    field_order = ("company", "back", "parts", "said", "how")

    def __init__(self, *args: Any, name: str, partner: str, parts: Sequence[Field], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = {"name": name, "partner": partner}
        asked = {part.value for part in parts}
        self._ask("back", gettext("Has %(name)s said it back in their own words?") % told)
        self._ask("parts", gettext("What may %(partner)s be told?") % told)
        self._ask("said", gettext("Does %(name)s agree?") % told)
        self.fields["parts"].help_text = gettext("Tick only what the partner needs.")
        self._choose("back", [(YES, gettext("Yes, in their own words")), (NOT_YET, gettext("Not yet"))])
        self._choose("parts", [(code, str(label)) for code, label in FIELDS if code in asked])
        self._choose("said", [(YES, gettext("Yes")), (NO, gettext("No: nothing changes in the help"))])

    def _ask(self, field: str, label: str) -> None:
        self.fields[field].label = label

    def clean(self) -> dict[str, Any]:
        """Refuse a yes to a text that was not read in this language or not said back, and a yes to nothing."""
        if self.cleaned_data.get("said") == NO:
            self.errors.clear()  # A no needs nothing more.
            return {"company": Company.UNKNOWN.value, "how": How.SPOKEN.value, **self.cleaned_data}
        cleaned = super().clean()
        language = cleaned.get("language")
        if language and language != cleaned.get("shown"):
            told = gettext("The text stands here in %(language)s now. Read it aloud, then go on.")
            self.add_error("language", told % {"language": language_words(language)})
        if cleaned.get("back") == NOT_YET:
            told = gettext("Read it once more, slowly. Stop after each sentence and let the person say it.")
            self.add_error("back", told)
        elif cleaned.get("back") != YES:
            self.add_error("back", gettext("Please choose an answer."))
        if not cleaned.get("parts"):
            self.add_error("parts", gettext("Tick what the partner may be told."))
        return cleaned
