"""The figures of the debt studies, reckoned from records: each with its part, its base, and how many are not known.

Who has not answered is in no base.  Borrowing after return is told twice, of all who answered and of those who owe,
because the papers differ by nothing else.  Small counts are hidden, and so is what would tell them.

Sources: the debt study of Mali (2020); Knowledge Paper 1 (2021), 2.2.1; rules of disclosure.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sankofa.debts.rules.first_talk import Owes
from sankofa.debts.rules.printed import Figure
from sankofa.debts.rules.profile import quantile
from sankofa.debts.rules.roster import Pressed, Rhythm, Stage, Told
from sankofa.debts.rules.terms import FOR_MIGRATION, FORMAL, Answer, Form, Lender, Pressure, Purpose
from sankofa.disclosure.terms import Policy
from sankofa.kernel.money import Money
from sankofa.kernel.share import Share

ABUSE = frozenset({Pressure.INSULTS, Pressure.THREATS, Pressure.VIOLENCE})
"""Threats, abuses or acts of violence; "the majority of incidents consisted of humiliation, insults"."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One person who was asked: whether they owe, their debts as told, and what was said alone of each."""

    owes: Owes
    debts: tuple[Told, ...] = ()
    pressed: tuple[Pressed | None, ...] = ()
    """Beside each debt what was said alone; None where it was not asked."""


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A figure from records: how many, of how many, and of how many it is not known.  Of people or of debts."""

    figure: Figure
    part: int
    base: int
    unknown: int

    @property
    def share(self) -> Share | None:
        """The part of the base; None where the base is empty."""
        return Share.of(self.part, self.base) if self.base else None

    def may_be_shown(self, policy: Policy) -> bool:
        """Whether neither the part nor the rest is so small that somebody could be found by it."""
        counts = (self.part, self.base - self.part)
        is_small = any(0 < count < policy.threshold for count in counts)
        return self.base >= policy.percentage_base and not is_small


def reckoned(people: Sequence[Asked]) -> list[Reckoned]:
    """Return every figure that the records can tell, in the order of the papers."""
    answered = [one for one in people if one.owes in {Owes.YES, Owes.PAID, Owes.NEVER}]
    indebted = [one for one in answered if one.owes is Owes.YES]
    debts = [debt for one in people for debt in one.debts if debt.form is not Form.MORAL]
    after = [_after_return(one) for one in answered]
    after_indebted = [_after_return(one) for one in indebted]
    lenders = [debt.lender for debt in debts]
    return [
        Reckoned(Figure.INDEBTED, len(indebted), len(answered), len(people) - len(answered)),
        _counted(Figure.AFTER_OF_ASKED, after),
        _counted(Figure.AFTER_OF_INDEBTED, after_indebted),
        _counted(Figure.FOR_MIGRATION, [_for_migration(one) for one in indebted]),
        _lent_by(Figure.FRIENDS, lenders, lambda lender: lender is Lender.FRIEND),
        _lent_by(Figure.RELATIVES, lenders, lambda lender: lender is Lender.RELATIVE),
        _lent_by(Figure.FRIENDS_OR_RELATIVES, lenders, lambda lender: lender in {Lender.FRIEND, Lender.RELATIVE}),
        _lent_by(Figure.INSTITUTIONS, lenders, lambda lender: lender in FORMAL),
        _counted(Figure.IRREGULAR, [_irregular(one) for one in indebted]),
        _counted(Figure.ABUSED, [_abused(one) for one in answered]),
    ]


def median(people: Sequence[Asked], currency: str, policy: Policy) -> tuple[Money | None, int]:
    """Return the median amount borrowed for the migration in one currency, and how many people stand behind it.

    None where too few do.
    """
    amounts = [
        (number, debt.amount)
        for number, one in enumerate(people)
        for debt in one.debts
        if debt.purpose in FOR_MIGRATION and debt.amount is not None and debt.amount.currency == currency
    ]
    behind = len({number for number, _amount in amounts})
    if behind < policy.percentage_base:
        return None, behind
    return quantile([amount for _number, amount in amounts], Fraction(1, 2)), behind


def _counted(figure: Figure, answers: Sequence[Answer]) -> Reckoned:
    yes, unknown = answers.count(Answer.YES), answers.count(Answer.UNKNOWN)
    return Reckoned(figure, yes, len(answers) - unknown, unknown)


def _lent_by(figure: Figure, lenders: Sequence[Lender], counts: Callable[[Lender], bool]) -> Reckoned:
    known = [lender for lender in lenders if lender is not Lender.UNKNOWN]
    return Reckoned(figure, sum(counts(lender) for lender in known), len(known), len(lenders) - len(known))


def _after_return(one: Asked) -> Answer:
    if one.owes is Owes.NEVER:
        return Answer.NO
    return _any(
        [Answer.UNKNOWN if debt.stage is Stage.UNKNOWN else _yes(debt.stage is Stage.AFTER) for debt in one.debts]
    )


def _for_migration(one: Asked) -> Answer:
    return _any(
        [
            Answer.UNKNOWN if debt.purpose is Purpose.UNKNOWN else _yes(debt.purpose in FOR_MIGRATION)
            for debt in one.debts
        ]
    )


def _irregular(one: Asked) -> Answer:
    paid = [debt.rhythm for debt in one.debts if debt.form is not Form.MORAL]
    return _any([Answer.UNKNOWN if rhythm is Rhythm.UNKNOWN else _yes(rhythm is Rhythm.WHEN_I_CAN) for rhythm in paid])


def _abused(one: Asked) -> Answer:
    if one.owes is Owes.NEVER:
        return Answer.NO
    asked = [held.pressure if held is not None else None for held in one.pressed]
    return _any([Answer.UNKNOWN if pressure is None else _yes(bool(pressure & ABUSE)) for pressure in asked])


def _any(answers: Sequence[Answer]) -> Answer:
    """Return yes where one is yes; no only where all are known: somebody without a roster is not known."""
    if Answer.YES in answers:
        return Answer.YES
    return Answer.NO if answers and Answer.UNKNOWN not in answers else Answer.UNKNOWN


def _yes(is_so: bool) -> Answer:
    return Answer.YES if is_so else Answer.NO
