"""Forms of a lender's own officer: that a loan was given, what is told of it since, what was told wrongly."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sankofa.debts.forms.amounts import AmountsForm, amount_field
from sankofa.loans.actions import DeskTold
from sankofa.loans.forms.loans import LoanForm
from sankofa.loans.rules.reported import Kind
from sankofa.returnees.forms.days import DayField

if TYPE_CHECKING:
    from sankofa.lenders.models import ProductVersion

_NOT_ASKED = ("offer", "source", "said_by", "debt")


class GivenForm(LoanForm):
    """What was agreed about a loan, as the lender says it."""

    def __init__(self, *args: Any, offered: "ProductVersion", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = offered
        for name in _NOT_ASKED:
            self.fields.pop(name, None)
        self.fields["each"].help_text = _("Empty: it is worked out from the rate of the product.")

    @property
    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The questions under their headings."""
        return [(title, fields) for title, fields in super().groups if fields]

    @property
    def version(self) -> "ProductVersion":
        """The terms that the person saw when they were introduced."""
        return self.offered


class DeskReportForm(AmountsForm):
    """One thing that a lender tells of a loan it gave."""

    AMOUNTS = ("amount",)

    on = DayField(label=_("On which day?"))
    amount = amount_field(_("How much?"), help_text="")
    words = forms.CharField(
        label=_("What else the office should know"),
        help_text=_("The office reads it, and the person may. Leave it empty where nothing is to say."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, kind: Kind, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.currency = kind, currency
        if kind is Kind.PAYMENT:
            self.fields["amount"].required = True
        elif kind is Kind.LATE:
            self.fields["amount"].label = _("How much is late?")
        else:
            del self.fields["amount"]

    def clean(self) -> dict[str, Any]:
        """Read the amount in the money of the loan."""
        self.cleaned_data["currency"] = self.currency
        return super().clean()

    def told(self) -> DeskTold:
        """Return what was told."""
        held = self.cleaned_data
        return DeskTold(self.kind, held["on"], held.get("amount"), held["words"])


class WrongForm(forms.Form):
    """That something told was wrong, and why."""

    why = forms.CharField(label=_("What was wrong?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
