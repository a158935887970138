"""The six short questions, and what a home lives on."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sankofa.debts import labels
from sankofa.debts.forms.amounts import AmountsForm, amount_field, currency_field
from sankofa.debts.rules.budget import Budget
from sankofa.debts.rules.first_talk import Owes, Presence, Six, Strain
from sankofa.debts.rules.household import IncomeKind
from sankofa.debts.rules.terms import Answer, Frequency
from sankofa.returnees.forms.days import DayField


class SixForm(AmountsForm):
    """Who can hear, and the six short questions."""

    AMOUNTS = ("total", "paid")

    present = forms.ChoiceField(
        label=_("Who is present?"),
        choices=labels.choices(labels.PRESENT),
        widget=forms.RadioSelect,
        help_text=_("On the phone too: who could hear it at their end?"),
        error_messages={"required": _("Choose who is present.")},
    )
    held_on = DayField(label=_("Day of the talk"))
    owes = forms.ChoiceField(
        label=_("1. Do they owe anything to anybody: money, goods, work, or a promise?"),
        choices=labels.choices(labels.OWES),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one; “not known” is an answer too.")},
    )
    lenders = forms.IntegerField(
        label=_("2. To how many people or places?"),
        min_value=0,
        max_value=99,
        required=False,
        help_text=_("Leave it empty if nobody knows."),
    )
    total = amount_field(_("3. About how much is it altogether?"))
    paid = amount_field(_("4. How much do they pay back at a time?"))
    paid_every = forms.ChoiceField(
        label=_("How often?"),
        choices=[("", labels.UNKNOWN), *labels.choices(labels.FREQUENCY)],
        required=False,
    )
    currency = currency_field()
    strain = forms.ChoiceField(
        label=_("5. Does paying keep the home from food, school or care?"),
        choices=labels.choices(labels.STRAIN),
        initial=Strain.UNKNOWN.value,
        widget=forms.RadioSelect,
    )
    wants_help = forms.ChoiceField(
        label=_("6. Would they like help with it?"),
        choices=labels.choices(labels.ANSWER),
        initial=Answer.UNKNOWN.value,
        widget=forms.RadioSelect,
    )

    def clean(self) -> dict[str, Any]:
        """Ask how often where an amount is paid: a sum without a rhythm says nothing of a month.

        What is typed beside “never” or “all is paid” is asked again: nobody knows which of the two is right.
        """
        held = super().clean()
        if held.get("paid") is not None and not held.get("paid_every"):
            self.add_error("paid_every", gettext("Choose how often, or leave the amount empty."))
        if held.get("paid_every") and held.get("paid") is None and "paid" not in self.errors:
            self.add_error("paid", gettext("Write how much at a time, or choose “not known”."))
        if held.get("owes") in {Owes.NEVER, Owes.PAID}:
            for name in ("lenders", "total", "paid"):
                if held.get(name):
                    self.add_error(name, gettext("Nothing is owed, it says above. Put one of the two right."))
        return held

    def said(self) -> dict[str, Any]:
        """Return the answers as the action takes them."""
        held = self.cleaned_data
        six = Six(
            owes=Owes(held["owes"]),
            lenders=held["lenders"],
            total=held["total"],
            paid=held["paid"],
            paid_every=Frequency(held["paid_every"]) if held["paid_every"] else None,
            strain=Strain(held["strain"]),
            wants_help=Answer(held["wants_help"]),
        )
        return {"present": Presence(held["present"]), "held_on": held["held_on"], "six": six}


class HomeForm(forms.Form):
    """Whether what they owe may be counted together with the home."""

    agrees = forms.ChoiceField(
        label=_("May what they owe be counted together with the home?"),
        choices=[("yes", _("yes")), ("no", _("no, or not any more"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what they said.")},
    )


class BudgetForm(AmountsForm):
    """What comes in and what the home needs in a usual month."""

    AMOUNTS = ("own", "own_costs", "others", "needs")

    told_on = DayField(label=_("Day of the talk"))
    own = amount_field(_("What the person earns in a month"))
    own_kind = forms.ChoiceField(label=_("Most of it from"), choices=labels.choices(labels.INCOME), initial="other")
    own_costs = amount_field(_("What it costs to earn it"), help_text=_("Such as goods, transport, taxes."))
    others = amount_field(
        _("What others of the home give in a month"),
        help_text=_("Only what they said themselves. Write 0 if nobody else gives anything."),
    )
    needs = amount_field(
        _("What the home needs in a month, before any debt"),
        help_text=_("Food, rent, school, care, transport."),
    )
    currency = currency_field()
    size = forms.IntegerField(
        label=_("How many people live of it, this person included"), min_value=1, max_value=60, required=False
    )
    is_head = forms.ChoiceField(
        label=_("Does this person decide on the money of the home?"),
        choices=labels.choices(labels.ANSWER),
        initial=Answer.UNKNOWN.value,
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one amount or number at least: an empty page tells nothing of a month, and would only look saved."""
        held = super().clean()
        if not self.errors and all(held.get(name) is None for name in (*self.AMOUNTS, "size")):
            self.add_error("own", gettext("Nothing is said of the month yet. Write one number at least."))
        return held

    def said(self) -> dict[str, Any]:
        """Return the month as the action takes it."""
        held = self.cleaned_data
        budget = Budget(
            own=held["own"],
            own_costs=held["own_costs"],
            own_kind=IncomeKind(held["own_kind"]),
            others=held["others"],
            needs=held["needs"],
            size=held["size"],
            is_head=Answer(held["is_head"]),
        )
        return {"budget": budget, "told_on": held["told_on"]}
