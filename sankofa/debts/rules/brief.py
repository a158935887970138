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
from sankofa.kernel.money import Money, Rounding, round_fraction
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
    people: tuple[int, int, int] | None = None
    """Of a figure of debts: the people behind the part, the rest and the base: one can owe to thirty."""

    @property
    def share(self) -> Share | None:
        """The part of the base; None where the base is empty."""
        return Share.of(self.part, self.base) if self.base else None

    def may_be_shown(self, policy: Policy) -> bool:
        """Whether neither the part nor the rest is so small that somebody could be found by it."""
        with_it, without, asked = self.people or (self.part, self.base - self.part, self.base)
        counts = (self.part, self.base - self.part, with_it, without)
        is_small = any(0 < count < policy.threshold for count in counts)
        return asked >= policy.percentage_base and not is_small


def reckoned(people: Sequence[Asked]) -> list[Reckoned]:
    """Return every figure that the records can tell, in the order of the papers."""
    answered = [one for one in people if one.owes in {Owes.YES, Owes.PAID, Owes.NEVER}]
    indebted = [one for one in answered if one.owes is Owes.YES]
    lenders = [[debt.lender for debt in one.debts if debt.form is not Form.MORAL] for one in people]
    after = [_after_return(one) for one in answered]
    after_indebted = [_after_return(one) for one in indebted]
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


def shown(rows: Sequence[Reckoned], policy: Policy) -> frozenset[Figure]:
    """Return which figures may stand beside each other: none that is small, and none that tells a small one.

    What two figures have in common can be subtracted: friends from friends and relatives, those who owe from all who
    answered.  Where that would leave a few people, one of the two is hidden as well.
    """
    by = {one.figure: one for one in rows}
    may = {one.figure for one in rows if one.may_be_shown(policy)}

    def is_few(count: int) -> bool:
        return 0 < count < policy.threshold

    if Figure.FRIENDS_OR_RELATIVES not in may:
        may -= {Figure.RELATIVES}
    if not {Figure.FRIENDS, Figure.RELATIVES} <= may:
        may -= {Figure.FRIENDS_OR_RELATIVES}
    known, formal = by[Figure.FRIENDS_OR_RELATIVES], by[Figure.INSTITUTIONS]
    if known.figure in may and is_few(known.base - known.part - formal.part):
        may -= {Figure.INSTITUTIONS}
    if Figure.INDEBTED not in may:
        may -= {Figure.AFTER_OF_ASKED, Figure.ABUSED}
    everybody, owing = by[Figure.AFTER_OF_ASKED], by[Figure.AFTER_OF_INDEBTED]
    apart = (everybody.part - owing.part, everybody.base - everybody.part - (owing.base - owing.part))
    if any(map(is_few, apart)):
        may -= {Figure.AFTER_OF_ASKED}
    return frozenset(may)


def median(people: Sequence[Asked], currency: str, policy: Policy) -> tuple[Money | None, int]:
    """Return the median amount borrowed for the migration in one currency, and how many people stand behind it.

    None where too few do.  It is told by its two leading digits: in full it would be what one of them owes.
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
    middle = quantile([amount for _number, amount in amounts], Fraction(1, 2))
    return None if middle is None else _about(middle), behind


def _about(amount: Money) -> Money:
    step = 10 ** max(0, len(str(amount.minor)) - 2)
    return Money(round_fraction(Fraction(amount.minor, step), Rounding.HALF_UP) * step, amount.currency)


def _counted(figure: Figure, answers: Sequence[Answer]) -> Reckoned:
    yes, unknown = answers.count(Answer.YES), answers.count(Answer.UNKNOWN)
    return Reckoned(figure, yes, len(answers) - unknown, unknown)


def _lent_by(figure: Figure, lenders: Sequence[Sequence[Lender]], counts: Callable[[Lender], bool]) -> Reckoned:
    """Count debts by who lent, and the people behind them; `lenders` are those of each person."""
    known = [[counts(lender) for lender in of_one if lender is not Lender.UNKNOWN] for of_one in lenders]
    every = [is_so for of_one in known for is_so in of_one]
    people = (sum(map(any, known)), sum(not all(of_one) for of_one in known), sum(map(bool, known)))
    return Reckoned(figure, sum(every), len(every), sum(map(len, lenders)) - len(every), people)


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
