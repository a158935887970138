"""The seven questions."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sankofa.credit import labels
from sankofa.credit.forms.fields import choice, day, several
from sankofa.credit.rules.first_questions import Seven
from sankofa.credit.rules.terms import BusinessStatus, Grant, Purpose, Wish
from sankofa.debts.rules.terms import Answer


class SevenForm(forms.Form):
    """Seven questions; “not known” is an answer to each."""

    wants_loan = choice(_("1. Do they want a loan at all?"), labels.WISH)
    purposes = several(_("2. What would the money be for?"), labels.PURPOSE, _("Leave all empty if nobody knows yet."))
    grant = choice(_("3. How far has their grant come?"), labels.GRANT)
    business = choice(_("4. Does the business run?"), labels.BUSINESS)
    business_started_on = day(_("If it runs: since when?"))
    left_over = choice(_("5. In a usual month, is anything left after food, rent and debts?"), labels.ANSWER)
    debt_presses = choice(_("6. Is a debt late, or asked back?"), labels.ANSWER)
    own_money = choice(_("7. Would savings, or a part of the grant, be enough for it?"), labels.ANSWER)

    def clean(self) -> dict[str, Any]:
        """Ask for the day only of a business that there is."""
        held = super().clean() or self.cleaned_data
        if held.get("business_started_on") and held.get("business") in {"none", "planned"}:
            self.add_error(
                "business_started_on", gettext("It does not run yet, it says above. Put one of the two right.")
            )
        return held

    def said(self) -> Seven:
        """Return the answers as the rules know them."""
        held = self.cleaned_data
        return Seven(
            wants_loan=Wish(held["wants_loan"]),
            purposes=frozenset(Purpose(one) for one in held["purposes"]) or None,
            grant=Grant(held["grant"]),
            business=BusinessStatus(held["business"]),
            business_started_on=held["business_started_on"],
            left_over=Answer(held["left_over"]),
            debt_presses=Answer(held["debt_presses"]),
            own_money=Answer(held["own_money"]),
        )
