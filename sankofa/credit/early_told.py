"""Early loans in words: the grounds as they are asked, where one stands, and why it cannot be."""

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from sankofa.accounts import queries as accounts
from sankofa.credit import actions, queries, sayings
from sankofa.debts.rules.terms import Answer
from sankofa.shell import words

if TYPE_CHECKING:
    from sankofa.credit.models import LoanCheck

GROUNDS: Final = {
    "innovative": _("The idea is new"),
    "substantial_seed_capital": _("It needs much money to begin"),
    "profit_or_jobs": _("It can bring much profit, or work for others"),
    "added_value": _("It makes something worth more"),
    "in_value_chain": _("It has its place among buyers and sellers here"),
    "written_evidence": _("A buyer or a seller says so in writing"),
    "grant_as_deposit_agreed": _("The grant is put down as a deposit"),
}
"""The grounds in the words of a line, in the order in which they are asked."""
SAID: Final = {Answer.YES: _("yes"), Answer.NO: _("no"), Answer.UNKNOWN: _("not known")}
"""What was said of each, in words that do not change with the reader."""


def refusal(refused: Exception) -> str:
    """Return why a loan cannot come early, and what would be right."""
    match refused:
        case actions.NotEarly():
            return " ".join(sayings.say(one) for one in refused.findings)
        case actions.Ended():
            return gettext("This look at a loan has ended. Look again before an early loan is asked for.")
        case actions.NotWhole():
            return gettext("Only the seven questions were asked. Fill the whole table first.")
        case actions.AskedAlready():
            return gettext("It was asked for already. Two colleagues decide.")
    return gettext("A colleague went on with this meanwhile. This is how it stands now.")


def standing(check: "LoanCheck") -> dict[str, Any] | None:
    """Return where the early loan of a check stands; None where none was asked for, or it was refused."""
    held = queries.early_of(check)
    if held is None:
        return None
    asked = gettext("Asked for on %(day)s by %(name)s.") % {"day": words.day(held.asked_on), "name": held.asked_by.name}
    if held.allowed_on is None:
        return {"title": gettext("An early loan is asked for"), "lines": [asked, gettext("Two colleagues decide.")]}
    names = ", ".join(sorted(accounts.names_of(set(held.committee)).values()))
    return {
        "title": gettext("An early loan was allowed"),
        "lines": [
            gettext("Allowed on %(day)s by %(names)s.") % {"day": words.day(held.allowed_on), "names": names},
            asked,
            gettext("So the grant or the time in business is not asked first. It ends with this look."),
        ],
    }
