"""The form of the comparison: which offers, how much, for how long, and what a week brings.  Nothing of it is kept."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from sankofa.lenders.rules.comparison import OFFERS_MOST
from sankofa.lenders.rules.offers import MONTHS_LONGEST
from sankofa.shell import words

if TYPE_CHECKING:
    from sankofa.lenders.models import Product


class CompareForm(forms.Form):
    """Chooses what is set side by side."""

    products = forms.MultipleChoiceField(
        label=_("Which offers?"), help_text=_("Up to three."), widget=forms.CheckboxSelectMultiple
    )
    amount = forms.DecimalField(label=_("How much is needed?"), min_value=0, max_digits=15)
    months = forms.IntegerField(label=_("For how many months?"), min_value=1, max_value=MONTHS_LONGEST)
    income = forms.DecimalField(
        label=_("What does a week bring in?"),
        help_text=_("What the person says. It is not kept."),
        required=False,
        min_value=0,
        max_digits=15,
    )
    saving = forms.DecimalField(label=_("What could be saved in a week?"), required=False, min_value=0, max_digits=15)
    language = forms.ChoiceField(label=_("Language of the paper"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, products: Sequence["Product"], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["products"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(one.pk), words.named(one.lender.name, one.name)) for one in products]

    def clean_products(self) -> list[str]:
        """Take three at most."""
        told: list[str] = self.cleaned_data["products"]
        if len(told) > OFFERS_MOST:
            raise forms.ValidationError(
                ngettext("Choose %(count)d offer at most.", "Choose %(count)d offers at most.", OFFERS_MOST)
                % {"count": OFFERS_MOST}
            )
        return told

    def clean_amount(self) -> Any:
        """Take more than nothing."""
        told = self.cleaned_data["amount"]
        if told == 0:
            raise forms.ValidationError(gettext("A loan is more than nothing."))
        return told
