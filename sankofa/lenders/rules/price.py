"""Price: what a loan truly costs the person who takes it.

Everything mandatory goes through the cash flows: interest, fees, insurance, taxes, compulsory savings and what comes
back of them; what is voluntary stands beside.  The price is reckoned on the rounded schedule.  A rate is never shown
without its convention, for "APR" means two numbers.  Source: "Responsible finance", section 2.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction

from sankofa.instalments.due_dates import Unit
from sankofa.instalments.errors import BadTerms, NoRate, NothingReceived, TwoCurrencies
from sankofa.instalments.fees import fees_of_rows, upfront_fees
from sankofa.instalments.rates import Convention, Flow, Rate, effective, eu_aprc, irr, nominal, xirr
from sankofa.instalments.rows import Amounts
from sankofa.instalments.schedule import Schedule, schedule
from sankofa.instalments.sheet import percent, worked
from sankofa.instalments.terms import RateBasis, Terms
from sankofa.instalments.unit_periods import Remainder
from sankofa.kernel.finding import Fact, Finding, Weight
from sankofa.kernel.money import Money, Rounding
from sankofa.kernel.periods import Day

ROOM = "sankofa.lenders"
SOURCE = "Responsible finance 2"


_PARTS_OF_A_YEAR = frozenset({Unit.WEEK, Unit.MONTH, Unit.YEAR})


class DepositTime(StrEnum):
    """When a compulsory deposit is paid in."""

    DEDUCTED = "deducted"  # kept back from what is handed out
    UPFRONT = "upfront"  # paid on the day of handing out
    EACH = "each"  # with every instalment


@dataclass(frozen=True, slots=True)
class Deposit:
    """Compulsory savings or a cash deposit: the person's own money, held by the lender until the end.

    `amount` or `percent` of the principal; `returned` is what comes back with the last instalment, by default all of
    it without interest; `kept` says that nothing comes back.
    """

    name: str
    amount: Money | None = None
    percent: Fraction = Fraction(0)
    time: DepositTime = DepositTime.DEDUCTED
    returned: Money | None = None
    kept: bool = False

    def __post_init__(self) -> None:
        if (self.amount is None) == (not self.percent):
            raise BadTerms(f"deposits.{self.name}", self.name, "it is either an amount or a percent of the principal")
        if self.percent < 0 or (self.amount is not None and self.amount.minor < 0):
            raise BadTerms(f"deposits.{self.name}", self.amount or self.percent, "a deposit is zero or more")

    def of(self, terms: Terms) -> int:
        """Return the deposit in minor units, each time it is paid in."""
        for amount in (self.amount, self.returned):
            if amount is not None and amount.currency != terms.currency:
                raise TwoCurrencies(f"deposits.{self.name}", terms.currency, amount.currency)
        if self.amount is not None:
            return self.amount.minor
        return terms.principal.times(self.percent / 100, Rounding.HALF_UP).minor


@dataclass(frozen=True, slots=True)
class Price:
    """What a loan costs, each number with its convention.

    `received` is what the person has in hand after the first day (of all tranches), `paid` everything paid after it,
    `returned` what comes back of deposits.  `nominal_rate` and `effective_rate` follow MFTransparency: one rate of a
    regular period, times the periods of a year and compounded; where dates are uneven they come from the dated rate.
    """

    schedule: Schedule
    deposits: tuple[Deposit, ...]
    received: Money
    paid: Money
    returned: Money
    nominal_rate: Rate
    effective_rate: Rate
    eu_rate: Rate
    dated_rate: Rate
    voluntary: Money
    findings: tuple[Finding, ...] = field(default=())

    @property
    def cost(self) -> Money:
        """What is paid beyond what was received and comes back."""
        return self.paid - self.received - self.returned

    @property
    def per_100(self) -> Fraction:
        """The cost for every 100 in hand: "for every 100 you get, you pay back 100 + x"."""
        return Fraction(100 * self.cost.minor, self.received.minor)

    def sheet(self) -> tuple[Finding, ...]:
        """Return the steps from terms to price, in order; texts are in the wording of instalments and of lenders."""
        return (*worked(self.schedule), *self._own_steps())

    def _own_steps(self) -> tuple[Finding, ...]:
        lines = []
        for deposit in self.deposits:
            lines.append(
                _note(
                    "sheet.deposit_kept" if deposit.kept else "sheet.deposit",
                    deposit=self.schedule.money(deposit.of(self.schedule.terms)),
                )
            )
        lines.append(
            _note(
                "sheet.cost",
                paid=self.paid,
                received=self.received,
                returned=self.returned,
                cost=self.cost,
                per_100=percent(self.per_100 / 100, 2),
            )
        )
        lines.append(
            _note(
                "sheet.rates",
                nominal=self.nominal_rate.percent(2),
                effective=self.effective_rate.percent(2),
                eu=self.eu_rate.percent(2),
                dated=self.dated_rate.percent(2),
            )
        )
        return tuple(lines)


def _note(code: str, **facts: Fact) -> Finding:
    return Finding(f"price.{code}", Weight.NOTE, SOURCE, **facts)


def price(terms: Terms, deposits: Sequence[Deposit] = ()) -> Price:
    """Return what a loan costs by every named convention, with all that must be said beside it.

    Raises BadTerms and its kinds: NothingReceived when deductions eat the loan, NoRate when no rate exists.
    """
    made = schedule(terms)
    mandatory = _mandatory_payments(made)
    upfront = upfront_fees(terms, voluntary=False)
    first_day = upfront.paid + sum(part.of(terms) for part in deposits if part.time is not DepositTime.EACH)
    handed_out = sum(amount for _, amount in made.handed_out)
    down_payment = made.rows[0].payment if made.rows[0].number == 0 else 0
    received = handed_out - first_day - down_payment
    if received <= 0 or made.handed_out[0][1] - first_day - down_payment <= 0:
        raise NothingReceived(made.money(received))
    each = sum(part.of(terms) for part in deposits if part.time is DepositTime.EACH)
    rows = [row for row in made.rows if row.number]
    payments = [amount + each for amount in mandatory]
    returned = sum(_returned(part, terms, len(rows)) for part in deposits)

    flows = [Flow(day, amount) for day, amount in made.handed_out]
    flows.append(Flow(terms.starts_on, -first_day - down_payment))
    flows += [Flow(row.due_on, -payment) for row, payment in zip(rows, payments, strict=True)]
    flows.append(Flow(rows[-1].due_on, returned))
    dated = xirr(flows)
    periods = terms.every.a_year
    if _is_regular(made):
        amounts = [received, *(-payment for payment in payments)]
        amounts[-1] += returned
        one = irr(amounts)
        nominal_rate, effective_rate = nominal(one, periods), effective(one, periods)
        # Months, weeks and years are equal parts of a year in Annex I too.
        eu = replace(effective_rate, convention=Convention.EU_ANNEX_I)
        if terms.every.unit not in _PARTS_OF_A_YEAR:
            eu = eu_aprc(flows, _remainder(terms))
    else:
        effective_rate, nominal_rate = dated, _nominal_of(dated, periods)
        eu = eu_aprc(flows, _remainder(terms))
    result = Price(
        schedule=made,
        deposits=tuple(deposits),
        received=made.money(received),
        paid=made.money(sum(payments)),
        returned=made.money(returned),
        nominal_rate=nominal_rate,
        effective_rate=effective_rate,
        eu_rate=eu,
        dated_rate=dated,
        voluntary=made.money(made.total_fees - upfront.paid - sum(mandatory) + _without_fees(made)),
    )
    return replace(result, findings=tuple(_findings(result)))


def _without_fees(made: Schedule) -> int:
    return sum(row.principal + row.interest for row in made.rows if row.number)


def _mandatory_payments(made: Schedule) -> list[int]:
    """What every row asks for, without voluntary fees."""
    rows = [row for row in made.rows if row.number]
    amounts = [Amounts(row.opening, row.principal, row.interest, row.balance) for row in rows]
    fees = fees_of_rows(made.terms, amounts, voluntary=False)
    return [row.principal + row.interest + fee for row, fee in zip(rows, fees, strict=True)]


def _returned(deposit: Deposit, terms: Terms, count: int) -> int:
    if deposit.kept:
        return 0
    if deposit.returned is not None:
        return deposit.returned.minor
    return deposit.of(terms) * (count if deposit.time is DepositTime.EACH else 1)


def _remainder(terms: Terms) -> Remainder:
    """Annex I counts in the unit of the instalments: months, weeks, years; days by themselves."""
    match terms.every.unit:
        case Unit.WEEK:
            return Remainder.WEEKS
        case Unit.YEAR:
            return Remainder.YEARS
        case Unit.MONTH:
            return Remainder.MONTHS
    return Remainder.DAYS_365


def _is_regular(made: Schedule) -> bool:
    """Whether all is handed out at once and every instalment falls one regular period after the one before."""
    terms = made.terms
    if terms.tranches or terms.due_on or terms.every.unit is Unit.MEETING:
        return False
    if terms.closed is not None and terms.closed.shift == "skip":
        return False
    return terms.first_due_on is None or terms.first_due_on == terms.every.after(terms.starts_on, 1)


def _nominal_of(rate: Rate, periods: Fraction) -> Rate:
    one = effective(rate, 1 / periods)
    return nominal(one, periods)


def _findings(price: Price) -> list[Finding]:
    terms, made = price.schedule.terms, price.schedule
    found = []
    if not price.effective_rate.is_unique or not price.dated_rate.is_unique:
        others = price.effective_rate.others or price.dated_rate.others
        found.append(
            Finding(
                "price.not_unique",
                Weight.CONCERN,
                "Responsible finance 2.3",
                changes=price.effective_rate.sign_changes,
                rate=price.effective_rate.percent(2),
                others=tuple(Rate(other, price.effective_rate.convention).percent(2) for other in others),
            )
        )
    stated = terms.rate_percent
    if not terms.basis.is_declining and stated and terms.basis is not RateBasis.MARKUP_TOTAL:
        found.append(
            Finding(
                "price.flat_rate",
                Weight.CONCERN,
                "Responsible finance 2.1",
                stated=percent(stated / 100),
                nominal=price.nominal_rate.percent(1),
            )
        )
    if terms.basis is RateBasis.MARKUP_TOTAL:
        found.append(
            Finding("price.extra_to_pay", Weight.NOTE, "Responsible finance 2.3", extra=made.money(made.total_interest))
        )
    if not made.total_interest and price.cost.minor > 0:
        found.append(
            Finding(
                "price.interest_free_but_not_free",
                Weight.CONCERN,
                "Responsible finance 2.3",
                cost=price.cost,
                effective=price.effective_rate.percent(2),
            )
        )
    if price.returned.minor or any(deposit.kept for deposit in price.deposits):
        held = sum(
            _returned(replace(part, returned=None, kept=False), terms, len(made.rows)) for part in price.deposits
        )
        found.append(
            Finding(
                "price.own_money_held",
                Weight.CONCERN,
                "Responsible finance 2.1",
                held=made.money(held),
                returned=price.returned,
            )
        )
    if price.voluntary.minor:
        found.append(Finding("price.voluntary_beside", Weight.NOTE, "Responsible finance 2.1", amount=price.voluntary))
    return found


@dataclass(frozen=True, slots=True)
class PriceRange:
    """What a loan may cost when the basis of its rate was not said: the price of every reading, cheapest first.

    Such a product cannot be saved as priced; the range shows what to ask the lender.
    """

    readings: tuple[tuple[RateBasis, Price], ...]

    @property
    def lowest(self) -> Price:
        """The cheapest reading."""
        return self.readings[0][1]

    @property
    def highest(self) -> Price:
        """The dearest reading."""
        return self.readings[-1][1]

    def finding(self) -> Finding:
        """Return what must be said: the same words have several readings, and how far they lie apart."""
        return Finding(
            "price.basis_not_said",
            Weight.PREREQUISITE,
            "Responsible finance 2.2",
            stated=percent(self.lowest.schedule.terms.rate_percent / 100),
            count=len(self.readings),
            lowest=self.lowest.effective_rate.percent(1),
            highest=self.highest.effective_rate.percent(1),
        )


USUAL_READINGS = (RateBasis.DECLINING_YEAR, RateBasis.FLAT_YEAR, RateBasis.FLAT_TOTAL)
"""The readings of a bare "15 %" that lenders of small loans mean most often."""


def price_range(
    terms: Terms, deposits: Sequence[Deposit] = (), bases: Sequence[RateBasis] = USUAL_READINGS
) -> PriceRange:
    """Return the price of the same words under every reading of their rate.  Raises BadTerms as `price` does."""
    priced = [(basis, price(replace(terms, basis=basis, compounding=None), deposits)) for basis in bases]
    return PriceRange(tuple(sorted(priced, key=lambda reading: reading[1].effective_rate.value)))


def profit_share_range(
    terms: Terms, share_percent: Fraction, profits: Sequence[Money], deposits: Sequence[Deposit] = ()
) -> tuple[Price, ...]:
    """Return the price of a profit share for every profit that the business may make, from the lowest profit.

    `profits` are of one instalment's time each; the lender's share of it is paid with every instalment.  Shown as a
    range, for nobody knows the profit.  A share is 0 to 100 percent; a loss is shared as a profit of zero.
    """
    if not 0 < share_percent <= 100:
        raise BadTerms("share_percent", share_percent, "the lender's share is above 0 and at most 100 percent")
    if not profits:
        raise BadTerms("profits", 0, "at least one profit is named, better a low and a high one")
    base = replace(terms, basis=RateBasis.PROFIT_SHARE, rate_percent=Fraction(0))
    priced = []
    for profit in sorted(profits, key=lambda amount: amount.minor):
        if profit.currency != terms.currency:
            raise TwoCurrencies("profits", terms.currency, profit.currency)
        share = Money(max(profit.minor, 0), profit.currency).times(share_percent / 100, Rounding.HALF_UP)
        priced.append(price(_with_share(base, share), deposits))
    return tuple(priced)


def _with_share(terms: Terms, share: Money) -> Terms:
    from sankofa.instalments.terms import Fee, FeeTime

    return replace(terms, fees=(*terms.fees, Fee("profit share", share, time=FeeTime.EACH, kind="profit share")))


def declining_equal_to(terms: Terms) -> Rate:
    """Return the declining nominal yearly rate with the same instalments as a flat one: 24 % flat is 41.7 %.

    Without fees and deposits; exact, in place of the rule of thumb r * 2n / (n + 1).  Raises NoRate where the
    instalments are no more than the loan.
    """
    bare = replace(terms, fees=(), down_payment=None)
    made = schedule(bare)
    if made.total_interest <= 0:
        raise NoRate("nothing is charged on the loan")
    one = irr([terms.principal.minor, *(-(row.principal + row.interest) for row in made.rows)])
    return nominal(one, terms.every.a_year)


def flat_equal_to(terms: Terms) -> Fraction:
    """Return the flat yearly rate, in percent, with the same interest as a declining one over the same time."""
    made = schedule(replace(terms, fees=()))
    years = len([row for row in made.rows if row.number]) / terms.every.a_year
    return Fraction(100 * made.total_interest, terms.principal.minor) / years


def above_cap(price: Price, cap_percent: Fraction, ends_on: Day | None = None) -> Finding | None:
    """Return the finding that an effective rate is above a legal or programme cap, or None where it is not."""
    if Fraction(price.effective_rate.value) * 100 <= cap_percent:
        return None
    facts: dict[str, Fact] = {"effective": price.effective_rate.percent(2), "cap": percent(cap_percent / 100)}
    if ends_on is not None:
        facts["until"] = ends_on
    return Finding("price.above_cap", Weight.BARRIER, "Responsible finance 1.3, HS10", **facts)
