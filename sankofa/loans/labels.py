"""The values of reported loans in words that a caseworker uses, and the questions in which they are asked."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from sankofa.cases.rules.visits import NotReached
from sankofa.loans.actions import Which
from sankofa.loans.rules.caring import Reason, Wish
from sankofa.loans.rules.reported import Kind, Source

Labels = Mapping[Any, Any]

SOURCE: Labels = {
    Source.LENDER: _("The lender told us"),
    Source.VISIT: _("The person told us"),
    Source.SLIP: _("We saw a slip or a booklet of the lender"),
}
SOURCE_SHORT: Labels = {
    Source.LENDER: _("told by the lender"),
    Source.VISIT: _("told by the person"),
    Source.SLIP: _("seen on a slip"),
}
KIND: Labels = {
    Kind.PAYMENT: _("Paid"),
    Kind.REPAID: _("All paid back, says the lender"),
    Kind.WRITTEN_OFF: _("Given up by the lender"),
    Kind.AGREED_ANEW: _("Agreed anew"),
    Kind.LATE: _("A payment is late, says the lender"),
}
END: Labels = {
    Kind.REPAID: _("Nothing is owed any more"),
    Kind.WRITTEN_OFF: _("The lender has given it up"),
}
REASON: Labels = {
    Reason.ILLNESS: _("somebody was ill"),
    Reason.SALES: _("sells less, or the season is bad"),
    Reason.LOSS: _("something was lost: stolen, burnt, flooded, an animal died"),
    Reason.FAMILY: _("the family needed it"),
    Reason.OTHER_DEBT: _("another debt had to be paid"),
    Reason.PRICE: _("the payments were too large from the start"),
    Reason.MISTAKE: _("it was paid, and the lender has not noted it"),
    Reason.OTHER: _("something else"),
    Reason.NOT_SAID: _("the person would rather not say"),
}
WISH: Labels = {
    Wish.PAUSE: _("a pause: pay later"),
    Wish.SMALLER_PARTS: _("smaller parts, for a longer time"),
    Wish.MEDIATION: _("somebody who speaks with the lender for them"),
    Wish.NOTHING: _("nothing: they manage alone"),
    Wish.NOT_SURE: _("not sure yet"),
}
NOT_REACHED: Labels = {
    NotReached.NO_ANSWER: _("Nobody answered"),
    NotReached.NOT_FOUND: _("Not at home"),
    NotReached.LATER: _("Asked us to come another day"),
    NotReached.MOVED: _("Lives elsewhere now"),
    NotReached.ABROAD: _("Went abroad again"),
    NotReached.REFUSED: _("Does not want to talk now"),
    NotReached.UNSAFE: _("A talk is not safe for them"),
}
WHICH: Labels = {
    Which.THIS: _("The first is right"),
    Which.OTHER: _("The second is right"),
    Which.BOTH: _("They are two payments"),
}


def choices(known: Labels) -> list[tuple[str, Any]]:
    """Return the values of a question as a form offers them."""
    return [(str(code), text) for code, text in known.items()]


def many(known: Labels, held: Any) -> str:
    """Return several values in one line, in the order in which they are asked."""
    return ", ".join(str(text) for code, text in known.items() if code in held)
