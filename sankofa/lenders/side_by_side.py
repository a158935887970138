"""Offers side by side in words: what comes back for every 100, each payment beside the week, what can be lost.

It ranks nothing and recommends nothing.  Saving first stands before the offers and no loan after them, always.

Source: responsible-finance rules, 2.4; Knowledge Paper 1, 4.2.1 (R09) and 4.2.2 (R19 to R21).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, TypeGuard

from django.utils.translation import gettext

from sankofa.kernel.money import Money
from sankofa.lenders import sentences
from sankofa.lenders.rules import comparison
from sankofa.lenders.rules.offers import Offered, OutsideAmounts, OutsideMonths, TruePrice, true_price
from sankofa.messages.rules.segments import length_of
from sankofa.shell import words

if TYPE_CHECKING:
    from sankofa.lenders.models import ProductVersion
    from sankofa.lenders.queries import Known

_SHORT: Final = str.maketrans({"\u00a0": " ", "\u202f": " ", "’": "'"})
"""Signs that make a message of the seven-bit alphabet one of the long kind, which costs twice as much."""
REVIEWED: Final = frozenset({"en", "fr"})
"""Languages in which a second reader has checked the sheet."""


WEEKS_TOLD_MOST: Final = 520
"""For how many weeks of saving a month is named: nobody plans further than ten years."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person wants to compare: how much, for how long, what a week brings in and what could be saved of it."""

    amount: Money
    months: int
    income: Money | None
    saving: Money | None


def sheet(columns: "Sequence[tuple[ProductVersion, Known]]", asked: Asked, *, on: date) -> dict[str, Any]:
    """Return the sheet: its columns in order, the questions to ask back, and the text for a message of each offer."""
    priced = [(version, known, _priced(version.to_terms(), asked, on=on)) for version, known in columns]
    weekly = [comparison.of_a_week(one.readings[-1], asked.months) for _, _, one in priced if _has(one)]
    longest = max([one for one in (asked.income, asked.saving) if one is not None] + weekly, default=asked.amount)
    offers = [_offer(version, known, price, asked, longest) for version, known, price in priced]
    return {
        "amount": words.money(asked.amount),
        "months": words.number(asked.months),
        "columns": [_save_first(asked, longest, on), *offers, _no_loan()],
        "questions": list(questions()),
        "messages": [_message(version, price) for version, _, price in priced if _has(price)],
        "on": words.day(on),
    }


def questions() -> Iterator[str]:
    """Yield what to ask back, so that the person says it in their own words."""
    yield gettext("How much do you pay each time, and how often?")
    yield gettext("How much do you pay back in all?")
    yield gettext("What can you lose?")
    yield gettext("What happens if you are late?")
    yield gettext("Who decides whether you get the loan?")


def _priced(terms: Offered, asked: Asked, *, on: date) -> TruePrice | OutsideAmounts | OutsideMonths:
    try:
        return true_price(terms, asked.amount, asked.months, starts_on=on)
    except (OutsideAmounts, OutsideMonths) as outside:
        return outside


def _has(price: TruePrice | OutsideAmounts | OutsideMonths) -> TypeGuard[TruePrice]:
    return isinstance(price, TruePrice) and bool(price.readings)


def _offer(
    version: "ProductVersion",
    known: "Known",
    price: TruePrice | OutsideAmounts | OutsideMonths,
    asked: Asked,
    longest: Money,
) -> dict[str, Any]:
    terms = version.to_terms()
    told: dict[str, Any] = {
        "title": words.named(known.lender.name, version.product.name),
        "tag": sentences.tag(known),
        "until": sentences.until(known),
        "bars": [],
    }
    if not isinstance(price, TruePrice):
        return told | {"notes": [sentences.refusal(price)], "rows": []}
    said = sentences.price(price)
    told |= {"back": said["back"], "notes": [*said["notes"], *said.get("own", [])], "rows": list(said["rows"])}
    if price.readings:
        paid = comparison.of_a_week(price.readings[-1], asked.months)
        up_to = gettext("up to %(amount)s paid a week") if price.is_range else gettext("%(amount)s paid a week")
        told["bars"] = [*_earned(asked, longest), _bar(up_to, paid, longest, "paid")]
        told["small"] = gettext("Effective rate a year: %(rate)s. Nominal: %(nominal)s.") % {
            "rate": said["rate"],
            "nominal": said["nominal"],
        }
        told["rows"].insert(3, {"label": gettext("How often"), "value": sentences.how_often(terms.product.frequency)})
    told["words"] = [
        {"label": gettext("You can lose"), "value": _to_lose(terms)},
        {"label": gettext("If you are late"), "value": _isolated(terms.product.late_policy)},
        {"label": gettext("Where you can complain"), "value": _isolated(known.lender.complaints)},
    ]
    return told


