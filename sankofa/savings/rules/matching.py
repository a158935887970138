"""Matched savings: a programme adds to what a person saves, each time or when the target is reached.

Published: in Kashmir people saved "progressively up to 25 per cent of the value of the grant" in a year, and who saved
all of it got a top-up whose size is not stated (Knowledge Paper 1, 4.2.4): it has to be agreed, and is never guessed.
In Guatemala small monthly payments for a house were "matched equally".  Source: "Responsible finance" 4.4.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from sankofa.instalments.errors import OutOfOrder
from sankofa.kernel.finding import Fact, Finding, Weight
from sankofa.kernel.money import Money, Rounding, total
from sankofa.kernel.periods import Day, add_months
from sankofa.savings.rules.constitution import BadGroup, check_currency
from sankofa.savings.rules.worked import in_units, percent, step

SOURCE = "Responsible finance 4.4"
_TESTED_MONTHS = 3


class Timing(StrEnum):
    """When the programme adds its part."""

    EACH = "each"  # with every deposit
    AT_TARGET = "at_target"  # once, when the target is reached


class Forfeit(StrEnum):
    """What becomes of the added part where the money is used for something else."""

    KEEPS = "keeps"
    LOSES_MATCH = "loses_match"


class TopUpNotAgreed(BadGroup):
    """Nobody said how much the programme adds."""

    def __init__(self) -> None:
        super().__init__("ratio", None, "the programme states what it adds: a ratio to the savings, or an amount")

    def __str__(self) -> str:
        return f"{self.field}: missing; {self.right}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """What was agreed: the target, until when, how much is added and when.

    `ratio` is what is added for every 1 saved; `top_up` a fixed amount in its place; `cap` the most that is added.
    """

    target: Money
    starts_on: Day
    months: int = 12
    timing: Timing = Timing.AT_TARGET
    ratio: Fraction | None = None
    top_up: Money | None = None
    cap: Money | None = None
    purpose: str = ""
    forfeit: Forfeit = Forfeit.KEEPS
    hardship_most: Money | None = None

    def __post_init__(self) -> None:
        if self.target.minor <= 0 or self.months < 1:
            raise BadGroup("target", self.target, "it is more than nothing, to be saved in a month or more")
        if self.ratio is not None and self.top_up is not None:
            raise BadGroup("top_up", self.top_up, "what is added is a ratio or an amount, not both")
        if (self.ratio is not None and self.ratio < 0) or (self.timing is Timing.EACH and self.top_up is not None):
            raise BadGroup("ratio", self.ratio, "it is zero or more, and what is added with every deposit")
        named = [("top_up", self.top_up), ("cap", self.cap), ("hardship_most", self.hardship_most)]
        check_currency(self.currency, [(name, amount) for name, amount in named if amount is not None])

    @property
    def currency(self) -> str:
        """The currency of the savings."""
        return self.target.currency

    @property
    def ends_on(self) -> Day:
        """The day on which the time to save is over."""
        return add_months(self.starts_on, self.months)

    @property
    def monthly(self) -> Fraction:
        """What has to be saved a month to reach the target, exactly, in minor units."""
        return Fraction(self.target.minor, self.months)


def target_of(grant: Money, percent_of_grant: Fraction) -> Money:
    """Return the target that is so many percent of a grant, rounded half up."""
    return grant.times(percent_of_grant / 100, Rounding.HALF_UP)


@dataclass(frozen=True, slots=True)
class Movement:
    """Money put in (above zero) or taken out (below).  `for_hardship`: the programme allowed it in need."""

    on: Day
    amount: Money
    for_hardship: bool = False
    for_purpose: bool = False


@dataclass(frozen=True, slots=True)
class Matched:
    """Where a person's matched savings stand on a day.

    `counted` is what deposits count for; `tested` the mean of the last three month-ends, None before the time is over.
    `added` is what the programme owes in all, `due` what of it is not posted yet: asking again adds nothing.
    """

    scheme: Scheme
    on: Day
    balance: Money
    counted: Money
    tested: Fraction | None
    added: Money
    due: Money
    findings: tuple[Finding, ...]

    @property
    def together(self) -> Money:
        """Savings and what the programme adds."""
        return self.balance + self.added

    def sheet(self) -> tuple[Finding, ...]:
        """Return the steps from deposits to what is added."""
        scheme = self.scheme
        monthly = in_units(scheme.monthly, scheme.currency, 0)
        lines = [_line("target", target=scheme.target, months=scheme.months, monthly=monthly)]
        lines.append(_line("balance", balance=self.balance, counted=self.counted, on=self.on))
        if self.tested is not None:
            mean = in_units(self.tested, scheme.currency)
            lines.append(_line("tested", mean=mean, target=scheme.target))
        if scheme.ratio is not None:
            lines.append(_line("ratio", percent=percent(scheme.ratio), counted=self.counted, added=self.added))
        else:
            lines.append(_line("top_up", added=self.added))
        return (*lines, _line("due", due=self.due, together=self.together))


def matched(scheme: Scheme, movements: Sequence[Movement], on: Day, posted: Sequence[Money] = ()) -> Matched:
    """Return what the programme adds to these savings by a day; `posted` is what it has added already.

    A deposit taken out again the same day does not count.  At the target: the mean of the last three month-ends must
    reach it, so that money borrowed for a day earns nothing.  Raises TopUpNotAgreed, OutOfOrder, MixedCurrencies.
    """
    _check(scheme, movements, posted)
    seen = [move for move in movements if move.on <= on]
    balance = _balance(scheme, seen, on)
    tested = None
    if on >= scheme.ends_on:
        ends = [add_months(scheme.starts_on, scheme.months - back) for back in range(_TESTED_MONTHS)]
        held = (_balance(scheme, movements, end).minor + _excused(scheme, movements, end) for end in ends)
        tested = Fraction(sum(held), _TESTED_MONTHS)
    counted = min(_counted(scheme, seen), scheme.target)
    added = _added(scheme, counted, tested)
    if scheme.forfeit is Forfeit.LOSES_MATCH and _used_otherwise(seen):
        added = Money.zero(scheme.currency)
    already = total(posted, scheme.currency)
    due = max(added - already, Money.zero(scheme.currency))
    return Matched(scheme, on, balance, counted, tested, added, due, tuple(_findings(scheme, seen, tested, added)))


def _check(scheme: Scheme, movements: Sequence[Movement], posted: Iterable[Money]) -> None:
    if scheme.ratio is None and scheme.top_up is None:
        raise TopUpNotAgreed
    check_currency(scheme.currency, [("movements", move.amount) for move in movements])
    check_currency(scheme.currency, [("posted", amount) for amount in posted])
    running = Money.zero(scheme.currency)
    previous = scheme.starts_on
    for place, move in enumerate(movements, 1):
        if move.on < previous:
            raise OutOfOrder(f"movements[{place}].on", previous, move.on)
        previous = move.on
        running += move.amount
        if running.minor < 0:
            raise BadGroup(f"movements[{place}].amount", move.amount, "no more is taken out than was put in")


def _balance(scheme: Scheme, movements: Iterable[Movement], on: Day) -> Money:
    return total((move.amount for move in movements if move.on <= on), scheme.currency)


def _counted(scheme: Scheme, movements: Sequence[Movement]) -> Money:
    """What deposits count for: what was put in within the time to save, less what was taken out again."""
    within = [move for move in movements if move.on <= scheme.ends_on and not move.for_purpose]
    net = sum(move.amount.minor for move in within) + _excused(scheme, movements, scheme.ends_on)
    return Money(max(net, 0), scheme.currency)


def _excused(scheme: Scheme, movements: Iterable[Movement], until: Day) -> int:
    """What was taken out in need, as far as the programme allows it: it counts as if it were still there."""
    allowed = scheme.hardship_most.minor if scheme.hardship_most else 0
    taken = -sum(min(move.amount.minor, 0) for move in movements if move.for_hardship and move.on <= until)
    return min(allowed, taken)


def _added(scheme: Scheme, counted: Money, tested: Fraction | None) -> Money:
    zero = Money.zero(scheme.currency)
    if scheme.timing is Timing.AT_TARGET and (tested is None or tested < scheme.target.minor):
        return zero
    if scheme.top_up is not None:
        added = scheme.top_up
    else:
        assert scheme.ratio is not None
        added = counted.times(scheme.ratio, Rounding.HALF_UP)
    return min(added, scheme.cap) if scheme.cap is not None else added


def _used_otherwise(movements: Sequence[Movement]) -> bool:
    return any(move.amount.minor < 0 and not (move.for_purpose or move.for_hardship) for move in movements)


def _findings(scheme: Scheme, movements: Sequence[Movement], tested: Fraction | None, added: Money) -> list[Finding]:
    found = []

    def say(code: str, weight: Weight = Weight.NOTE, **facts: Fact) -> None:
        found.append(Finding(f"matching.{code}", weight, SOURCE, **facts))

    days = {move.on for move in movements}
    for day in sorted(days):
        put_in = sum(move.amount.minor for move in movements if move.on == day and move.amount.minor > 0)
        taken = -sum(move.amount.minor for move in movements if move.on == day and move.amount.minor < 0)
        if put_in and taken:
            say("round_trip", Weight.CONCERN, on=day, amount=Money(min(put_in, taken), scheme.currency))
    if scheme.timing is Timing.AT_TARGET:
        if tested is None:
            say("not_over", ends_on=scheme.ends_on)
        elif tested < scheme.target.minor:
            short = Money(-int(-(scheme.target.minor - tested) // 1), scheme.currency)
            say("target_missed", target=scheme.target, short=short)
        else:
            say("target_reached", target=scheme.target, added=added)
    if scheme.forfeit is Forfeit.LOSES_MATCH and _used_otherwise(movements):
        say("used_otherwise", Weight.CONCERN, purpose=scheme.purpose)
    late = [move for move in movements if move.on > scheme.ends_on and move.amount.minor > 0]
    if late:
        say("after_the_end", ends_on=scheme.ends_on)
    return found


def _line(code: str, **facts: Fact) -> Finding:
    return step(f"matching.sheet.{code}", SOURCE, **facts)
