"""How a purpose stands on a day, and whether data may go to a partner: the one rule that opens the door.

Purpose and partner and fields and day and text must all fit.  The latest word counts, in whatever order the words
arrived; where two words bear the same moment, the no counts.  A withdrawal stops everything at once, whatever its hour.

Source: case-work notes 2.3 (the least data that is needed; without consent only if life is at risk, and only on a
mental-health professional's decision), 2.7 principles 4, 5 and 13, and "Safeguards" (a demand by an authority is
decided by the data officer; at 18 all consents lapse and are asked again).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sankofa.consent.rules.terms import (
    Answer,
    Basis,
    Capacity,
    Channel,
    Consent,
    Decider,
    Exemption,
    Field,
    History,
    Purpose,
    State,
)
from sankofa.consent.rules.validity import capacity_of
from sankofa.kernel.finding import Finding, Weight

SOURCE = "case-work notes 2.3, 2.7"
DECIDES = {Basis.LIFE_AT_RISK: Decider.MENTAL_HEALTH_PROFESSIONAL, Basis.COURT_ORDER: Decider.DATA_OFFICER}
"""Who alone can decide about each exception."""
EXEMPTION_DAYS_MAX = {Basis.LIFE_AT_RISK: 7, Basis.COURT_ORDER: 90}
"""How many days an exception holds at most; our own choice, so that none becomes a habit."""
REMINDED_DAYS = 30
"""How many days before a yes ends the office is reminded to ask again; our own choice: people are met monthly."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a purpose stands: its state, the answer that decides, and the reason in words."""

    state: State
    reason: Finding
    consent: Consent | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether something may be shared, why, and what allows it."""

    is_allowed: bool
    reason: Finding
    basis: Basis | None = None
    consent: Consent | None = None
    exemption: Exemption | None = None


def latest(history: History, purpose: Purpose, partner: UUID | None) -> Consent | None:
    """Return the word that counts; None where nobody was ever asked.  Of two at one moment the no counts."""
    about = [held for held in history.consents if held.purpose is purpose and held.partner == partner]
    return max(about, key=lambda held: (held.at, _STRICTER[held.answer], held.id), default=None)


def standing(history: History, purpose: Purpose, partner: UUID | None = None, *, on: date) -> Standing:
    """Return how a purpose stands on a day.  Never asked is never a yes."""
    last = latest(history, purpose, partner)
    if last is None:
        return Standing(State.NEVER_ASKED, _found("never_asked"))
    match last.answer:
        case Answer.WITHDRAWN:
            return Standing(State.WITHDRAWN, _found("withdrawn", since=last.at.date()), last)
        case Answer.REFUSED:
            return Standing(State.REFUSED, _found("refused", since=last.at.date()), last)
        case Answer.GIVEN:
            return _standing_of_a_yes(history, last, on)


def ends_on(consent: Consent) -> date | None:
    """Return the day from which a yes no longer holds; None for a no.  With help, the day it is looked at again."""
    if consent.answer is not Answer.GIVEN:
        return None
    days = [consent.expires_on, consent.review_on if consent.capacity is Capacity.SUPPORTED else None]
    return min((day for day in days if day is not None), default=None)


def ends_soon(held: Standing, *, on: date) -> date | None:
    """Return the day on which a yes that still holds will end, where that is within thirty days; else None."""
    if held.state is not State.GIVEN or held.consent is None:
        return None
    end = ends_on(held.consent)
    return end if end is not None and (end - on).days <= REMINDED_DAYS else None


def may_share(
    history: History, purpose: Purpose, partner: UUID | None, fields: Collection[Field], *, on: date
) -> Verdict:
    """Return whether these fields may go to this partner for this purpose on a day, and why."""
    wanted = frozenset(fields)
    if not wanted:
        return Verdict(False, _found("nothing_asked_for"))
    held = standing(history, purpose, partner, on=on)
    if held.state is State.GIVEN and held.consent is not None:
        beyond = wanted - held.consent.fields
        if not beyond:
            return Verdict(True, held.reason, Basis.CONSENT, held.consent)
        refusal = _found("fields_not_covered", fields=tuple(sorted(beyond)))
    else:
        refusal = held.reason
    for exemption in history.exemptions:
        if exempts(exemption, partner, wanted, on=on):
            reason = _found(f"exempt_{exemption.basis}", Weight.CONCERN, until=exemption.until_on)
            return Verdict(True, reason, exemption.basis, exemption=exemption)
    return Verdict(False, refusal)


def may_contact(history: History, channel: Channel, *, on: date) -> Verdict:
    """Return whether a person may be reached this way on a day, and why."""
    return may_share(history, channel.purpose, None, {Field.PHONE}, on=on)


def exempts(exemption: Exemption, partner: UUID | None, fields: frozenset[Field], *, on: date) -> bool:
    """Whether an exception covers this partner, these fields and this day, and was decided by whom it must be."""
    return (
        exemption.decider is DECIDES.get(exemption.basis)
        and partner is not None
        and exemption.partner == partner
        and fields <= exemption.fields
        and exemption.from_on <= on < exemption.until_on
        and (exemption.until_on - exemption.from_on).days <= EXEMPTION_DAYS_MAX[exemption.basis]
    )


def not_for_children() -> Finding:
    """Return that a child is not asked for this: no loan, no public page."""
    return _found("not_for_children")


def undecided() -> Finding:
    """Return that nobody is named who decided about an exception, or that no reason is given."""
    return _found("exemption_undecided")


def _standing_of_a_yes(history: History, last: Consent, on: date) -> Standing:
    terms = history.terms.get(last.purpose)
    capacity = capacity_of(history.age)
    if terms is not None and terms.is_for_adults and capacity.counts_as_child:
        return Standing(State.LAPSED, not_for_children(), last)
    if last.capacity.counts_as_child and not capacity.counts_as_child:
        return Standing(State.LAPSED, _found("lapsed_at_18"), last)
    if capacity.counts_as_child and not last.capacity.counts_as_child:
        return Standing(State.LAPSED, _found("lapsed_given_as_adult"), last)
    if last.expires_on is None or on >= last.expires_on:
        return Standing(State.EXPIRED, _found("expired", on=last.expires_on or last.at.date()), last)
    if last.capacity is Capacity.SUPPORTED and (last.review_on is None or on >= last.review_on):
        return Standing(State.EXPIRED, _found("review_due", on=last.review_on or last.at.date()), last)
    if terms is None or last.version not in terms.versions_valid:
        return Standing(State.LAPSED, _found("text_out_of_date"), last)
    if not last.is_text_intact:
        return Standing(State.LAPSED, _found("text_changed"), last)
    return Standing(State.GIVEN, _found("given", Weight.NOTE, until=last.expires_on), last)


_STRICTER = {Answer.GIVEN: 0, Answer.REFUSED: 1, Answer.WITHDRAWN: 2}


def _found(code: str, weight: Weight = Weight.BARRIER, **facts: date | tuple[str, ...]) -> Finding:
    return Finding(code, weight, SOURCE, **facts)
