"""What is asked before two colleagues decide on an early loan."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sankofa.credit import labels
from sankofa.credit.forms.fields import choice
from sankofa.credit.rules.terms import Grounds
from sankofa.debts.rules.terms import Answer


class EarlyForm(forms.Form):
    """The two grounds of an early loan, fact by fact, and what was shown for them."""

    innovative = choice(_("Is the idea new here?"), labels.ANSWER)
    substantial_seed_capital = choice(_("Does it need much money to begin at all?"), labels.ANSWER)
    profit_or_jobs = choice(_("Can it bring much profit, or work for others?"), labels.ANSWER)
    added_value = choice(_("Or: does it make something worth more than it was?"), labels.ANSWER)
    in_value_chain = choice(_("Or: does it have its place among buyers and sellers here?"), labels.ANSWER)
    written_evidence = choice(_("Does a buyer or a seller say so in writing?"), labels.ANSWER)
    grant_as_deposit_agreed = choice(
        _("Is it agreed that a grant still to come is put down as a deposit?"),
        labels.ANSWER,
        _("Only where the grant was not given yet. It stays theirs, and nobody takes it without them."),
    )
    evidence = forms.CharField(
        label=_("What did you see for it?"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Who buys or sells, on which paper, and who looked at it. Those who decide read it."),
    )

    def grounds(self) -> Grounds:
        """Return the grounds; no committee has looked at them yet."""
        said = {name: Answer(self.cleaned_data[name]) for name in Grounds.__slots__ if name in self.cleaned_data}
        return Grounds(**said, committee=frozenset())
