"""What fits one person, read from the map, and what it adds to their page."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext

from sankofa.accounts.queries import decision_on
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel.finding import Finding
from sankofa.provision import facts, permissions, queries, sayings
from sankofa.provision.rules import feasibility
from sankofa.provision.rules.feasibility import Need
from sankofa.provision.rules.matches import Match, Standing
from sankofa.provision.rules.matches_many import Matches
from sankofa.returnees.contributions import Contribution, Panel

if TYPE_CHECKING:
    from sankofa.provision.models import Check
    from sankofa.returnees.models import Person

SHOWN_ON_PAGE = 3


def may_match(person: "Person", *, viewer: Actor, on: date) -> bool:
    """Whether the viewer may see which help fits a person."""
    return decision_on(person, actor=viewer, permission=permissions.MATCH, on=on).allowed


def fitting(person: "Person", *, viewer: Actor, on: date, wanted: tuple[Need, ...] = ()) -> Matches:
    """Return all help near a person with how it stands for them, the most useful first.

    Only what a named person confirmed and what is still confirmed; never what lends money.
    """
    known = facts.known(person, viewer=viewer, on=on)
    held = queries.prepared(person.office.organisation_id, on=on)
    near = known.lives_in or person.office.place_id
    return held.matches(known, wanted=wanted or feasibility.needs(known), near=near)


_TONES = {Standing.CAN: "good", Standing.CAN_IF: "info", Standing.ASK: "", Standing.CANNOT: ""}


def rows(found: Sequence[Match], person: "Person") -> list[dict[str, Any]]:
    """Return some help as the page shows it; what all of it speaks of is asked for once."""
    explained = [(match, match.eligibility.findings) for match in found]
    names = sayings.names_in(finding for _match, findings in explained for finding in findings)
    checks = queries.latest_checks_of(match.entry.code for match, _findings in explained)
    return [_row(match, findings, person, names, checks.get(match.entry.code)) for match, findings in explained]


def _row(
    match: Match, findings: Sequence[Finding], person: "Person", names: sayings.Names, check: "Check | None"
) -> dict[str, Any]:
    """What the page shows: every reason in words, what is missing with who helps, and where to call."""
    said = match.entry
    return {
        "code": said.code,
        "name": said.name,
        "offers": said.offers,
        "speaks_of_loans": said.speaks_of_loans,
        "answers": [str(sayings.NEEDS[need][0]) for need in match.answers],
        "key": match.standing.value,
        "standing": str(sayings.STANDINGS[match.standing]),
        "tone": _TONES[match.standing],
        "reasons": list(
            zip(sayings.sentences(findings, names), [_help(one, person, names) for one in findings], strict=True)
        ),
        "phone": "" if check is None else check.phone,
        "place": "" if check is None else check.place,
        "is_demonstration": check is not None and check.is_demonstration,
    }


def _help(finding: Finding, person: "Person", names: sayings.Names) -> dict[str, str]:
    """Return who helps with what is missing: our own page for papers, else the entry that has to come first."""
    if finding.code == "paper_first":
        return {
            "url": reverse("returnees:begin_help", args=[person.pk]),
            "label": gettext("Help to get this paper"),
        }
    code = str(finding.facts.get("register") or finding.facts.get("entry") or "")
    if finding.code in {"register_first", "after_first"} and code in names.entries:
        return {"url": reverse("provision:entry", args=[code]), "label": gettext("Where that is done")}
    return {}


def contribution(person: "Person", viewer: Actor, on: date) -> Contribution:
    """Return what the map adds to a person's page: the best three, and the way to all."""
    if person.erased_on is not None or not may_match(person, viewer=viewer, on=on):
        return Contribution()
    found = fitting(person, viewer=viewer, on=on)
    usable = len(found) - found.number_of(Standing.CANNOT)
    shown = found[: min(usable, SHOWN_ON_PAGE)]
    context = {
        "title": gettext("Help that fits"),
        "rows": rows(shown, person),
        "more": len(found) - len(shown),
        "url": reverse("provision:matches", args=[person.pk]),
    }
    return Contribution(panels=(Panel("provision/panel.html", context),))
