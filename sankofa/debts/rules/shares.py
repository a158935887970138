"""What debts take of a home in a month, of each base: the one place where the shares are reckoned.

The same debts are 70 of 100 of what one earns, 37 of what comes in at home and 106 of what is left: no share without
its base.  What is not known of the sum or the base makes the share unknown.

Source: responsible-finance rules, 1.5: DSR = debt service / net income; RCR = debt service / surplus;
DTI = balances / yearly net income; residual per head; where somebody does not head the home, the stricter decides.
"""

from dataclasses import dataclass
from fractions import Fraction

from sankofa.debts.rules.terms import Answer
from sankofa.kernel.share import Share


@dataclass(frozen=True, slots=True)
class InAMonth:
    """A month of a home with its debts, in minor units of one currency.  None: not known."""

    currency: str
    service: Fraction | None
    """What all debts take in a month."""
    balances: int | None
    own_income: int | None
    net_income: int | None
    surplus: int | None
    size: int | None
    head: Answer
    """Whether the person heads the home."""

    @property
    def of_income(self) -> Share | None:
        """DSR on what comes in at home; None where nothing does, or one is not known."""
        return share(self.service, self.net_income)

    @property
    def of_own_income(self) -> Share | None:
        """DSR on what the person earns."""
        return share(self.service, self.own_income)

    @property
    def of_surplus(self) -> Share | None:
        """RCR: of what is left at home after what it cannot do without; None where nothing is left."""
        return share(self.service, self.surplus)

    @property
    def of_yearly_income(self) -> Share | None:
        """DTI: all that is owed, of twelve months' net income."""
        part = None if self.balances is None else Fraction(self.balances)
        return share(part, None if self.net_income is None else 12 * self.net_income)

    @property
    def own_income_decides(self) -> bool:
        """Whether the person's own income is looked at too: always, unless it is known that they head the home."""
        return self.head is not Answer.YES

    @property
    def of_income_that_counts(self) -> Share | None:
        """DSR on what comes in at home; where they do not head it, the heavier of that and of their own income."""
        if not self.own_income_decides:
            return self.of_income
        both = (self.of_income, self.of_own_income)
        known = [one for one in both if one is not None]
        return max(known) if len(known) == len(both) else None

    @property
    def residual_per_head(self) -> Fraction | None:
        """What is left for each head after needs and debts, in minor units; below zero when it is not enough."""
        if self.surplus is None or self.service is None or self.size is None:
            return None
        return (self.surplus - self.service) / self.size


def share(part: Fraction | None, base: int | Fraction | None) -> Share | None:
    """Return a share; None where a side is not known or the base is nothing or less."""
    return None if part is None or base is None or base <= 0 else Share.of(part, base)
