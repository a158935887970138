"""What stands in a plan: goals in the person's own words, and activities with who gives what, how much, by when.

Source: case-work notes, 2.2 (reintegration plan: goals; activity; provider; type of aid; amount and currency; start and
end; revisions); Knowledge Paper 1 (2021), 4.2.3: it is "essential to clearly distinguish" grants from loans, so a plan
holds no loan.  How much fits into a plan is our own choice: it has to be read aloud.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sankofa.kernel.finding import Finding, Weight
from sankofa.kernel.money import Money

SOURCE: Final = "case-work notes, 2.2"
GOALS_MAX: Final = 6
ACTIVITIES_MAX: Final = 20
WORDS_MAX: Final = 300


class Kind(StrEnum):
    """What kind of help an activity is."""

    SERVICE = "service"
    GOODS = "goods"
    CASH = "cash"
    GRANT = "grant"


class NotAPlan(Exception):
    """This cannot stand in a plan; the findings say why."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(", ".join(one.code for one in findings))


@dataclass(frozen=True, slots=True)
class Activity:
    """One thing that will be done: what, of which kind, by whom, how much, from when and by when.

    `provider` is the code of help on the map; `provider_words` says it in words where the map has nothing.  What nobody
    agreed on is None.
    """

    key: UUID
    what: str
    kind: Kind = Kind.SERVICE
    provider: str = ""
    provider_words: str = ""
    amount: Money | None = None
    from_on: date | None = None
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """All that a plan says."""

    goals: tuple[str, ...] = ()
    activities: tuple[Activity, ...] = ()

    def activity(self, key: UUID) -> Activity | None:
        """Return one activity, or None."""
        return next((one for one in self.activities if one.key == key), None)

    def with_activity(self, changed: Activity) -> "Content":
        """Return the plan with an activity added, or changed in its place."""
        known = tuple(changed if one.key == changed.key else one for one in self.activities)
        return Content(self.goals, known if self.activity(changed.key) else (*known, changed))


def mistakes(content: Content) -> list[Finding]:
    """Return what cannot stand in any plan, not even in one that is being written."""
    found = []
    if len(content.goals) > GOALS_MAX:
        found.append(_found("plan.too_many_goals", most=GOALS_MAX))
    if len(content.activities) > ACTIVITIES_MAX:
        found.append(_found("plan.too_many_activities", most=ACTIVITIES_MAX))
    texts = [*content.goals, *(one.what for one in content.activities), *(o.provider_words for o in content.activities)]
    if any(len(text) > WORDS_MAX for text in texts):
        found.append(_found("plan.too_long", most=WORDS_MAX))
    if not all(text.strip() for text in (*content.goals, *(one.what for one in content.activities))):
        found.append(_found("plan.without_words"))
    for one in content.activities:
        if one.amount is not None and one.amount.minor <= 0:
            found.append(_found("plan.not_an_amount"))
        if one.from_on is not None and one.until_on is not None and one.until_on < one.from_on:
            found.append(_found("plan.ends_before_it_begins"))
    return found


def missing(content: Content) -> list[Finding]:
    """Return what a plan lacks before somebody can agree to it."""
    found = [*mistakes(content)]
    if not content.goals:
        found.append(_found("plan.no_goal"))
    if not content.activities:
        found.append(_found("plan.no_activity"))
    if any(one.kind in (Kind.CASH, Kind.GRANT) and one.amount is None for one in content.activities):
        found.append(_found("plan.no_amount"))
    return found


def stored(content: Content) -> dict[str, Any]:
    """Return a plan as it is kept, sealed: plain texts and whole numbers."""
    return {
        "goals": list(content.goals),
        "activities": [
            {
                "key": str(one.key),
                "what": one.what,
                "kind": one.kind.value,
                "provider": one.provider,
                "provider_words": one.provider_words,
                "amount": None if one.amount is None else [one.amount.minor, one.amount.currency],
                "from_on": None if one.from_on is None else one.from_on.isoformat(),
                "until_on": None if one.until_on is None else one.until_on.isoformat(),
            }
            for one in content.activities
        ],
    }


def content_of(kept: Mapping[str, Any]) -> Content:
    """Return a kept plan as the rules know it."""
    return Content(
        tuple(kept["goals"]),
        tuple(
            Activity(
                key=UUID(one["key"]),
                what=one["what"],
                kind=Kind(one["kind"]),
                provider=one["provider"],
                provider_words=one["provider_words"],
                amount=None if one["amount"] is None else Money(*one["amount"]),
                from_on=_day(one["from_on"]),
                until_on=_day(one["until_on"]),
            )
            for one in kept["activities"]
        ),
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _found(code: str, /, **facts: int) -> Finding:
    return Finding(code, Weight.BARRIER, SOURCE, **facts)
