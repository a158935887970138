"""How a debt is collected, apart from how large it is.

"The more coercive the conditions, the worse the reintegration": five signs, each present, absent or not known.  No
amount enters: a small debt with threats is worse than a large one from a patient uncle.

Source: Returning to Debt (2022); the debt study of Mali, where one in five met threats, abuse or violence.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sankofa.debts.rules.terms import DANGEROUS, Answer, Debt, Form, Lender, Pledge
from sankofa.kernel.finding import Finding, Weight

SOURCE: Final = "Returning to Debt (2022); debt study of Mali (2020)"
_PRESSING_LENDERS: Final = frozenset({Lender.MONEYLENDER, Lender.AGENT, Lender.EMPLOYER})
_HARSH_PLEDGES: Final = frozenset({Pledge.HOME, Pledge.LAND, Pledge.IDENTITY_DOCUMENT, Pledge.FOOD_STOCK, Pledge.WAGES})


class Sign(StrEnum):
    """A sign that a debt is collected by force rather than by agreement."""

    THREAT = "threat"  # threats or violence
    PLEDGE = "pledge"  # the home, the land, papers, food or wages are at stake
    INTEREST = "interest"  # interest, or a gift that is expected
    LENDER = "lender"  # a moneylender, an agent or smuggler, an employer
    TERMS = "terms"  # fines, interest on interest, or work instead of money


@dataclass(frozen=True, slots=True)
class Coercion:
    """The signs found in one debt, and those nobody has asked about."""

    signs: frozenset[Sign]
    not_known: frozenset[Sign]

    @property
    def score(self) -> int:
        """How many of the five signs are present, 0 to 5.  What is not known is not counted; see `not_known`."""
        return len(self.signs)

    @property
    def is_dangerous(self) -> bool:
        """Whether somebody has been threatened or hurt: then one sign is enough."""
        return Sign.THREAT in self.signs


def coercion(debt: Debt) -> Coercion:
    """Return the signs of force in one debt.  Its size plays no part."""
    present = {
        Sign.THREAT: _any_of(debt.pressure, DANGEROUS),
        Sign.PLEDGE: _any_of(debt.pledges, _HARSH_PLEDGES),
        Sign.INTEREST: debt.interest,
        Sign.LENDER: Answer.UNKNOWN if debt.lender is Lender.UNKNOWN else _yes_if(debt.lender in _PRESSING_LENDERS),
        Sign.TERMS: Answer.YES if debt.form is Form.LABOUR or debt.bonds else debt.hard_terms,
    }
    return Coercion(
        signs=frozenset(sign for sign, answer in present.items() if answer is Answer.YES),
        not_known=frozenset(sign for sign, answer in present.items() if answer is Answer.UNKNOWN),
    )


def explanation(found: Coercion) -> list[Finding]:
    """Return the signs one by one, for the talk about the debt; threats first."""
    return [
        *(Finding(f"coercion.{sign}", _weight(sign), SOURCE) for sign in Sign if sign in found.signs),
        Finding("coercion.score", Weight.NOTE, SOURCE, score=found.score, known=len(Sign) - len(found.not_known)),
    ]


def _weight(sign: Sign) -> Weight:
    return Weight.BARRIER if sign is Sign.THREAT else Weight.CONCERN


def _any_of(found: frozenset[object] | None, looked_for: frozenset[object]) -> Answer:
    return Answer.UNKNOWN if found is None else _yes_if(bool(found & looked_for))


def _yes_if(condition: bool) -> Answer:
    return Answer.YES if condition else Answer.NO
