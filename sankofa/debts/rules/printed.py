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

BRIEF = "debt study of Mali, brief"
PAPER = "Knowledge Paper 1, 2.2.1"


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


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two statements of the papers that do not fit, both as printed, and what may lie behind it."""

    code: str
    one: str
    other: str
    guess: str


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
    Conflict(
        "mali_after_return",
        "33 % of the respondents in Mali borrowed money after their return (Knowledge Paper 1, 2.2.1)",
        "47 % took a new loan after return (brief; of whom is not said)",
        "33 of the 68 who owe are 49 of 100, so the 47 may be of those in debt",
    ),
    Conflict(
        "mali_lenders",
        "friends 58 % and family 39 % in Mali, together 97 % (brief)",
        "friends and relatives in 83 % to 96 % of the cases, depending on the country (Knowledge Paper 1, 2.2.1)",
        "rounding, or cases that name both",
    ),
    Conflict(
        "mali_profile",
        "97 % male, 82 % under 35, 31 % heads of household, 53 % without income, beside “who are the migrants "
        "returning with debt?” (brief)",
        "68 % of surveyed returning migrants have debts (brief, the same column)",
        "of all 456 or of those in debt: the brief does not say",
    ),
    Conflict(
        "mali_migration_debt",
        "83 % accumulated migration-related debt (brief; of whom is not said)",
        "68 % of surveyed returning migrants have debts (brief)",
        "83 cannot be of all surveyed where only 68 owe, unless debts that are paid count too",
    ),
    Conflict(
        "gambia_after_return",
        "studies in six countries (Knowledge Paper 1, 2.2.1)",
        "who borrowed after return is told of five; The Gambia is missing (the same place)",
        "not asked there, or left out",
    ),
)
