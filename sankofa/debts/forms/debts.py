"""One debt of the roster, and what happened to it since."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sankofa.debts import labels
from sankofa.debts.forms.amounts import AmountsForm, amount_field, currency_field, typed
from sankofa.debts.rules import roster
from sankofa.debts.rules.roster import Agreed, Change, ChangeKind, Effect, Extra, Payer, Rhythm, Stage, Told
from sankofa.debts.rules.terms import Answer, Form, Frequency, Lender, Pledge, Purpose
from sankofa.returnees.forms.days import DayField, PartialDayField, WholeDayField
from sankofa.returnees.rules.terms import PartialDay, Precision

NOT_ASKED_HERE = frozenset({Purpose.RANSOM})
"""Asked alone, on a page of its own."""
_MONEY_ONLY = (
    "amount",
    "repaid_before",
    "still_owed",
    "currency",
    "instalment",
    "frequency",
    "extra",
    "horizon_months",
)

_GROUPS = (
    (_("To whom and what for"), ("lender", "purpose", "stage", "lent_on", "agreed")),
    (_("How much"), ("amount", "repaid_before", "still_owed", "currency", "extra")),
    (
        _("How it is paid"),
        ("rhythm", "instalment", "frequency", "horizon_months", "due_on", "asked_back", "payer"),
    ),
    (_("What is at stake"), ("pledges", "no_pledges", "guarantor")),
    (_("What it does"), ("effects", "no_effects", "own_words", "is_right")),
)

_SAYS_SOMETHING = ("lender", "purpose", "amount", "repaid_before", "still_owed", "instalment", "own_words")
"""One of these at least, so that a debt can be told from another, and an empty page is not taken for a debt."""


class DebtForm(AmountsForm):
    """A debt as somebody tells it; of a promise or a duty no amount is asked."""

    AMOUNTS = ("amount", "repaid_before", "still_owed", "instalment")
    WIDE = ("pledges", "effects")

    lender = forms.ChoiceField(label=_("To whom is it owed?"), choices=labels.choices(labels.LENDER), initial="unknown")
    purpose = forms.ChoiceField(
        label=_("What was it for?"),
        choices=labels.choices(labels.PURPOSE, leave_out=NOT_ASKED_HERE),
        initial="unknown",
    )
    stage = forms.ChoiceField(label=_("When was it made?"), choices=labels.choices(labels.STAGE), initial="unknown")
    lent_on = PartialDayField(label=_("On which day, or in which year"))
    agreed = forms.ChoiceField(label=_("How was it agreed?"), choices=labels.choices(labels.AGREED), initial="unknown")
    amount = amount_field(_("How much was it?"))
    repaid_before = amount_field(
        _("How much was repaid until today?"), help_text=_("Write 0 if nothing was. Leave it empty if nobody knows.")
    )
    still_owed = amount_field(
        _("How much is still owed today?"),
        help_text=_("Only if they say it. Otherwise it is worked out from the two above."),
    )
    currency = currency_field()
    extra = forms.ChoiceField(
        label=_("What is expected on top?"), choices=labels.choices(labels.EXTRA), initial="unknown"
    )
    rhythm = forms.ChoiceField(label=_("How is it paid?"), choices=labels.choices(labels.RHYTHM), initial="unknown")
    instalment = amount_field(_("How much at a time, if that was agreed?"))
    frequency = forms.ChoiceField(
        label=_("How often?"), choices=[("", labels.UNKNOWN), *labels.choices(labels.FREQUENCY)], required=False
    )
    horizon_months = forms.IntegerField(
        label=_("Without agreed times: in how many months do they mean to have paid?"),
        min_value=1,
        max_value=240,
        required=False,
    )
    due_on = WholeDayField(label=_("From which day is it to be paid, or by when?"))
    asked_back = forms.ChoiceField(
        label=_("Has it been asked back?"), choices=labels.choices(labels.ANSWER), initial="unknown"
    )
    payer = forms.ChoiceField(label=_("Who repays?"), choices=labels.choices(labels.PAYER), initial="unknown")
    pledges = forms.MultipleChoiceField(
        label=_("What can be taken, or is held already?"),
        choices=labels.choices(labels.PLEDGE),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    no_pledges = forms.BooleanField(label=_("Asked: nothing is pledged"), required=False)
    guarantor = forms.ChoiceField(
        label=_("Did somebody vouch for it?"), choices=labels.choices(labels.ANSWER), initial="unknown"
    )
    effects = forms.MultipleChoiceField(
        label=_("What does it do, in their own eyes?"),
        choices=labels.choices(labels.EFFECT),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    no_effects = forms.BooleanField(label=_("Asked: it does none of these"), required=False)
    own_words = forms.CharField(
        label=_("In their own words"),
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_right = forms.BooleanField(label=_("I asked again: it is right as it stands here"), required=False)

    def __init__(self, *args: Any, form: Form, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form = form
        self.fields["lent_on"].on = on  # type: ignore[attr-defined]
        if form is Form.MORAL:
            for name in (*_MONEY_ONLY, "rhythm", "pledges", "no_pledges"):
                del self.fields[name]
        del_right = not (self.is_bound and self.data.get("asks_again"))
        if del_right:
            del self.fields["is_right"]

    @property
    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The questions under their headings; what is not asked of this kind of debt is left out."""
        found = [(title, [self[name] for name in names if name in self.fields]) for title, names in _GROUPS]
        return [(title, fields) for title, fields in found if fields]

    def clean(self) -> dict[str, Any]:
        """Ask for both or none where one half of an instalment is typed; what is ticked and denied is asked again."""
        held = super().clean()
        if held.get("instalment") is not None and not held.get("frequency"):
            self.add_error("frequency", gettext("Choose how often, or leave the amount empty."))
        if held.get("frequency") and held.get("instalment") is None and "instalment" not in self.errors:
            self.add_error("instalment", gettext("Write how much at a time, or choose “not known”."))
        for name in ("pledges", "effects"):
            if held.get(name) and held.get(f"no_{name}"):
                self.add_error(name, gettext("Something is ticked, and “none” as well. Leave one of them."))
        if not self.errors and not any(self._says(name) for name in _SAYS_SOMETHING):
            self.add_error("lender", gettext("Nothing is said of this debt yet. Say at least to whom, or what for."))
        return held

    def _says(self, name: str) -> bool:
        """Whether a question was answered; an amount of 0 is an answer, “not known” is none."""
        return self.cleaned_data.get(name) not in {None, "", "unknown"}

    def told(self) -> Told:
        """Return the debt as the rules know it."""
        held = self.cleaned_data
        lent: PartialDay = held["lent_on"]
        return Told(
            lender=Lender(held["lender"]),
            form=self.form,
            purpose=Purpose(held["purpose"]),
            stage=Stage(held["stage"]),
            agreed=Agreed(held["agreed"]),
            amount=held.get("amount"),
            still_owed=held.get("still_owed"),
            repaid_before=held.get("repaid_before"),
            lent_on=lent.earliest,
            lent_until=lent.latest,
            extra=Extra(held.get("extra") or "unknown"),
            pledges=self._ticked("pledges", Pledge),
            guarantor=Answer(held["guarantor"]),
            rhythm=Rhythm(held.get("rhythm") or "unknown"),
            instalment=held.get("instalment"),
            frequency=Frequency(held["frequency"]) if held.get("frequency") else None,
            due_on=held["due_on"],
            horizon_months=held.get("horizon_months"),
            asked_back=Answer(held["asked_back"]),
            payer=Payer(held["payer"]),
            effects=self._ticked("effects", Effect),
            own_words=held["own_words"].strip(),
        )

    def _ticked(self, name: str, kind: Any) -> frozenset[Any] | None:
        held = self.cleaned_data
        if held.get(name):
            return frozenset(kind(one) for one in held[name])
        return frozenset() if held.get(f"no_{name}") else None


