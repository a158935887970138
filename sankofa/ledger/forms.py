"""Forms of the books."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from sankofa.kernel.currencies import CURRENCIES
from sankofa.kernel.identifiers import uuid7
from sankofa.kernel.money import Money
from sankofa.ledger.models import ACCOUNT_KINDS, BOOK_KINDS
from sankofa.ledger.rules.terms import Line, Movement
from sankofa.ledger.sentences import account_name

if TYPE_CHECKING:
    from sankofa.accounts.models import Organisation
    from sankofa.ledger.models import Account

_IN_USE = [(code, code) for code, one in CURRENCIES.items() if one.exponent is not None and one.withdrawn_on is None]


def _day(**said: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **said)


class BookForm(forms.Form):
    """Opens a book."""

    organisation = forms.ChoiceField(label=_("Organisation"))
    name = forms.CharField(label=_("Name of the book"), max_length=120)
    kind = forms.ChoiceField(
        label=_("What is it about?"),
        help_text=_("This cannot be changed later. Grants and loans are kept in separate books."),
        choices=BOOK_KINDS,
        widget=forms.RadioSelect,
    )
    opened_on = _day(label=_("First day"), help_text=_("Nothing can be booked before this day."))

    def __init__(self, *args: Any, organisations: Sequence["Organisation"], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(one.pk), one.name) for one in organisations]
        if len(organisations) == 1:
            field.widget, field.initial = forms.HiddenInput(), str(organisations[0].pk)


class AccountForm(forms.Form):
    """Opens an account."""

    kind = forms.ChoiceField(label=_("What stands on it?"), choices=ACCOUNT_KINDS)
    currency = forms.ChoiceField(label=_("Currency"), choices=[("", "—"), *_IN_USE])
    code = forms.CharField(
        label=_("Short mark"),
        help_text=_("Tells it from others of its kind, such as till-2. Never a person’s name."),
        max_length=20,
        required=False,
        validators=[RegexValidator(r"^[a-z0-9-]*\Z", _("Use small letters, digits and hyphens only."))],
    )


class PostForm(forms.Form):
    """Enters what happened to money: so much from here to there."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    from_account = forms.ChoiceField(label=_("Out of"))
    to_account = forms.ChoiceField(label=_("Into"))
    amount = forms.CharField(
        label=_("Amount"),
        help_text=_("In plain digits, such as 1250 or 100.50."),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    booked_on = _day(label=_("Day"))
    about_on = _day(
        label=_("Day it is about"),
        help_text=_("Only for a late entry about a day that is closed."),
        required=False,
    )
    note = forms.CharField(
        label=_("Note"),
        help_text=_("Who looks at this entry can read it. It is kept locked in the database."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, accounts: Sequence["Account"], today: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"key": uuid7(), "booked_on": today})
        super().__init__(*args, **kwargs)
        self.accounts = {str(one.pk): one for one in accounts}
        for name in ("from_account", "to_account"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("Choose an account"))] + [
                (key, account_name(one)) for key, one in self.accounts.items()
            ]

    def movement(self) -> Movement:
        """Return what is to be entered.  Raises NotAnAmount and TooManyDecimals."""
        said = self.cleaned_data
        currency = self.accounts[said["from_account"]].currency
        amount = Money.of(said["amount"].strip(), currency)
        line = Line(UUID(said["from_account"]), UUID(said["to_account"]), amount)
        return Movement(
            key=said["key"], lines=(line,), booked_on=said["booked_on"], about_on=said["about_on"], note=said["note"]
        )


class TakeBackForm(forms.Form):
    """Takes an entry back."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why is this entry taken back?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class CloseForm(forms.Form):
    """Closes a period."""

    last_on = _day(
        label=_("Last day of the period"),
        help_text=_("Up to and including this day, nothing can be entered any more. This cannot be undone."),
    )


class StatementForm(forms.Form):
    """Chooses the days of a statement; the address holds them."""

    first = _day(label=_("From"), required=False)
    last = _day(label=_("To"), required=False)
