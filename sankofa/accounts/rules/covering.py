"""Covering for an absent colleague: for how long, by whom, and what the one who covers may do meanwhile.

Source: casework, "Safeguards"; docs/adr/0018.  A cover passes on the absent person's own grants for a span of days.
It passes on nothing that the absent person holds by covering, so covers make no chain, and never outlasts the grant.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sankofa.accounts.rules.terms import Grant, Scope, ScopeKind
from sankofa.kernel.finding import Finding, Weight

DAYS_MAX = 30
SOURCE = "absence cover, docs/adr/0018"


@dataclass(frozen=True, slots=True)
class CoverTerms:
    """Somebody covers for a colleague from a day until (not including) another."""

    absent: str
    covering: str
    given_by: str
    from_on: date
    until_on: date


def findings(cover: CoverTerms, *, organisations: tuple[str, str], is_active: bool, on: date) -> list[Finding]:
    """Return what speaks against a cover; none where it may begin.

    `organisations` are those of the absent and of the covering person, who must be able to sign in.
    """
    found = []
    if cover.absent == cover.covering:
        found.append(_finding("cover_of_oneself"))
    elif cover.given_by == cover.covering:
        found.append(_finding("cover_taken"))
    if organisations[0] != organisations[1]:
        found.append(_finding("cover_elsewhere"))
    if not is_active:
        found.append(_finding("cover_by_nobody"))
    if cover.from_on < on:
        found.append(_finding("cover_in_the_past"))
    if cover.until_on <= cover.from_on:
        found.append(_finding("cover_without_days"))
    elif cover.until_on - cover.from_on > timedelta(days=DAYS_MAX):
        found.append(_finding("cover_too_long", days=DAYS_MAX))
    return found


def passed_on(grants: Iterable[Grant], cover: CoverTerms) -> Iterator[Grant]:
    """Yield the grants that a cover gives to the one who covers: the absent person's own, for the days of both."""
    for grant in grants:
        if grant.cover_of:
            continue
        from_on = max(grant.from_on, cover.from_on)
        until_on = cover.until_on if grant.until_on is None else min(grant.until_on, cover.until_on)
        if from_on < until_on:
            scope = Scope(ScopeKind.OWN, cover.absent) if grant.scope.kind is ScopeKind.OWN else grant.scope
            yield replace(grant, scope=scope, from_on=from_on, until_on=until_on, cover_of=cover.absent)


def _finding(code: str, **facts: int) -> Finding:
    return Finding(code, Weight.BARRIER, SOURCE, **facts)


CODES = frozenset(
    {
        "cover_of_oneself",
        "cover_taken",
        "cover_elsewhere",
        "cover_by_nobody",
        "cover_in_the_past",
        "cover_without_days",
        "cover_too_long",
    }
)
"""Every code that can speak against a cover."""
