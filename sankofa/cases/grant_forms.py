"""Forms of grants: propose one, hand it over, take back, cancel."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sankofa.cases import sayings, typed
from sankofa.cases.actions.cases import NOTE_MAX
from sankofa.cases.rules.grants import Receiver
from sankofa.kernel.identifiers import uuid7
from sankofa.kernel.money import Money

if TYPE_CHECKING:
    from sankofa.ledger.models import Account


class _AmountForm(forms.Form):
    """A form that asks for an amount of a known currency."""

    amount = forms.CharField(
        label=_("How much"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"required": _("Write how much this person gets.")},
    )

    def __init__(self, *args: Any, most: Money, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most = most
        self.money = most
        self.fields["amount"].initial = str(most.decimal)
        self.fields["amount"].help_text = _("In %(currency)s.") % {"currency": most.currency}

    def clean_amount(self) -> str:
        """Return the amount as it was typed; refuse what is none."""
        figures: str = self.cleaned_data["amount"].strip()
        self.money = typed.money(figures, self.most.currency)
        return figures


class ProposeGrantForm(_AmountForm):
    """How much of what the plan promises is proposed, and why now."""

    reason = typed.sentences(
        _("What should those who decide know?"),
        NOTE_MAX,
        required=False,
        help_text=_("Two colleagues read it before they decide. It is kept sealed."),
    )


class HandOverForm(_AmountForm):
    """What was handed over, into whose hands, who saw it, and out of which cash box."""

    given_on = typed.day(_("Day"))
    account = forms.ChoiceField(
        label=_("Out of which cash box or bank account?"),
        error_messages={
            "required": _("Choose a cash box or bank account of a book for grants."),
            "invalid_choice": _("Choose a cash box or bank account of a book for grants."),
        },
    )
    receiver = forms.ChoiceField(
        label=_("Who received it?"),
        choices=[(code.value, said) for code, said in sayings.RECEIVERS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who received it.")},
    )
    received_by = forms.CharField(
        label=_("Their name"),
        max_length=120,
        required=False,
        help_text=_("Where somebody else received it, or a grown-up did with a child."),
    )
    witness = forms.CharField(
        label=_("Who saw it"),
        max_length=120,
        help_text=_("Somebody who does not work here."),
        error_messages={"required": _("Write who saw it: somebody who does not work here.")},
    )
    note = typed.note(NOTE_MAX, rows=2)
    receipt = forms.UUIDField(widget=forms.HiddenInput)
    others = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, tills: "Sequence[Account]", others: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["account"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (str(one.pk), " · ".join(part for part in (one.book.name, one.get_kind_display(), one.code) if part))
            for one in tills
        ]
        if len(tills) == 1:
            field.initial = str(tills[0].pk)
        self.fields["receipt"].initial = uuid7()
        self.fields["others"].initial = others

    def said(self, tills: "Sequence[Account]") -> dict[str, Any]:
        """Return what was handed over as the action takes it."""
        held = dict(self.cleaned_data)
        account = next(one for one in tills if str(one.pk) == held.pop("account"))
        receiver = Receiver(held["receiver"])
        key = held.pop("receipt")
        return {**held, "key": key, "amount": self.money, "account": account, "receiver": receiver}


class WhyForm(forms.Form):
    """Why a grant is cancelled, or something handed over is taken back."""

    reason = typed.sentences(
        _("Why?"),
        NOTE_MAX,
        help_text=_("It stays to be read, sealed."),
        error_messages={"required": _("Write why.")},
    )
