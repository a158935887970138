"""How strong something unmeasured would have to be to explain a difference away: the E-value.

Source: responsible-finance rules, 8.1; VanderWeele and Ding (2017): RR + sqrt(RR (RR - 1)).
"""

from math import sqrt


class NoRatio(ValueError):
    """A ratio of two shares needs both above zero."""

    def __init__(self, field: str, value: float) -> None:
        super().__init__(field, value)
        self.field = field
        self.value = value

    def __str__(self) -> str:
        return f"{self.field} is {self.value}; it must be above zero for a ratio."


def e_value(ratio: float) -> float:
    """Return the E-value of a risk ratio; ratios below one are turned round.  Raises NoRatio.

    2 means: something that makes both a loan and the outcome twice as likely could explain the whole difference.
    """
    if ratio <= 0:
        raise NoRatio("ratio", ratio)
    above = max(ratio, 1 / ratio)
    return above + sqrt(above * (above - 1))


def risk_ratio(with_loan: float, without_loan: float) -> float:
    """Return how many times as high the share with a loan is.  Raises NoRatio."""
    for field, value in (("with_loan", with_loan), ("without_loan", without_loan)):
        if value <= 0:
            raise NoRatio(field, value)
    return with_loan / without_loan
