"""What can be wrong with terms or flows: each is one sentence that names the field and what would be right."""

from collections.abc import Sequence
from decimal import Decimal

from sankofa.kernel.periods import Day


class BadTerms(ValueError):
    """A field of the terms cannot be as it stands."""

    def __init__(self, field: str, value: object, right: str) -> None:
        super().__init__(field, value, right)
        self.field = field
        self.value = value
        self.right = right

    def __str__(self) -> str:
        return f"{self.field}: {self.value} cannot be; {self.right}."


class MissingField(BadTerms):
    """A field without which nothing can be reckoned is not there."""

    def __init__(self, field: str, right: str) -> None:
        super().__init__(field, None, right)

    def __str__(self) -> str:
        return f"{self.field}: missing; {self.right}."


class UnknownField(BadTerms):
    """The terms hold a field that no rule reads; it would be silently lost."""

    def __init__(self, field: str, known: Sequence[str]) -> None:
        super().__init__(field, field, f"known fields are {', '.join(known)}")
        self.known = tuple(known)

    def __str__(self) -> str:
        return f"{self.field}: no such field; {self.right}."


class RateOutOfReason(BadTerms):
    """A stated rate that no lender means: most often a typing slip, or an amount in place of a rate."""

    def __init__(self, rate_percent: object, most: int) -> None:
        super().__init__("rate_percent", rate_percent, f"a rate is from 0 to {most:,} percent of its period")
        self.most = most

    def __str__(self) -> str:
        return f"{self.field}: {self.value} % is out of reason; {self.right}."


class NeverRepays(BadTerms):
    """Payments so small that the debt does not fall: the loan would never end."""

    def __init__(self, instalment: object, interest: object) -> None:
        super().__init__("fixed_instalment", instalment, f"it must be more than the first interest of {interest}")
        self.instalment = instalment
        self.interest = interest

    def __str__(self) -> str:
        return f"{self.field}: payments of {self.instalment} never repay the loan; {self.right}."


class NothingReceived(BadTerms):
    """After all deductions the borrower receives nothing, so that nothing can be priced."""

    def __init__(self, net: object) -> None:
        super().__init__("principal", net, "what is handed out must be more than all fees and deposits taken from it")
        self.net = net

    def __str__(self) -> str:
        return f"{self.field}: net received would be {self.net}; {self.right}."


class OutOfOrder(BadTerms):
    """Dates that do not follow one another."""

    def __init__(self, field: str, earlier: Day, later: Day) -> None:
        super().__init__(field, later, f"it must come after {earlier}")
        self.earlier = earlier
        self.later = later

    def __str__(self) -> str:
        return f"{self.field}: {self.later} is not after {self.earlier}; dates must follow one another."


class TwoCurrencies(BadTerms):
    """Amounts of two currencies in one loan."""

    def __init__(self, field: str, one: str, other: str) -> None:
        super().__init__(field, other, f"every amount of one loan is in one currency, here {one}")
        self.one = one
        self.other = other

    def __str__(self) -> str:
        return f"{self.field}: an amount in {self.other} in a loan in {self.one}; {self.right}."


class NoRate(BadTerms):
    """No rate makes these flows equal: the payments never change sides, or the rate is beyond all bounds."""

    def __init__(self, why: str) -> None:
        super().__init__("flows", why, "a rate needs money received and money paid")
        self.why = why

    def __str__(self) -> str:
        return f"{self.field}: no rate can be found, for {self.why}; {self.right}."


class NotReached(BadTerms):
    """The rate was not found to the stated precision; the last bounds are kept."""

    def __init__(self, low: Decimal, high: Decimal) -> None:
        super().__init__("flows", f"{low} to {high}", "the search must close in on one rate")
        self.low = low
        self.high = high
