"""What a price file says beyond terms: compulsory deposits."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sankofa.instalments.errors import BadTerms
from sankofa.instalments.reading import Fields, a_number, a_word, a_yes, an_amount, terms_of
from sankofa.instalments.schema import AMOUNT, NUMBER, YES, listed, record, terms_schema, words
from sankofa.instalments.terms import RateBasis, Terms
from sankofa.kernel.money import Money
from sankofa.lenders.rules.price import Deposit, DepositTime

EXTRA = ("deposits", "profit_share", "note")
"""Fields of a price file that the reader of terms leaves to this one."""


@dataclass(frozen=True, slots=True)
class ProfitShare:
    """The lender's share of the profit, and the profits of one instalment's time that may be made."""

    percent: Fraction
    profits: tuple[Money, ...]


def price_terms_of(content: object) -> tuple[Terms, tuple[Deposit, ...], ProfitShare | None]:
    """Return terms, compulsory deposits and profit share of a file's content.  Raises BadTerms and its kinds."""
    terms = terms_of(content, EXTRA)
    share = Fields(content).taken("profit_share", _profit_share(an_amount(terms.currency)), None)
    if (share is not None) is not (terms.basis is RateBasis.PROFIT_SHARE):
        raise BadTerms("profit_share", "it", "it goes with the basis profit_share, and that basis needs it")
    deposits = Fields(content).listed("deposits", _deposit(an_amount(terms.currency)))
    return terms, deposits, share


def _profit_share(amount: Callable[[str, Any], Money]) -> Callable[[str, Any], ProfitShare]:
    def take(field: str, value: Any) -> ProfitShare:
        fields = Fields(value, field)
        share = ProfitShare(
            percent=fields.needed("percent", a_number, "the lender's share of the profit"),
            profits=fields.listed("profits", amount),
        )
        fields.end()
        return share

    return take


def _deposit(amount: Callable[[str, Any], Money]) -> Callable[[str, Any], Deposit]:
    def take(field: str, value: Any) -> Deposit:
        fields = Fields(value, field)
        deposit = Deposit(
            name=str(fields.needed("name", lambda _, name: name, "what the deposit is called")),
            amount=fields.taken("amount", amount, None),
            percent=fields.taken("percent", a_number, Fraction(0)),
            time=fields.taken("time", a_word(DepositTime), DepositTime.DEDUCTED),
            returned=fields.taken("returned", amount, None),
            kept=fields.taken("kept", a_yes, False),
        )
        fields.end()
        return deposit

    return take


def price_schema() -> dict[str, Any]:
    """Return the JSON Schema of a price file."""
    deposit = record(
        {
            "name": {"type": "string"},
            "amount": AMOUNT,
            "percent": NUMBER | {"description": "Of the principal."},
            "time": words(DepositTime),
            "returned": AMOUNT | {"description": "What comes back at the end; left out: all of it, without interest."},
            "kept": YES | {"description": "Nothing comes back."},
        },
        ["name"],
    )
    share = record(
        {
            "percent": NUMBER | {"description": "The lender's share of the profit."},
            "profits": listed(
                AMOUNT, "Profits of one instalment's time that may be made; better a low and a high one."
            ),
        },
        ["percent", "profits"],
    )
    extra = {
        "deposits": listed(deposit, "Compulsory savings and cash deposits, held to the end."),
        "profit_share": share,
    }
    return terms_schema(extra, "Terms of a loan to be priced")
