"""The form of a lender."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sankofa.lenders.actions import LenderSaid
from sankofa.lenders.forms import fields
from sankofa.lenders.models.lenders import LENDER_KINDS
from sankofa.lenders.rules.standing import LenderKind

if TYPE_CHECKING:
    from sankofa.accounts.models import Office
    from sankofa.lenders.models import Lender


class LenderForm(forms.Form):
    """Puts a lender on the list, or puts right what is said of it."""

    office = forms.ChoiceField(label=_("On the list of"))
    name = fields.text(200, label=_("Name of the lender"))
    kind = forms.ChoiceField(
        label=_("What kind of lender is it?"),
        help_text=_("It decides which questions are asked when you look into it. It cannot be changed later."),
        choices=LENDER_KINDS,
        widget=forms.RadioSelect,
    )
    licence = fields.text(120, label=_("Licence or registration"), required=False)
    places = fields.lines(label=_("Places it serves"), help_text=_("One place on each line."))
    phone = fields.text(40, label=_("Phone of the lender"), required=False)
    complaints = fields.text(
        120,
        label=_("Where customers complain"),
        help_text=_("A number or an address. It stands on the sheet that people take home."),
        required=False,
    )
    contact = fields.text(
        300,
        label=_("Whom you spoke with"),
        help_text=_("A name and a direct line. It is kept locked in the database."),
        required=False,
    )
    said_by = fields.text(200, label=_("Where you know this from"))
    note = forms.CharField(
        label=_("What else to know"), required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self, *args: Any, offices: Sequence["Office"] = (), held: "Lender | None" = None, **kwargs: Any
    ) -> None:
        if held is not None:
            names = ("name", "licence", "phone", "complaints", "contact", "said_by", "note")
            kwargs["initial"] = {name: getattr(held, name) for name in names} | {"places": "\n".join(held.places)}
        super().__init__(*args, **kwargs)
        self.held = held
        if held is not None:
            del self.fields["office"], self.fields["kind"]
            return
        field = self.fields["office"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(one.pk), one.name) for one in offices]
        if len(offices) == 1:
            field.widget, field.initial = forms.HiddenInput(), str(offices[0].pk)

    def said(self) -> LenderSaid:
        """Return what was said."""
        told = self.cleaned_data
        kind = LenderKind(told["kind"] if self.held is None else self.held.kind)
        places = tuple(line.strip() for line in told["places"].splitlines() if line.strip())
        names = ("name", "licence", "phone", "complaints", "note", "said_by", "contact")
        return LenderSaid(kind=kind, places=places, **{name: told[name] for name in names})
