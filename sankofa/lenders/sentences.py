"""What this room says of its records, in the reader's words."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from sankofa.kernel import wording
from sankofa.kernel.finding import Finding, Value
from sankofa.kernel.money import Money
from sankofa.lenders import actions, labels
from sankofa.lenders.rules import comparison, due_diligence, kept
from sankofa.lenders.rules.offers import Frequency, Offered, OutsideAmounts, OutsideMonths, TruePrice
from sankofa.lenders.rules.standing import Standing
from sankofa.shell import words

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from sankofa.lenders.queries import Known

ROOM = "sankofa.lenders"


def finding(found: Finding) -> str:
    """Return a finding of this room as a sentence, with names for its codes."""
    return wording.text(found, get_language() or "en", ROOM, show=_shown)


def _shown(value: Value) -> str:
    match value:
        case Money():
            return words.money(value)
        case Decimal():
            return words.figure(value)
        case str():
            for names in (labels.INDICATORS, labels.DIMENSIONS, labels.FIELDS):
                if value in names:
                    return str(names[value])
    return wording.plain(value)


def tag(known: "Known") -> dict[str, str]:
    """Return where a lender stands as a tag."""
    word, kind = labels.STANDINGS[known.standing]
    return {"label": str(word), "kind": kind}


def until(known: "Known") -> str:
    """Return until when it holds where a lender stands, in words; empty where it has no end."""
    if known.suspension is not None:
        return gettext("Stopped on %(day)s.") % {"day": words.day(known.suspension.from_on)}
    if known.valid_until is None or known.standing in {Standing.REFUSED, Standing.NOT_ASSESSED}:
        return ""
    text = gettext("It ran out on %(day)s.") if known.standing is Standing.RUN_OUT else gettext("Holds until %(day)s.")
    return text % {"day": words.day(known.valid_until)}


def percent(value: Fraction | Decimal) -> str:
    """Return a percentage with one decimal at most."""
    exact = Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else value
    shown = exact.quantize(Decimal("0.1"))
    whole = shown == shown.to_integral_value()
    # Translators: a percentage; keep the space that your language writes.
    return gettext("%(number)s %%") % {"number": words.figure(shown.quantize(Decimal(1)) if whole else shown)}


def terms(offered: Offered) -> tuple[list[dict[str, Any]], list[str]]:
    """Return what is known of a product, line by line, and the names of what is not known."""
    product = offered.product
    rows: list[dict[str, Any]] = []
    unknown: list[str] = []
    for name, label in labels.FIELDS.items():
        if name in {"fees", "lender_kind", "from"}:
            continue
        held = offered if name in {"fee_once", *kept.FIGURES} else product
        value = getattr(held, name)
        if value is None:
            unknown.append(str(label))
        else:
            rows.append({"label": label, "value": _said(name, value)})
    return rows, unknown


def _said(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, Money):
        return words.money(value) if value else gettext("none")
    if isinstance(value, Fraction):
        return percent(value)
    if isinstance(value, frozenset):
        return ", ".join(sorted(value)) or gettext("none")
    choices = {"frequency": labels.FREQUENCIES, "rate_basis": labels.BASES}.get(name)
    if choices is not None:
        return str(dict(choices)[str(value)])
    return words.number(value) if isinstance(value, int) else str(value)


def price(priced: TruePrice) -> dict[str, Any]:
    """Return a price in the words of a page: what comes back for every 100, from where to where the year's rate is."""
    told: dict[str, Any] = {
        "notes": [finding(one) for one in priced.findings],
        "amount": words.money(priced.amount),
        "months": words.number(priced.months),
    }
    if not priced.readings:
        return told | {"back": "", "rows": []}
    low, high = priced.readings[0], priced.readings[-1]
    told["back"] = _between(*(words.number(comparison.back_for_100(one)) for one in (low, high)))
    told["rate"] = _between(*(percent(one.effective_rate.percent(1)) for one in (low, high)))
    told["nominal"] = _between(*(percent(one.nominal_rate.percent(1)) for one in (low, high)))
    told["rows"] = [
        {"label": gettext("In your hand"), "value": _range(low.received, high.received)},
        {"label": gettext("Each payment"), "value": _range(comparison.payment(low), comparison.payment(high))},
        {"label": gettext("Number of payments"), "value": words.number(priced.count)},
        {"label": gettext("You pay back"), "value": _range(low.paid, high.paid)},
    ]
    if low.returned or high.returned:
        told["rows"].append(
            {"label": gettext("Comes back to you at the end"), "value": _range(low.returned, high.returned)}
        )
    told["rows"].append({"label": gettext("It costs you"), "value": _range(low.cost, high.cost), "total": True})
    return told | {"own": [finding(one) for one in low.findings if not priced.is_range]}