def initial_of(told: Told) -> dict[str, Any]:
    """Return a debt as it is typed, for correcting it."""
    lent = None
    if told.lent_on is not None:
        is_day = told.lent_until in {None, told.lent_on}
        precision = Precision.DAY if is_day else Precision.MONTH if _same_month(told) else Precision.YEAR
        lent = PartialDay(told.lent_on, precision)
    amounts = {name: typed(getattr(told, name)) for name in DebtForm.AMOUNTS}
    plain = ("lender", "purpose", "stage", "agreed", "extra", "rhythm", "asked_back", "payer", "guarantor")
    return {
        **amounts,
        **{name: str(getattr(told, name)) for name in plain},
        "lent_on": lent,
        "currency": roster.currency_of(told) or "",
        "frequency": str(told.frequency or ""),
        "horizon_months": told.horizon_months,
        "due_on": told.due_on,
        "pledges": [str(one) for one in told.pledges or ()],
        "no_pledges": told.pledges == frozenset(),
        "effects": [str(one) for one in told.effects or ()],
        "no_effects": told.effects == frozenset(),
        "own_words": told.own_words,
    }


def _same_month(told: Told) -> bool:
    assert told.lent_on is not None, "asked only where a day is known"
    assert told.lent_until is not None, "asked only where a day is known"
    return (told.lent_on.year, told.lent_on.month) == (told.lent_until.year, told.lent_until.month)


