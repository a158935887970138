"""The figures of the debt studies, reckoned from records: each with its part, its base, and how many are not known.

Who has not answered is in no base.  Borrowing after return is told twice, of all who answered and of those who owe,
because the papers differ by nothing else.  Small counts are hidden, and so is what would tell them.

Each person is a line of codes without a name first, so that an office can be counted once and figures be made often.

Sources: the debt study of Mali (2020); Knowledge Paper 1 (2021), 2.2.1; rules of disclosure.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sankofa.debts.rules.first_talk import Owes
from sankofa.debts.rules.printed import Figure
from sankofa.debts.rules.profile import quantile
from sankofa.debts.rules.roster import Pressed, Rhythm, Stage, Told
from sankofa.debts.rules.terms import FOR_MIGRATION, FORMAL, Answer, Form, Lender, Pressure, Purpose
from sankofa.disclosure.terms import Policy
from sankofa.kernel.money import Money, Rounding, round_fraction
from sankofa.kernel.share import Share

_INDEBTED: Mapping[Owes, Answer] = {Owes.YES: Answer.YES, Owes.PAID: Answer.NO, Owes.NEVER: Answer.NO}
"""Who answered whether they owe."""
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
class Line:
    """What one person adds to the figures; `key` tells one from another and says nothing of them.

    `answers` holds the figures in whose group they are; `lent` each debt with a sum by a key of its own and who lent;
    `borrowed` what they borrowed for the migration, where it is known.
    """

    key: int
    answers: Mapping[Figure, Answer]
    lent: tuple[tuple[int, Lender], ...] = ()
    borrowed: tuple[Money, ...] = ()


LENT: Mapping[Figure, frozenset[Lender]] = {
    Figure.FRIENDS: frozenset({Lender.FRIEND}),
    Figure.RELATIVES: frozenset({Lender.RELATIVE}),
    Figure.FRIENDS_OR_RELATIVES: frozenset({Lender.FRIEND, Lender.RELATIVE}),
    Figure.INSTITUTIONS: FORMAL,
}
"""The figures of debts, with the lenders that count; all others are of people."""


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


def line_of(one: Asked, *, key: int = 0, keys: Sequence[int] = ()) -> Line:
    """Return what a person adds to the figures; `keys` are those of their debts, in the order of the debts."""
    answers = {Figure.INDEBTED: _INDEBTED.get(one.owes, Answer.UNKNOWN)}
    if one.owes in _INDEBTED:
        answers |= {Figure.AFTER_OF_ASKED: _after_return(one), Figure.ABUSED: _abused(one)}
    if one.owes is Owes.YES:
        answers |= {
            Figure.AFTER_OF_INDEBTED: _after_return(one),
            Figure.FOR_MIGRATION: _for_migration(one),
            Figure.IRREGULAR: _irregular(one),
        }
    named = zip(keys or [0] * len(one.debts), one.debts, strict=True)
    return Line(
        key,
        answers,
        tuple((number, debt.lender) for number, debt in named if debt.form is not Form.MORAL),
        tuple(debt.amount for debt in one.debts if debt.purpose in FOR_MIGRATION and debt.amount is not None),
    )


def reckoned(people: Sequence[Asked]) -> list[Reckoned]:
    """Return every figure that the records can tell, in the order of the papers."""
    return of_lines([line_of(one) for one in people])


def of_lines(lines: Sequence[Line]) -> list[Reckoned]:
    """Return every figure of people whose lines were counted, in the order of the papers."""
    return [_lent_by(figure, lines) if figure in LENT else _counted(figure, lines) for figure in Figure]


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
    """Return the median amount borrowed for the migration in one currency, and how many people stand behind it."""
    return median_of([line_of(one) for one in people], currency, policy)


def median_of(lines: Iterable[Line], currency: str, policy: Policy) -> tuple[Money | None, int]:
    """Return the median amount borrowed for the migration in one currency, and how many people stand behind it.

    None where too few do.  It is told by its two leading digits: in full it would be what one of them owes.
    """
    held = [[amount for amount in line.borrowed if amount.currency == currency] for line in lines]
    behind = sum(map(bool, held))
    if behind < policy.percentage_base:
        return None, behind
    middle = quantile([amount for amounts in held for amount in amounts], Fraction(1, 2))
    return None if middle is None else _about(middle), behind


def line_to(line: Line) -> list[Any]:
    """Return a line as it is stored."""
    return [
        line.key,
        {str(figure): str(answer) for figure, answer in line.answers.items()},
        [[key, str(lender)] for key, lender in line.lent],
        [[amount.minor, amount.currency] for amount in line.borrowed],
    ]


def line_from(held: Sequence[Any]) -> Line:
    """Return a line as it was stored."""
    key, answers, lent, borrowed = held
    return Line(
        key,
        {Figure(figure): Answer(answer) for figure, answer in answers.items()},
        tuple((number, Lender(lender)) for number, lender in lent),
        tuple(Money(minor, currency) for minor, currency in borrowed),
    )


def _about(amount: Money) -> Money:
    step = 10 ** max(0, len(str(amount.minor)) - 2)
    return Money(round_fraction(Fraction(amount.minor, step), Rounding.HALF_UP) * step, amount.currency)


def _counted(figure: Figure, lines: Sequence[Line]) -> Reckoned:
    answers = [line.answers[figure] for line in lines if figure in line.answers]
    yes, unknown = answers.count(Answer.YES), answers.count(Answer.UNKNOWN)
    return Reckoned(figure, yes, len(answers) - unknown, unknown)


def _lent_by(figure: Figure, lines: Sequence[Line]) -> Reckoned:
    """Count debts by who lent, and the people behind them."""
    known = [[lender in LENT[figure] for _, lender in one.lent if lender is not Lender.UNKNOWN] for one in lines]
    every = [is_so for of_one in known for is_so in of_one]
    people = (sum(map(any, known)), sum(not all(of_one) for of_one in known), sum(map(bool, known)))
    return Reckoned(figure, sum(every), len(every), sum(len(one.lent) for one in lines) - len(every), people)


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
