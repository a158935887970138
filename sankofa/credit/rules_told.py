"""Which rules a look at a loan went by, and from where, in words: for the table and for what came of it."""

from typing import Any

from django.utils.translation import gettext, ngettext

from sankofa.credit import applying
from sankofa.credit.rules.policy import RULE_SET, Policy
from sankofa.shell import words


def applied(policy: Policy) -> dict[str, Any]:
    """Return the rules that apply: whose they are, from where, and what they ask that others do not."""
    scheme = applying.scheme_of(policy)
    return {
        "title": gettext("By which rules"),
        "whose": gettext("Our own rules.")
        if scheme is None
        else gettext("The rules of %(lender)s, as its offer comes from there.") % {"lender": scheme.name},
        "source": gettext("Our rules, version %(version)s") % {"version": RULE_SET}
        if scheme is None
        else scheme.said_by,
        "lines": _lines(policy),
    }


def _lines(policy: Policy) -> list[str]:
    return [
        gettext("A course on money and one on business are done, or the skill was shown."),
        gettext("The grant was given in full first."),
        gettext("Somebody who knows the trade says that the business can do well."),
        gettext("The business was started and is registered.")
        if policy.started_and_registered_is_enough
        else ngettext(
            "The business has run for %(count)s month at least.",
            "The business has run for %(count)s months at least.",
            policy.business_months,
        )
        % {"count": words.number(policy.business_months)},
        *_limits(policy),
    ]


def _limits(policy: Policy) -> list[str]:
    found = []
    if policy.first_loan_max is not None:
        found.append(gettext("A first loan: %(cap)s at most.") % {"cap": words.money(policy.first_loan_max)})
    if policy.loans_max is not None:
        text = ngettext("%(count)s loan at most.", "%(count)s loans at most, one after the other.", policy.loans_max)
        found.append(text % {"count": words.number(policy.loans_max)})
    if policy.all_loans_max is not None:
        found.append(gettext("All loans together: %(cap)s at most.") % {"cap": words.money(policy.all_loans_max)})
    if policy.guarantors_asked is not None:
        text = ngettext("%(count)s person stands in.", "%(count)s people stand in.", policy.guarantors_asked)
        found.append(text % {"count": words.number(policy.guarantors_asked)})
    return found
