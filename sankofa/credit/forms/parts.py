"""The pages of the whole table.  Each gives its answers as the table keeps them; “not known” is one of them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sankofa.credit import labels
from sankofa.credit.forms.fields import choice, day, several
from sankofa.credit.rules.table import YEAR, Line
from sankofa.credit.rules.terms import FORMAL_SOURCES, OWN_MONEY, Source
from sankofa.debts import labels as debt_labels
from sankofa.debts.forms.amounts import AmountsForm, amount_field
from sankofa.debts.rules.first_talk import Presence, may_ask_of_pressure
from sankofa.kernel.money import Money
from sankofa.shell import words

if TYPE_CHECKING:
    from sankofa.lenders.models import Product

Answers = dict[str, Any]


class PartForm(AmountsForm):
    """A page of the table: its lines, and a reason where something known is changed."""

    NAMES: tuple[str, ...] = ()

    why = forms.CharField(
        label=_("Why is it different from what was known?"),
        required=False,
        max_length=500,
        help_text=_("Only where you change a line that another page or an earlier talk filled."),
    )

    def __init__(self, *args: Any, table: Mapping[str, Line], currency: str, **kwargs: Any) -> None:
        given = {name: table[name].value for name in self.NAMES if table[name].value is not None}
        kwargs["initial"] = {**given, **self.more_initial(table)}
        super().__init__(*args, **kwargs)
        self.currency, self.table = currency, table
        self.order_fields([name for name in self.fields if name != "why"])

    def more_initial(self, table: Mapping[str, Line]) -> Answers:
        """Return what fields show at first that are no lines themselves."""
        return {}

    def clean(self) -> Answers:
        """Read every amount in the money of the table."""
        self.cleaned_data["currency"] = self.currency
        return super().clean()

    def answers(self) -> Answers:
        """Return the answers by their line."""
        return {name: _kept(self.cleaned_data.get(name)) for name in self.NAMES}

    def ask_why(self, names: Sequence[str]) -> None:
        """Say which lines were changed without a reason."""
        told = ", ".join(str(labels.LINES.get(name, name)) for name in names)
        self.add_error("why", gettext("Say why. Changed: %(lines)s.") % {"lines": told})


def _kept(value: Any) -> Any:
    match value:
        case Money():
            return str(value.decimal)
        case date():
            return value.isoformat()
        case list():
            return sorted(value) or None
        case "":
            return None
        case _:
            return value


class WishForm(PartForm):
    """What the person wants."""

    NAMES = ("wants_loan", "accepts_interest", "purposes", "wants_to_run_business", "cycle", "borrowed_before")
    AMOUNTS = ("borrowed_before",)

    wants_loan = choice(_("Do they want a loan?"), labels.WISH)
    accepts_interest = choice(_("Do they agree to pay interest?"), labels.WISH)
    purposes = several(_("What is the money for?"), labels.PURPOSE)
    wants_to_run_business = choice(_("Do they want to run a business day by day?"), labels.INTEREST)
    cycle = forms.IntegerField(
        label=_("Which loan would it be? 1 is the first."), min_value=1, max_value=20, required=False
    )
    borrowed_before = amount_field(_("All earlier loans through this programme together"))


class BusinessForm(PartForm):
    """How the business stands."""

    NAMES = (
        "business",
        "business_started_on",
        "registered",
        "viability",
        "plan",
        "trained_money",
        "trained_business",
    )

    business = choice(_("Does the business run?"), labels.BUSINESS)
    business_started_on = day(_("Since when?"))
    registered = choice(_("Is it registered?"), labels.ANSWER)
    viability = choice(_("How well can it do, by somebody who knows the trade?"), labels.VIABILITY)
    plan = choice(_("Does the business plan hold?"), labels.PLAN)
    trained_money = choice(_("Done a course on planning money, or shown the skill?"), labels.ANSWER)
    trained_business = choice(_("Done a course on running a business, or shown the skill?"), labels.ANSWER)


class HelpForm(PartForm):
    """What help came, and what is agreed."""

    NAMES = ("grant", "other_support_months", "needs_assessed_on", "follow_up_agreed")

    grant = choice(_("How far has the grant come? It never has to be paid back."), labels.GRANT)
    other_support_months = forms.IntegerField(
        label=_("Without a grant: how many months was other help used?"), min_value=0, max_value=240, required=False
    )
    needs_assessed_on = day(_("When were their needs talked through last?"))
    follow_up_agreed = choice(_("Are visits agreed for the first three months?"), labels.ANSWER)


class MoneyForm(PartForm):
    """What is short, what is there, and which months are lean."""

    NAMES = ("gap", "opening_cash", "lean_months", "lean_income")
    AMOUNTS = ("gap", "opening_cash", "lean_income")

    gap = amount_field(_("How much is short for the plan, after own money, grant and other help?"))
    opening_cash = amount_field(_("How much cash is there now?"))
    lean_months = forms.TypedMultipleChoiceField(
        label=_("In which of the next twelve months does less come in?"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    no_lean = forms.BooleanField(label=_("Asked: every month is much alike"), required=False)
    lean_income = amount_field(_("What does such a month bring in?"))

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["lean_months"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        ahead = [(on.month - 1 + number) for number in range(1, YEAR + 1)]
        field.choices = [
            (number, words.month(date(on.year + month // YEAR, month % YEAR + 1, 1)))
            for number, month in enumerate(ahead, start=1)
        ]

    def more_initial(self, table: Mapping[str, Line]) -> Answers:
        """Tick that nothing is lean where that was said."""
        return {"no_lean": table["lean_months"].value == []}

    def clean(self) -> Answers:
        """Ask what a lean month brings, and let nobody tick a month and deny it."""
        held = super().clean()
        if held.get("lean_months") and held.get("no_lean"):
            self.add_error("lean_months", gettext("Months are ticked, and “much alike” as well. Leave one of them."))
        if held.get("lean_months") and held.get("lean_income") is None and "lean_income" not in self.errors:
            self.add_error("lean_income", gettext("Write what such a month brings in, or leave the months empty."))
        return held

    def answers(self) -> Answers:
        """Return the answers; no lean month is told from months that nobody asked about."""
        held = super().answers()
        if self.cleaned_data["no_lean"]:
            held["lean_months"] = []
        return held


class DebtsForm(PartForm):
    """Of each debt, whether a day was agreed and is past."""

    NAMES = ("lateness",)

    def __init__(self, *args: Any, debts: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        self.debts = debts
        super().__init__(*args, **kwargs)
        held = self.table["lateness"].value or {}
        for number, (key, title) in enumerate(debts):
            said = held.get(key, {})
            agreed = choice(title, labels.AGREED)
            agreed.initial = _agreed(said)
            days = forms.IntegerField(
                label=_("If it is late: by how many days?"), min_value=1, max_value=20_000, required=False
            )
            days.initial = said.get("days") or None
            self.fields[f"agreed_{number}"], self.fields[f"days_{number}"] = agreed, days
        del self.fields["why"]

    def clean(self) -> Answers:
        """Ask by how many days a debt is late."""
        held = super().clean()
        for number in range(len(self.debts)):
            is_late = held.get(f"agreed_{number}") == "late"
            if is_late and held.get(f"days_{number}") is None and f"days_{number}" not in self.errors:
                self.add_error(f"days_{number}", gettext("Write by how many days."))
        return held

    def answers(self) -> Answers:
        """Return what was said of each debt, by its key."""
        told = {}
        for number, (key, _title) in enumerate(self.debts):
            said = self.cleaned_data[f"agreed_{number}"]
            days = {"ontime": 0, "late": self.cleaned_data[f"days_{number}"]}.get(said)
            told[key] = {"agreed": {"ontime": "yes", "late": "yes"}.get(said, said), "days": days}
        return {"lateness": told}


def _agreed(said: Mapping[str, Any]) -> str:
    if said.get("agreed") == "yes":
        return "late" if said.get("days") else "ontime"
    return str(said.get("agreed", "unknown"))


class OthersForm(PartForm):
    """Other ways to the money: whether somebody looked, whether it is there, and what it covers."""

    NAMES = tuple(f"way_{source}" for source in Source)
    AMOUNTS = tuple(f"covers_{source}" for source in Source)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for source in Source:
            held = self.table[f"way_{source}"].value or {}
            looked = choice(labels.SOURCE[source], labels.LOOKED)
            looked.required, looked.initial = False, held.get("available", "")
            self.fields[f"is_{source}"] = looked
            covers = amount_field(_("How much of it would be there?"))
            covers.initial = held.get("covers", "")
            self.fields[f"covers_{source}"] = covers
            if source in FORMAL_SOURCES:
                cheaper = choice(_("Is it cheaper, on paper?"), labels.ANSWER)
                cheaper.required, cheaper.initial = False, held.get("costs_less_in_writing", "unknown")
                self.fields[f"cheaper_{source}"] = cheaper
            if source in OWN_MONEY | FORMAL_SOURCES:
                declined = forms.CharField(
                    label=_("If they do not want to use it: why, in their words"), required=False, max_length=300
                )
                declined.initial = held.get("declined_because", "")
                self.fields[f"declined_{source}"] = declined
        del self.fields["why"]

    def groups(self) -> list[dict[str, Any]]:
        """Return the fields source by source."""
        stems = ("is", "covers", "cheaper", "declined")
        return [
            {"fields": [self[f"{stem}_{source}"] for stem in stems if f"{stem}_{source}" in self.fields]}
            for source in Source
        ]

    def answers(self) -> Answers:
        """Return each way that was looked at; None where nobody looked."""
        held = self.cleaned_data
        told: Answers = {}
        for source in Source:
            looked = held[f"is_{source}"]
            covers = held.get(f"covers_{source}")
            told[f"way_{source}"] = None
            if looked:
                told[f"way_{source}"] = {
                    "available": looked,
                    "covers": None if covers is None or looked != "yes" else str(covers.decimal),
                    "costs_less_in_writing": held.get(f"cheaper_{source}") or "unknown",
                    "declined_because": (held.get(f"declined_{source}") or "").strip(),
                }
        return told


class AloneForm(PartForm):
    """What is asked only where nobody else can hear."""

    NAMES = (
        "threatened_over_debt",
        "self_harm_risk",
        "bondage",
        "another_takes_or_threatens",
        "own_decision_on",
        "sacrifices",
    )

    present = forms.ChoiceField(
        label=_("Who can hear you?"),
        choices=debt_labels.choices(debt_labels.PRESENT),
        widget=forms.RadioSelect,
        help_text=_("On the phone too: who could hear it at their end?"),
        error_messages={"required": _("Choose who is present.")},
    )
    another_takes_or_threatens = choice(
        _("Would somebody else take the money, decide alone, or threaten them?"),
        labels.ANSWER,
        _("A family that decides together is no such case."),
    )
    own_decision_on = day(_("If so: on which day did they say alone that it is their own free choice?"))
    threatened_over_debt = choice(_("Did somebody threaten or hurt them over a debt?"), labels.ANSWER)
    self_harm_risk = choice(_("Could they come to harm, also from their own hand?"), labels.ANSWER)
    bondage = choice(
        _("Does a debt hold them, or one of the family: work for it, papers kept, not free to leave?"), labels.ANSWER
    )
    gave_up = several(
        _("In the last three months, what happened three times or more so that a debt could be paid?"),
        labels.SACRIFICES,
    )
    no_sacrifice = forms.BooleanField(label=_("Asked: none of these"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["why"]

    def more_initial(self, table: Mapping[str, Line]) -> Answers:
        """Tick that nothing was given up where that was said."""
        return {"no_sacrifice": table["sacrifices"].value == 0}

    def clean(self) -> Answers:
        """Keep nothing where somebody else can hear."""
        held = super().clean()
        if held.get("present") and not may_ask_of_pressure(Presence(held["present"])):
            self.add_error("present", gettext("Somebody else can hear. Ask none of this now; find a time for you two."))
        if held.get("gave_up") and held.get("no_sacrifice"):
            self.add_error("gave_up", gettext("Something is ticked, and “none” as well. Leave one of them."))
        return held

    def answers(self) -> Answers:
        """Return the answers; how many things were given up, and none told from not asked."""
        held = {name: _kept(self.cleaned_data.get(name)) for name in self.NAMES if name != "sacrifices"}
        gave_up = self.cleaned_data["gave_up"]
        asked = bool(gave_up) or self.cleaned_data["no_sacrifice"]
        held["sacrifices"] = len(gave_up) if asked else self.table["sacrifices"].value
        return held


class OfferForm(PartForm):
    """Which offer, how much, for how long, and what was asked about it."""

    NAMES = (
        "amount",
        "loan_months",
        "instead_of_grant",
        "price_cap_percent",
        "pledges",
        "guarantors",
        "documents",
    )
    AMOUNTS = ("amount",)
    GUARANTORS = 2
    NO_CAP = "1000000"

    product = forms.ChoiceField(label=_("Which offer?"), widget=forms.RadioSelect, required=False)
    amount = amount_field(_("How much?"))
    loan_months = forms.IntegerField(label=_("For how many months?"), min_value=1, max_value=120, required=False)
    instead_of_grant = choice(_("Would it take the place of the grant?"), labels.ANSWER)
    price_cap_percent = forms.DecimalField(
        label=_("Highest price a year that law or programme allow, for every 100"),
        min_value=0,
        max_value=1000,
        max_digits=7,
        decimal_places=2,
        required=False,
    )
    no_cap = forms.BooleanField(label=_("Asked: neither sets one"), required=False)
    pledges = several(_("What could be lost?"), labels.PLEDGE)
    no_pledges = forms.BooleanField(label=_("Asked: nothing is pledged"), required=False)
    no_guarantors = forms.BooleanField(label=_("Asked: nobody stands in"), required=False)

    def __init__(
        self, *args: Any, products: Sequence["Product"], chosen: str, papers: Sequence[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["product"]
        assert isinstance(field, forms.ChoiceField)
        offers = [(str(one.pk), words.named(one.lender.name, one.name)) for one in products]
        field.choices = [*offers, ("", str(_("None yet")))]
        field.initial = chosen
        held = self.table["guarantors"].value or []
        for number in range(self.GUARANTORS):
            said = held[number] if number < len(held) else {}
            name = forms.CharField(label=_("Who would have to pay instead?"), required=False, max_length=120)
            name.initial = said.get("name", "")
            poor = choice(_("Is it a relative with little income?"), labels.ANSWER)
            poor.required, poor.initial = False, said.get("poor_relative", "unknown")
            owes = choice(_("Do they borrow too?"), labels.ANSWER)
            owes.required, owes.initial = False, said.get("also_borrows", "unknown")
            self.fields |= {f"name_{number}": name, f"poor_{number}": poor, f"owes_{number}": owes}
        if papers:
            documents = forms.MultipleChoiceField(
                label=_("Which of the papers that the lender asks for are there?"),
                choices=[(one, one) for one in sorted(papers)],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
            documents.initial = self.table["documents"].value or []
            self.fields["documents"] = documents
        del self.fields["why"]

    def more_initial(self, table: Mapping[str, Line]) -> Answers:
        """Tick what was said to be none."""
        has_no_cap = table["price_cap_percent"].value == self.NO_CAP
        return {
            "no_cap": has_no_cap,
            "price_cap_percent": None if has_no_cap else table["price_cap_percent"].value,
            "no_pledges": table["pledges"].value == [],
            "no_guarantors": table["guarantors"].value == [],
        }

    def clean(self) -> Answers:
        """Ask again where something is named and denied."""
        held = super().clean()
        for name, none in (("price_cap_percent", "no_cap"), ("pledges", "no_pledges"), ("name_0", "no_guarantors")):
            if held.get(name) and held.get(none):
                self.add_error(name, gettext("Something is named, and “none” as well. Leave one of them."))
        return held

    def answers(self) -> Answers:
        """Return what was asked about the offer."""
        held = self.cleaned_data
        told = {name: _kept(held.get(name)) for name in ("amount", "loan_months", "instead_of_grant", "pledges")}
        cap = held.get("price_cap_percent")
        told["price_cap_percent"] = self.NO_CAP if held["no_cap"] else None if cap is None else str(cap)
        if held["no_pledges"]:
            told["pledges"] = []
        named = [
            {
                "name": held[f"name_{number}"].strip(),
                "poor_relative": held[f"poor_{number}"] or "unknown",
                "also_borrows": held[f"owes_{number}"] or "unknown",
            }
            for number in range(self.GUARANTORS)
            if held[f"name_{number}"].strip()
        ]
        told["guarantors"] = named or ([] if held["no_guarantors"] else None)
        told["documents"] = sorted(held.get("documents") or self.table["documents"].value or [])
        return told