class ChangeForm(AmountsForm):
    """What happened to a debt: repaid, forgiven, more, agreed anew; of a promise or a duty no amount is asked."""

    AMOUNTS = ("amount", "instalment")

    kind = forms.ChoiceField(
        label=_("What happened?"),
        choices=labels.choices(labels.CHANGE),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what happened.")},
    )
    on = DayField(label=_("On which day"))
    amount = amount_field(_("How much?"), help_text=_("Forgiven and left empty means all that was left."))
    instalment = amount_field(_("Agreed anew: how much at a time?"), help_text="")
    frequency = forms.ChoiceField(
        label=_("How often?"), choices=[("", labels.UNKNOWN), *labels.choices(labels.FREQUENCY)], required=False
    )
    due_on = WholeDayField(label=_("Agreed anew: from which day?"))
    currency = currency_field()
    words = forms.CharField(
        label=_("In their own words"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, form: Form, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_moral = form is Form.MORAL
        if self.is_moral:
            for name in ("amount", "instalment", "frequency", "currency"):
                del self.fields[name]
            self.fields["kind"].choices = labels.choices(  # type: ignore[attr-defined]
                labels.CHANGE, leave_out=frozenset({ChangeKind.REPAID_WHOLLY})
            )

    def clean(self) -> dict[str, Any]:
        """Ask for the amount where the kind needs one, and ask again about what belongs to another kind."""
        held = super().clean()
        needs_amount = held.get("kind") in {"repaid", "more"} and not self.is_moral
        if needs_amount and held.get("amount") is None and "amount" not in self.errors:
            self.add_error("amount", gettext("Write how much it was."))
        if held.get("instalment") is not None and not held.get("frequency"):
            self.add_error("frequency", gettext("Choose how often, or leave the amount empty."))
        if held.get("frequency") and held.get("instalment") is None and "instalment" not in self.errors:
            self.add_error("instalment", gettext("Write how much at a time, or choose “not known”."))
        has_amount = held.get("kind") not in {"agreed_anew", "repaid_wholly"}
        stray = (() if has_amount else ("amount",)) + (
            () if held.get("kind") == "agreed_anew" else ("instalment", "due_on")
        )
        for name in stray if held.get("kind") else ():
            if held.get(name) is not None and name not in self.errors:
                self.add_error(name, gettext("This does not belong to what happened. Take it out, or choose again."))
        return held

    def change(self) -> Change:
        """Return what happened as the rules know it."""
        held = self.cleaned_data
        return Change(
            kind=ChangeKind(held["kind"]),
            on=held["on"],
            amount=held.get("amount"),
            instalment=held.get("instalment"),
            frequency=Frequency(held["frequency"]) if held.get("frequency") else None,
            due_on=held["due_on"],
        )
