"""A group's books out of a file: plain JSON in, a cycle or one sentence about what is wrong out."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from sankofa.instalments.errors import TwoCurrencies
from sankofa.instalments.reading import Fields, a_day, a_list, a_number, a_whole, a_word, an_amount
from sankofa.instalments.schema import AMOUNT, DAY, NUMBER, WHOLE, listed, record, words
from sankofa.kernel.currencies import UnknownCurrency, exponent
from sankofa.kernel.money import Money
from sankofa.savings.rules.constitution import (
    BadGroup,
    BeyondShares,
    LeftoverTo,
    MixedCurrencies,
    RoundingRule,
    ShareOutRule,
    ShareOutTerms,
    UnpaidLoans,
)
from sankofa.savings.rules.shareout import Cycle, Holding, Line, SignedDifference

Amount = Callable[[str, Any], Money]


def cycle_of(content: object) -> Cycle:
    """Return the books of a cycle that a file's content states.

    Raises BadGroup and its kinds, and what the reading of fields raises: one sentence that names the field.
    """
    fields = Fields(content)
    currency = fields.needed("currency", _currency, "the currency of the box, such as XOF")
    amount = _amount(currency)
    terms = ShareOutTerms(
        unit=fields.taken("unit", amount, Money(1, currency)),
        rule=fields.taken("rule", a_word(ShareOutRule), ShareOutRule.PRO_RATA_SHARES),
        flat_part=fields.taken("flat_percent", _part, None),
        rounding=fields.taken("rounding", a_word(RoundingRule), RoundingRule.LARGEST_REMAINDER),
        leftover_to=fields.taken("leftover_to", a_word(LeftoverTo), LeftoverTo.SOCIAL_FUND),
        unpaid_loans=fields.taken("unpaid_loans", a_word(UnpaidLoans), UnpaidLoans.REFUSE),
        beyond_shares=fields.taken("beyond_shares", a_word(BeyondShares), BeyondShares.REFUSE),
    )
    cycle = Cycle(
        share_price=fields.needed("share_price", amount, "what a share costs"),
        holdings=fields.needed("members", a_list(_holding(amount, currency)), "every member with number and shares"),
        terms=terms,
        income=fields.taken("income", a_list(_line("source", amount)), None),
        costs=fields.listed("costs", _line("for", amount)),
        brought_forward=fields.taken("brought_forward", amount, None),
        cash=fields.taken("cash", amount, None),
        difference=fields.taken("difference", _difference(amount), None),
        social_fund=fields.taken("social_fund", amount, None),
        starts_on=fields.taken("starts_on", a_day, None),
        ends_on=fields.taken("ends_on", a_day, None),
        on=fields.taken("on", a_day, None),
    )
    fields.end(("group", "note"))
    return cycle


def _currency(field: str, value: Any) -> str:
    try:
        exponent(value)
    except (UnknownCurrency, TypeError) as error:
        raise BadGroup(field, value, "it must be a currency code of ISO 4217, such as XOF") from error
    return str(value)


def _amount(currency: str) -> Amount:
    """Read an amount, and speak of the group rather than of a loan where its currency is another."""
    read = an_amount(currency)

    def take(field: str, value: Any) -> Money:
        try:
            return read(field, value)
        except TwoCurrencies as error:
            raise MixedCurrencies(field, currency, error.other) from error

    return take


def _part(field: str, value: Any) -> Fraction:
    return a_number(field, value) / 100


def _holding(amount: Amount, currency: str) -> Callable[[str, Any], Holding]:
    def take(field: str, value: Any) -> Holding:
        fields = Fields(value, field)
        holding = Holding(
            member=fields.needed("number", a_whole, "the number of the passbook"),
            shares=fields.needed("shares", a_whole, "how many shares the member holds"),
            unpaid=fields.taken("unpaid_loan", amount, Money.zero(currency)),
            name=str(fields.get("name") or ""),
            charges_paid=fields.taken("charges_paid", amount, None),
        )
        fields.end()
        return holding

    return take


def _line(name: str, amount: Amount) -> Callable[[str, Any], Line]:
    def take(field: str, value: Any) -> Line:
        fields = Fields(value, field)
        line = Line(
            str(fields.needed(name, lambda _, said: said, "where it came from or what it was for")),
            fields.needed("amount", amount, "how much it was"),
        )
        fields.end()
        return line

    return take


def _difference(amount: Amount) -> Callable[[str, Any], SignedDifference]:
    def take(field: str, value: Any) -> SignedDifference:
        fields = Fields(value, field)
        difference = SignedDifference(
            fields.needed("amount", amount, "how much is too much, or below zero: missing"),
            str(fields.get("reason") or ""),
            tuple(str(name) for name in fields.listed("signed_by", lambda _, name: name)),
        )
        fields.end()
        return difference

    return take


def cycle_schema() -> Mapping[str, Any]:
    """Return the JSON Schema of a group's file."""
    text = {"type": "string"}
    member = record(
        {
            "number": WHOLE,
            "name": text,
            "shares": WHOLE,
            "unpaid_loan": AMOUNT,
            "charges_paid": AMOUNT | {"description": "On loans; needed for return_interest_to_payer."},
        },
        ["number", "shares"],
    )
    properties = {
        "group": text,
        "currency": text | {"description": "ISO 4217 code of every amount, such as XOF."},
        "share_price": AMOUNT,
        "members": listed(member),
        "income": listed(
            record({"source": text, "amount": AMOUNT}, ["source", "amount"]),
            "By source; left out where nobody listed it. Then the counted cash tells the profit.",
        ),
        "costs": listed(record({"for": text, "amount": AMOUNT}, ["for", "amount"]), "Stationery, lost loans."),
        "brought_forward": AMOUNT | {"description": "Left in the loan fund from the cycle before."},
        "cash": AMOUNT | {"description": "The loan fund as counted, after all costs were paid."},
        "difference": record(
            {"amount": AMOUNT, "reason": text, "signed_by": listed(text)}, ["amount", "reason", "signed_by"]
        ),
        "social_fund": AMOUNT | {"description": "Shown, never shared out."},
        "starts_on": DAY,
        "ends_on": DAY,
        "on": DAY | {"description": "The day of the share-out."},
        "rule": words(ShareOutRule),
        "flat_percent": NUMBER | {"description": "Of hybrid: percent of the profit that is shared equally."},
        "rounding": words(RoundingRule),
        "unit": AMOUNT | {"description": "The smallest coin that is paid; left out: the currency's smallest unit."},
        "leftover_to": words(LeftoverTo),
        "unpaid_loans": words(UnpaidLoans),
        "beyond_shares": words(BeyondShares),
        "note": text | {"description": "For people; no rule reads it."},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A savings group at its share-out",
        **record(properties, ["currency", "share_price", "members"]),
    }