def _range(low: Money, high: Money) -> str:
    return _between(words.money(low), words.money(high))


def _between(low: str, high: str) -> str:
    return low if low == high else gettext("%(low)s to %(high)s") % {"low": low, "high": high}


def how_often(frequency: str | None) -> str:
    """Return how often people pay, in a few words; by the month where nobody knows."""
    return str(dict(labels.FREQUENCIES)[frequency or Frequency.MONTH.value])


REFUSALS = (
    OutsideAmounts,
    OutsideMonths,
    actions.HandInTwice,
    actions.LendsNothing,
    actions.LiftedAlready,
    actions.NamedAlready,
    actions.NoSuchQuestion,
    actions.NotALender,
    actions.NotAnAnswer,
    actions.NotDraft,
    actions.NotHandedIn,
    actions.NotLater,
    actions.NothingChanged,
    actions.OnTheListAlready,
    actions.StoppedItThemselves,
    actions.SuspendedAlready,
    actions.WhyMissing,
    actions.WorkedOnAlready,
    due_diligence.NotAllowed,
)
"""What people can cause on the pages of lenders."""


def refusal(error: Exception) -> str:
    """Return why something cannot be done, as a sentence."""
    match error:
        case OutsideAmounts():
            return _limits(gettext("This lender lends"), _money(error.least), _money(error.most))
        case OutsideMonths():
            return _limits(gettext("This lender lends for months:"), _number(error.least), _number(error.most))
        case actions.NotLater():
            return gettext("The terms before begin on %(day)s. New ones begin on that day or later.") % {
                "day": words.day(error.from_on)
            }
        case due_diligence.NotAllowed():
            return gettext("What was found forbids this decision: something must hold that does not, or is not known.")
    return str(_REFUSED[type(error)])


def _limits(before: str, least: str, most: str) -> str:
    told = {"before": before, "least": least, "most": most}
    if least and most:
        return gettext("%(before)s from %(least)s to %(most)s.") % told
    return (gettext("%(before)s at least %(least)s.") if least else gettext("%(before)s at most %(most)s.")) % told


def _money(amount: Money | None) -> str:
    return "" if amount is None else words.money(amount)


def _number(value: int | None) -> str:
    return "" if value is None else words.number(value)


_REFUSED: "Mapping[type[Exception], _StrPromise]" = {
    actions.HandInTwice: _("You had a hand in this assessment, so another person decides."),
    actions.LendsNothing: _("It lends nothing itself: it leads people to lenders."),
    actions.LiftedAlready: _("Somebody lifted this stop already."),
    actions.StoppedItThemselves: _("You stopped this lender, so another person lifts it."),
    actions.SuspendedAlready: _("Nobody is sent to this lender already."),
    actions.WhyMissing: _("Write why."),
    actions.NamedAlready: _("This lender has a product of this name already."),
    actions.NoSuchQuestion: _("This is not among the questions about this lender."),
    actions.NotALender: _("This organisation is no lender."),
    actions.NotAnAnswer: _("This is no answer to the question, or the day has not come yet."),
    actions.NotDraft: _("This was handed in, so nothing in it changes now."),
    actions.NotHandedIn: _("This was not handed in yet, or was decided already."),
    actions.NothingChanged: _("Nothing is different from before."),
    actions.OnTheListAlready: _("A lender of this name is on the list already."),
    actions.WorkedOnAlready: _("Somebody is looking into this lender already."),
}


def all_of(found: Iterable[Finding]) -> list[str]:
    """Return findings as sentences."""
    return [finding(one) for one in found]
