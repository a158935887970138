"""What every rule of funds shares: its refusals, and how a step of its worked sheets is written."""

from collections.abc import Iterable

from sankofa.instalments.errors import BadTerms
from sankofa.kernel.finding import Fact, Finding, Weight
from sankofa.kernel.money import Money

ROOM = "sankofa.funds"


class BadFund(BadTerms):
    """Something in a fund's papers cannot be as it stands."""


class FundCurrencies(BadFund):
    """An amount in another currency than the fund's."""

    def __init__(self, field: str, fund: str, other: str) -> None:
        super().__init__(field, other, f"every amount of a fund is in one currency, here {fund}")
        self.fund = fund
        self.other = other

    def __str__(self) -> str:
        return f"{self.field}: an amount in {self.other} in a fund in {self.fund}; {self.right}."


def check_amounts(currency: str, amounts: Iterable[tuple[str, Money | None]]) -> None:
    """Raise FundCurrencies for an amount in another currency, BadFund for one below zero; None is not known."""
    for name, amount in amounts:
        if amount is None:
            continue
        if amount.currency != currency:
            raise FundCurrencies(name, currency, amount.currency)
        if amount.minor < 0:
            raise BadFund(name, amount, "an amount is zero or more")


def note(code: str, source: str, **facts: Fact) -> Finding:
    """Return a step of a worked sheet, or something good to know."""
    return Finding(code, Weight.NOTE, source, **facts)


def barrier(code: str, source: str, **facts: Fact) -> Finding:
    """Return a finding that stops."""
    return Finding(code, Weight.BARRIER, source, **facts)


def first_do(code: str, source: str, **facts: Fact) -> Finding:
    """Return a finding that asks for something to be done, or found out, first."""
    return Finding(code, Weight.PREREQUISITE, source, **facts)


def concern(code: str, source: str, **facts: Fact) -> Finding:
    """Return a finding that asks for care."""
    return Finding(code, Weight.CONCERN, source, **facts)
