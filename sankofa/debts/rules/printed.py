"""What the papers print about debts of returnees, figure by figure with its base, and where they contradict themselves.

Nothing is smoothed: where two figures differ, both stand here with their place, and what may lie behind it is called a
guess.  A base that the paper does not name is named as not said.

Sources: the debt study of Mali, research brief (2020); Knowledge Paper 1 (2021), 2.2.1, on the studies of 2020 in six
countries.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from sankofa.kernel.money import Rounding
from sankofa.kernel.share import Share

BRIEF = "brief"
"""The debt study of Mali, research brief."""
PAPER = "knowledge"
"""Knowledge Paper 1, 2.2.1."""


class Figure(StrEnum):
    """What a figure is about, and of whom or what it is a share."""

    INDEBTED = "indebted"  # people who owe, of those who answered
    AFTER_OF_ASKED = "after_of_asked"  # who borrowed after return, of those who answered
    AFTER_OF_INDEBTED = "after_of_indebted"  # who borrowed after return, of those who owe
    FOR_MIGRATION = "for_migration"  # who owe for the migration, of those who owe
    FRIENDS = "friends"  # debts to friends, of debts
    RELATIVES = "relatives"  # debts to relatives, of debts
    FRIENDS_OR_RELATIVES = "friends_or_relatives"  # both, of debts
    INSTITUTIONS = "institutions"  # debts to banks and microfinance, of debts
    IRREGULAR = "irregular"  # who pay when they can, of those who owe
    ABUSED = "abused"  # who met threats, abuse or violence, of those asked


@dataclass(frozen=True, slots=True)
class Printed:
    """One printed figure.  `country` is empty where it is of all six together."""

    country: str
    figure: Figure
    low: Share
    high: Share
    source: str
    base_is_said: bool = True

    @property
    def text(self) -> str:
        """The figure as it is printed, in per cents."""
        low, high = (share.as_percent(0, Rounding.HALF_UP) for share in (self.low, self.high))
        return f"{low} %" if low == high else f"{low} to {high} %"


def _percent(value: int) -> Share:
    return Share(Fraction(value, 100))


def _of(country: str, figure: Figure, low: int, source: str, *, high: int | None = None, said: bool = True) -> Printed:
    return Printed(country, figure, _percent(low), _percent(low if high is None else high), source, said)


MALI = (
    _of("ML", Figure.INDEBTED, 68, BRIEF),
    _of("ML", Figure.AFTER_OF_INDEBTED, 47, BRIEF, said=False),
    _of("ML", Figure.FOR_MIGRATION, 83, BRIEF, said=False),
    _of("ML", Figure.FRIENDS, 58, BRIEF),
    _of("ML", Figure.RELATIVES, 39, BRIEF),
    _of("ML", Figure.IRREGULAR, 81, BRIEF),
    _of("ML", Figure.ABUSED, 20, BRIEF, said=False),
)
MALI_MEDIAN_XOF = 100_000
"""The median amount contracted by those indebted in the context of migration; the range is 15,000 to 3,500,000."""
SIX_COUNTRIES = (
    _of("GM", Figure.INDEBTED, 55, PAPER),
    _of("GN", Figure.INDEBTED, 59, PAPER),
    _of("ML", Figure.INDEBTED, 68, PAPER),
    _of("SN", Figure.INDEBTED, 72, PAPER),
    _of("CI", Figure.INDEBTED, 77, PAPER),
    _of("BF", Figure.INDEBTED, 79, PAPER),
    _of("CI", Figure.AFTER_OF_ASKED, 22, PAPER),
    _of("GN", Figure.AFTER_OF_ASKED, 23, PAPER),
    _of("SN", Figure.AFTER_OF_ASKED, 24, PAPER),
    _of("BF", Figure.AFTER_OF_ASKED, 26, PAPER),
    _of("ML", Figure.AFTER_OF_ASKED, 33, PAPER),
    _of("", Figure.FRIENDS_OR_RELATIVES, 83, PAPER, high=96),
    _of("GM", Figure.INSTITUTIONS, 0, PAPER),
    _of("GN", Figure.INSTITUTIONS, 2, PAPER),
)
CONFLICTS = (
    "mali_after_return",
    "mali_lenders",
    "mali_profile",
    "mali_migration_debt",
    "gambia_after_return",
)
"""Where two statements of the papers do not fit; both are quoted in ``wording``, and a guess what may lie behind it."""
