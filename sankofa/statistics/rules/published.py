"""What the South Asia mapping printed in its Tables 1 to 4, figure by figure, so that ours can stand beside it.

Nothing is put right here.  Where the print cannot be true, or does not add up, a finding quotes it as it stands.

Source: Comprehensive Mapping and Assessment of Reintegration Measures in South Asian Colombo Process Member States,
8.3, Tables 1 to 4 (Online Reintegration Survey, late 2021 to early 2022, "a non-random sample of migrant workers").
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from sankofa.kernel.finding import Finding, Weight

SOURCE: Final = "mapping, 8.3, Tables 1 to 4"
DIMENSIONS: Final = ("economic", "social", "psychosocial")
COMPOSITE: Final = "composite"
SCORES: Final = (*DIMENSIONS, COMPOSITE)
EVERYBODY: Final = "all"
CODES: Final = ("misprinted_highest", "composite_is_no_mean")


@dataclass(frozen=True, slots=True)
class Printed:
    """One line of a printed table: how many people, mean, standard deviation, lowest and highest."""

    people: int
    mean: Decimal
    deviation: Decimal
    lowest: Decimal
    highest: Decimal


def _line(people: int, text: str) -> Printed:
    mean, deviation, lowest, highest = map(Decimal, text.split())
    return Printed(people, mean, deviation, lowest, highest)


TABLE_1: Final[Mapping[str, Mapping[str, Printed]]] = {
    "returnee": {
        "economic": _line(470, "0.552 0.143 0.050 0.930"),
        "social": _line(470, "0.648 0.151 0.158 1.000"),
        "psychosocial": _line(470, "0.642 0.128 0.175 0.945"),
        "composite": _line(470, "0.614 0.102 0.261 0.875"),
    },
    "abroad": {
        "economic": _line(93, "0.512 0.148 0.143 0.825"),
        "social": _line(93, "0.630 0.180 0.094 0.100"),
        "psychosocial": _line(93, "0.586 0.130 0.258 0.845"),
        "composite": _line(93, "0.572 0.109 0.183 0.792"),
    },
    EVERYBODY: {
        "economic": _line(563, "0.545 0.144 0.050 0.930"),
        "social": _line(563, "0.645 0.156 0.094 1.000"),
        "psychosocial": _line(563, "0.633 0.130 0.175 0.945"),
        "composite": _line(563, "0.607 0.105 0.183 0.875"),
    },
}
"""Dimension and composite reintegration scores of returnees, of current migrants, and of both."""

TABLE_2: Final[Mapping[str, Printed]] = {
    "male": _line(477, "0.614 0.101 0.261 0.875"),
    "female": _line(86, "0.570 0.118 0.183 0.810"),
}
"""Composite reintegration score by sex."""

TABLE_3: Final[Mapping[str, Printed]] = {
    "none": _line(17, "0.564 0.130 0.264 0.768"),
    "primary": _line(54, "0.561 0.109 0.183 0.757"),
    "secondary": _line(226, "0.599 0.090 0.261 0.860"),
    "vocational": _line(61, "0.609 0.111 0.340 0.761"),
    "undergraduate": _line(96, "0.626 0.105 0.359 0.848"),
    "graduate": _line(75, "0.641 0.113 0.332 0.875"),
    "postgraduate": _line(34, "0.621 0.108 0.374 0.816"),
}
"""Composite reintegration score by education."""

TABLE_4: Final[Mapping[str, Printed]] = {
    "none": _line(165, "0.583 0.093 0.264 0.875"),
    "livelihood": _line(209, "0.621 0.116 0.183 0.860"),
    "education": _line(52, "0.620 0.112 0.341 0.810"),
    "language": _line(155, "0.612 0.092 0.261 0.792"),
}
"""Composite reintegration score by skills and education gained during migration; several answers were possible."""

BY_WAY: Final[Mapping[str, Mapping[str, Printed]]] = {
    "group": {code: lines[COMPOSITE] for code, lines in TABLE_1.items()},
    "sex": TABLE_2,
    "education": TABLE_3,
    "learned": TABLE_4,
}
"""The printed composite scores by what they are divided by."""


def oddities() -> tuple[Finding, ...]:
    """Return where the print cannot be true or does not agree with itself, each with the figures as printed."""
    found = []
    for group, lines in TABLE_1.items():
        for score, line in lines.items():
            if line.highest < line.mean:
                found.append(
                    Finding(
                        "misprinted_highest",
                        Weight.CONCERN,
                        SOURCE,
                        printed=line.highest,
                        mean=line.mean,
                        people=line.people,
                        group=group,
                        score=score,
                    )
                )
        plain = _plain_mean(lines)
        # Every printed mean may be off by half a thousandth, so the plain mean can differ from the composite by one.
        if abs(plain - lines[COMPOSITE].mean) > Decimal("0.001"):
            found.append(
                Finding(
                    "composite_is_no_mean",
                    Weight.CONCERN,
                    SOURCE,
                    printed=lines[COMPOSITE].mean,
                    plain=plain.quantize(Decimal("0.001"), ROUND_HALF_UP),
                    group=group,
                )
            )
    return tuple(found)


def _plain_mean(lines: Mapping[str, Printed]) -> Decimal:
    return sum((lines[name].mean for name in DIMENSIONS), Decimal(0)) / 3
