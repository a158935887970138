"""The form for one thing that a lender asks for."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sankofa.credit import referral_words
from sankofa.credit.actions.needs import NOTE_MAX
from sankofa.credit.forms import typed
from sankofa.credit.rules.needs import Stand

if TYPE_CHECKING:
    from sankofa.accounts.models import User


class NeedForm(forms.Form):
    """Whether something is there, or who helps to get it and by when."""

    stand = forms.ChoiceField(label=_("How does it stand?"), choices=referral_words.STANDS, widget=forms.RadioSelect)
    note = typed.box(2, NOTE_MAX, label=_("What is good to know?"), required=False)
    helper = forms.ChoiceField(label=_("If it is missing: who helps?"), required=False)
    due_on = typed.day(label=_("By when?"), required=False)

    def __init__(self, *args: Any, colleagues: "Sequence[User]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["helper"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", str(_("Nobody yet"))), *((str(user.pk), user.name) for user in colleagues)]

    def noted(self) -> dict[str, Any]:
        """Return how it stands, who helps, and by when."""
        told = self.cleaned_data
        return {**told, "stand": Stand(told["stand"]), "helper": told["helper"] or None}