def _isolated(typed: str | None) -> str | None:
    """Return what was typed in whatever script, set apart so that figures keep their order on a sheet in another."""
    return f"\u2068{typed}\u2069" if typed else None


def _to_lose(terms: Offered) -> str | None:
    """Return what a borrower stands to lose; None where nobody knows."""
    product = terms.product
    if product.pledges is None and product.guarantors is None:
        return None
    parts = [str(_isolated(one)) for one in sorted(product.pledges or ())]
    if product.guarantors:
        parts.append(gettext("your guarantors pay for you"))
    if product.pledges is None:
        parts.append(gettext("what is pledged is not known"))
    return ", ".join(parts) or gettext("nothing is pledged; what you earn goes to the payments")


def _save_first(asked: Asked, longest: Money, on: date) -> dict[str, Any]:
    weeks = comparison.weeks_to_save(asked.amount, asked.saving)
    bars = _earned(asked, longest)
    notes = []
    if weeks is None or asked.saving is None:
        notes.append(gettext("What could be saved in a week is not known."))
    else:
        bars.append(_bar(gettext("%(amount)s saved a week"), asked.saving, longest, "saved"))
    saved = []
    if weeks is not None and weeks <= WEEKS_TOLD_MOST:
        month = words.month(on + timedelta(weeks=weeks))
        saved.append(
            {"label": gettext("In your hand in %(month)s") % {"month": month}, "value": words.money(asked.amount)}
        )
    return {
        "title": gettext("Save first"),
        "tag": {"label": gettext("Costs nothing"), "kind": ""},
        "nothing": gettext("Nothing to pay back"),
        "bars": bars,
        "notes": notes,
        "rows": [
            {"label": gettext("In your hand today"), "value": words.money(Money.zero(asked.amount.currency))},
            {
                "label": gettext("Weeks until it is saved"),
                "value": None if weeks is None else words.number(weeks),
            },
            *saved,
        ],
        "words": [
            {
                "label": gettext("You can lose"),
                "value": gettext("nothing is pledged; keep the savings in a safe place"),
            },
        ],
    }


def _no_loan() -> dict[str, Any]:
    return {
        "title": gettext("No loan"),
        "tag": {"label": gettext("Costs nothing"), "kind": ""},
        "nothing": gettext("Nothing to pay back"),
        "bars": [],
        "notes": [gettext("You can ask again later. Saying no changes nothing in the help you get.")],
        "rows": [],
    }


def _earned(asked: Asked, longest: Money) -> list[dict[str, Any]]:
    if asked.income is None:
        return [{"label": gettext("What a week brings in is not known."), "percent": None, "kind": "earned"}]
    return [_bar(gettext("%(amount)s earned a week"), asked.income, longest, "tall earned")]


def _bar(text: str, amount: Money, longest: Money, kind: str) -> dict[str, Any]:
    return {
        "label": text % {"amount": words.money(amount)},
        "percent": comparison.bar(amount, longest),
        "kind": kind,
    }


def _message(version: "ProductVersion", price: TruePrice) -> dict[str, Any]:
    low, high = price.readings[0], price.readings[-1]
    told = {
        "lender": version.product.lender.name,
        "hand": _plain(low.received),
        "each": _plain(comparison.payment(high)),
        "count": price.count,
        "all": _plain(high.paid),
        "back": comparison.back_for_100(high),
        "low": comparison.back_for_100(low),
    }
    if price.is_range:
        text = gettext("%(lender)s: get %(hand)s. Price not sure: for every 100 pay back %(low)s to %(back)s.") % told
    else:
        text = (
            gettext(
                "%(lender)s: get %(hand)s. Pay %(each)s x %(count)s, in all %(all)s. For every 100 pay back %(back)s."
            )
            % told
        )
    text = text.translate(_SHORT)
    return {"text": text, "parts": words.number(length_of(text).parts)}


def _plain(amount: Money) -> str:
    """Return an amount as short as a message wants it: without decimals where there are none to tell."""
    whole = amount.decimal == amount.decimal.to_integral_value()
    return words.figure(amount.decimal.quantize(Decimal(1)) if whole else amount.decimal)
