"""The agreement of a loan: its terms, and how payments, lateness and early money are handled, as data.

Sources: "Responsible finance", section 6: orders of posting are the product's configuration; ours puts due interest and
principal before penalties, so that a payment brings a person out of arrears before it feeds charges.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from sankofa.instalments.errors import BadTerms
from sankofa.instalments.terms import Grace, Shape, Terms
from sankofa.kernel.money import Money

SOURCE = "Responsible finance 6"


class Part(StrEnum):
    """What an amount is for."""

    PENALTY = "penalty"
    FEE = "fee"
    INTEREST = "interest"
    PRINCIPAL = "principal"


class Timing(StrEnum):
    """When an amount is asked for, seen from the day of a payment."""

    PAST_DUE = "past_due"  # before the day
    DUE = "due"  # on the day
    IN_ADVANCE = "in_advance"  # after the day


Step = tuple[Timing, Part]


class Ahead(StrEnum):
    """Towards which instalment money counts that is paid before anything asks for it."""

    NEXT = "next"
    LAST = "last"


class PaymentKind(StrEnum):
    """How money came; every kind may have its own order."""

    PAYMENT = "payment"
    DOWN_PAYMENT = "down_payment"
    FROM_SAVINGS = "from_savings"  # the member's own savings, with consent
    FROM_GROUP = "from_group"  # co-members or the group's fund stood in
    FROM_GUARANTOR = "from_guarantor"
    MERCHANT_REFUND = "merchant_refund"  # a seller gave money back, to the loan
    GOODWILL = "goodwill"  # the lender lets go of a part


def steps(timings: Sequence[Timing], parts: Sequence[Part]) -> tuple[Step, ...]:
    """Return every part in this order, first of the first timing, then of the next."""
    return tuple((timing, part) for timing in timings for part in parts)


@dataclass(frozen=True, slots=True)
class Order:
    """In which order a payment is posted.

    `by_instalment`: the oldest instalment is settled through all its steps before the next one is touched; otherwise
    a step is settled in all instalments before the next step.  What is paid in advance always goes instalment by
    instalment, towards the next or the last.
    """

    steps: tuple[Step, ...]
    by_instalment: bool = False
    ahead: Ahead = Ahead.NEXT

    def __post_init__(self) -> None:
        wanted = {(timing, part) for timing in Timing for part in Part}
        if len(self.steps) != len(wanted) or set(self.steps) != wanted:
            raise BadTerms(
                "order",
                ", ".join(f"{timing} {part}" for timing, part in self.steps),
                "it names each of past_due, due and in_advance with each of the four parts, once",
            )


_TO_DATE = (Timing.PAST_DUE, Timing.DUE)
PROTECTING = Order(
    steps(_TO_DATE, (Part.INTEREST, Part.PRINCIPAL))
    + steps(_TO_DATE, (Part.FEE, Part.PENALTY))
    + steps((Timing.IN_ADVANCE,), (Part.INTEREST, Part.PRINCIPAL, Part.FEE, Part.PENALTY))
)
"""Our own order: due interest and principal first, then fees, penalties last ("Responsible finance", section 6)."""


class Interest(StrEnum):
    """On what interest is reckoned once the loan runs."""

    AS_AGREED = "as_agreed"  # the schedule stands, whenever payments come
    AS_OWED = "as_owed"  # on what is owed day by day: early money lowers it


class Early(StrEnum):
    """What money above the next instalment changes, where interest is on what is owed."""

    NEXT_INSTALMENT = "next_instalment"  # it counts towards the instalments that come next
    LOWER_INSTALMENTS = "lower_instalments"  # as many instalments as before, each smaller
    FEWER_INSTALMENTS = "fewer_instalments"  # instalments as before, fewer of them
    NEXT_PRINCIPAL = "next_principal"  # the next instalments ask for their interest only, until it is used up


class Overdue(StrEnum):
    """Whether principal that is late goes on bearing interest, where interest is on what is owed."""

    NO = "no"
    UNTIL_PAID = "until_paid"
    CURRENT_PERIOD = "current_period"
    """Only in the period in which the day falls, as one system reckons: read it, do not agree it, for there waiting
    can lower the interest."""


class Rebate(StrEnum):
    """What agreed interest is let go when everything is paid before its time, where interest is as agreed."""

    NONE = "none"
    FUTURE_PERIODS = "future_periods"  # of periods that have not begun
    BY_DAYS = "by_days"  # and of the days left in the running one


class SameDay(StrEnum):
    """In which order what happened on one day is booked."""

    BY_KIND = "by_kind"  # handing out, rescheduling, charges, waivers, payments, refunds: however they were listed
    AS_LISTED = "as_listed"


@dataclass(frozen=True, slots=True)
class Recalculation:
    """How interest follows what really happens."""

    interest: Interest = Interest.AS_AGREED
    early: Early = Early.FEWER_INSTALMENTS
    overdue: Overdue = Overdue.NO
    at_due_dates: bool = False  # payments work on interest from the next due date, not from their day
    compounds_overdue: bool = False  # late interest bears interest
    rounds_each_span: bool = False  # interest is rounded for every span between payments, not once an instalment
    early_is_principal: bool = False
    """Money before its due date pays principal in full, and interest is still asked for on the date; otherwise it waits
    and pays interest first."""
    rebate: Rebate = Rebate.NONE


@dataclass(frozen=True, slots=True)
class LateFee:
    """A penalty for an instalment that is still unpaid so many days after its due date, once for every instalment."""

    amount: Money | None = None
    percent: Fraction = Fraction(0)
    of: tuple[Part, ...] = (Part.PRINCIPAL, Part.INTEREST)
    after_days: int = 1

    def __post_init__(self) -> None:
        if self.after_days < 1:
            raise BadTerms("late_fee.after_days", self.after_days, "an instalment is late after 1 day or more")
        if self.percent < 0 or (self.amount is not None and self.amount.minor < 0):
            raise BadTerms("late_fee", self.amount or self.percent, "a penalty is zero or more")


@dataclass(frozen=True, slots=True)
class LateInterest:
    """Penalty interest by the day on what is late: amount x percent a year x days / days of the year."""

    percent: Fraction
    of: tuple[Part, ...] = (Part.PRINCIPAL,)
    year_days: int = 365
    grace_days: int = 0

    def __post_init__(self) -> None:
        if self.percent < 0 or self.grace_days < 0 or self.year_days not in {360, 364, 365, 366}:
            raise BadTerms("late_interest", self.percent, "a rate of zero or more over a year of 360 to 366 days")


Bucket = tuple[int, int | None]
"""From so many days late to so many, both included; None is open."""

PAR_BUCKETS: tuple[Bucket, ...] = ((1, 30), (31, 60), (61, 90), (91, 180), (181, 365), (366, None))


@dataclass(frozen=True, slots=True)
class Lateness:
    """From when a loan counts as late, and in which classes of days.

    `grace_days` are days after a due date that do not count; `tolerance` is how much may be missing without counting.
    """

    grace_days: int = 0
    tolerance: Money | None = None
    buckets: tuple[Bucket, ...] = PAR_BUCKETS

    def __post_init__(self) -> None:
        if self.grace_days < 0:
            raise BadTerms("lateness.grace_days", self.grace_days, "a number of days is zero or more")
        until: int | None = 0
        for from_, to in self.buckets:
            if until is None or from_ != until + 1 or (to is not None and to < from_):
                raise BadTerms(
                    "lateness.buckets", f"{from_}..{to}", "classes follow one another from day 1 without gaps"
                )
            until = to


@dataclass(frozen=True, slots=True)
class Agreement:
    """Everything that was agreed about one loan: terms, and how its life is handled."""

    terms: Terms
    order: Order = PROTECTING
    orders: Mapping[PaymentKind, Order] = field(default_factory=lambda: MappingProxyType({}))
    recalculation: Recalculation = Recalculation()
    lateness: Lateness = Lateness()
    late_fee: LateFee | None = None
    late_interest: LateInterest | None = None
    same_day: SameDay = SameDay.BY_KIND

    def __post_init__(self) -> None:
        terms, again = self.terms, self.recalculation
        if again.interest is Interest.AS_OWED:
            if not terms.basis.is_declining:
                raise BadTerms("recalculation.interest", again.interest, f"a rate {terms.basis} is as_agreed")
            if terms.grace != Grace() or terms.skipped:
                raise BadTerms("grace", "as_owed", "grace and skipped instalments are agreed by rescheduling")
            if again.early_is_principal and (again.early is Early.NEXT_INSTALMENT or again.at_due_dates):
                raise BadTerms(
                    "recalculation.early_is_principal", "true", "money that waits for its day pays nothing at once"
                )
            if terms.shape is Shape.STEPS or terms.balloon is not None:
                raise BadTerms("shape", terms.shape, "growing instalments and balloons keep interest as_agreed")
        for name, amount in (
            ("late_fee.amount", self.late_fee.amount if self.late_fee else None),
            ("lateness.tolerance", self.lateness.tolerance),
        ):
            if amount is not None and amount.currency != terms.currency:
                raise BadTerms(name, amount, f"every amount of one loan is in one currency, here {terms.currency}")

    @property
    def currency(self) -> str:
        """The currency of every amount."""
        return self.terms.currency

    def order_of(self, kind: PaymentKind) -> Order:
        """Return the order in which a payment of this kind is posted."""
        return self.orders.get(kind, self.order)
