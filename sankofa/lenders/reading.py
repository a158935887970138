"""What a price file says beyond terms: compulsory deposits."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from sankofa.instalments.reading import Fields, a_number, a_word, a_yes, an_amount, terms_of
from sankofa.instalments.schema import AMOUNT, NUMBER, YES, listed, record, terms_schema, words
from sankofa.instalments.terms import Terms
from sankofa.kernel.money import Money
from sankofa.lenders.rules.price import Deposit, DepositTime


def price_terms_of(content: object) -> tuple[Terms, tuple[Deposit, ...]]:
    """Return terms and compulsory deposits of a file's content.  Raises BadTerms and its kinds."""
    terms = terms_of(content)
    deposits = Fields(content).listed("deposits", _deposit(an_amount(terms.currency)))
    return terms, deposits


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
    extra = {"deposits": listed(deposit, "Compulsory savings and cash deposits, held to the end.")}
    return terms_schema(extra, "Terms of a loan to be priced")
