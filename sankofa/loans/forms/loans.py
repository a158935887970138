"""The form of a loan: with whom, how much, how it is paid back, and who says so."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sankofa.debts.forms.amounts import AmountsForm, amount_field, currency_field, typed
from sankofa.instalments.terms import RateBasis
from sankofa.lenders import labels as lending
from sankofa.lenders.rules.offers import Frequency
from sankofa.lenders.rules.products import RateBasis as Offered
from sankofa.loans import labels
from sankofa.loans.actions import LoanTold
from sankofa.loans.rules.reported import COUNT_MOST, Lent, Source
from sankofa.returnees.forms.days import DayField, WholeDayField
from sankofa.shell import words

if TYPE_CHECKING:
    from sankofa.lenders.models import Lender, ProductVersion

OTHER_TERMS = "-"
_GROUPS = (
    (_("The loan"), ("offer", "amount", "currency", "handed_out_on")),
    (_("How it is paid back"), ("frequency", "count", "each", "first_due_on")),
    (_("Where we know this from"), ("source", "said_by", "debt")),
)


class LoanForm(AmountsForm):
    """A loan as a lender or the person tells it."""

    AMOUNTS = ("amount", "each")

    offer = forms.ChoiceField(
        label=_("From which lender?"),
        help_text=_("A lender that is missing here is added first, on the page of lenders."),
    )
    amount = amount_field(_("How much was lent?"), required=True, help_text="")
    currency = currency_field()
    handed_out_on = DayField(label=_("On which day was it handed out?"))
    frequency = forms.ChoiceField(label=_("How often is it paid back?"), choices=lending.FREQUENCIES)
    count = forms.IntegerField(label=_("In how many payments?"), min_value=1, max_value=COUNT_MOST)
    each = amount_field(
        _("How much is one payment?"),
        help_text=_("As the slip or the person says. Empty: it is worked out from the rate of the product."),
    )
    first_due_on = WholeDayField(label=_("When is the first payment?"))
    source = forms.ChoiceField(label=_("Who says so?"), choices=labels.choices(labels.SOURCE), widget=forms.RadioSelect)
    said_by = forms.CharField(
        label=_("Who exactly"),
        help_text=_("Such as a name at the lender, or the number of the slip. It is kept locked."),
        max_length=300,
        required=False,
    )
    debt = forms.ChoiceField(
        label=_("Is it among the debts that were written down already?"),
        help_text=_("So that it is counted once."),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        lenders: "Sequence[Lender]" = (),
        versions: "Sequence[ProductVersion]" = (),
        debts: Sequence[tuple[str, str]] = (),
        held: Lent | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.held = held
        self.versions = {str(one.pk): one for one in versions}
        self.lenders = {str(one.pk): one for one in lenders}
        if held is not None:
            del self.fields["offer"], self.fields["debt"]
            return
        offer, debt = self.fields["offer"], self.fields["debt"]
        assert isinstance(offer, forms.ChoiceField), "declared above"
        assert isinstance(debt, forms.ChoiceField), "declared above"
        offer.choices = [("", "—"), *((one.name, self._offers(one)) for one in lenders)]
        debt.choices = [("", gettext("No, or nobody knows")), *debts]
        if not debts:
            del self.fields["debt"]

    def _offers(self, lender: "Lender") -> list[tuple[str, str]]:
        mine = [one for one in self.versions.values() if one.product.lender_id == lender.pk]
        named = [(f"{lender.pk} {one.pk}", words.named(lender.name, one.product.name)) for one in mine]
        other = gettext("%(lender)s: other terms") % {"lender": lender.name}
        return [*named, (f"{lender.pk} {OTHER_TERMS}", other)]

    @property
    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The questions under their headings."""
        return [(title, [self[name] for name in names if name in self.fields]) for title, names in _GROUPS]

    @property
    def version(self) -> "ProductVersion | None":
        """The terms that were chosen; None where it was agreed on others."""
        return self.versions.get(self.cleaned_data.get("offer", "").partition(" ")[2])

    @property
    def lender(self) -> "Lender":
        """The lender that was chosen."""
        return self.lenders[self.cleaned_data["offer"].partition(" ")[0]]

    def clean(self) -> dict[str, Any]:
        """Ask for one payment where nothing else tells what is paid back."""
        held = super().clean()
        if self.errors:
            return held
        if held["amount"] is None or held["amount"].minor <= 0:
            self.add_error("amount", gettext("A loan is more than nothing."))
        has_rate = self.held is not None and self.held.basis is not None
        if self.held is None and self.version is not None:
            product = self.version.to_terms().product
            has_rate = product.rate_basis is not None and product.rate_basis is not Offered.PROFIT_SHARE
            has_rate = has_rate and (product.rate_percent is not None or product.rate_basis is Offered.NONE)
        if held["each"] is None and not has_rate:
            self.add_error("each", gettext("Write how much one payment is: no rate of this lender is known."))
        first = held["first_due_on"]
        if first is not None and first <= held["handed_out_on"]:
            self.add_error("first_due_on", gettext("The first payment comes after the loan was handed out."))
        if held["frequency"] == Frequency.ONCE and (first is None or held["each"] is None or held["count"] != 1):
            self.add_error("frequency", gettext("All at the end: write one payment, how much it is, and on which day."))
        return held

    def told(self) -> LoanTold:
        """Return what was told."""
        return LoanTold(self.lent(), Source(self.cleaned_data["source"]), self.cleaned_data["said_by"])

    def lent(self) -> Lent:
        """Return what was agreed."""
        held = self.cleaned_data
        rate, basis = (None, None) if self.held is None else (self.held.rate_percent, self.held.basis)
        if self.held is None and self.version is not None:
            product = self.version.to_terms().product
            rate = product.rate_percent
            basis = None if product.rate_basis is None else RateBasis(product.rate_basis.value)
        return Lent(
            held["amount"],
            held["handed_out_on"],
            held["count"],
            Frequency(held["frequency"]),
            held["each"],
            rate,
            basis,
            held["first_due_on"],
        )


def initial_of(lent: Lent, source: str, said_by: str | None) -> dict[str, Any]:
    """Return a loan as it is typed, for putting it right."""
    return {
        "amount": typed(lent.amount),
        "currency": lent.amount.currency,
        "handed_out_on": lent.handed_out_on,
        "frequency": lent.frequency.value,
        "count": lent.count,
        "each": typed(lent.each),
        "first_due_on": lent.first_due_on,
        "source": source,
        "said_by": said_by or "",
    }
