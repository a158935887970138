"""What fits one person, read from the map, and what it adds to their page."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext

from sankofa.accounts.queries import decision_on
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel.finding import Finding
from sankofa.provision import facts, permissions, queries, sayings
from sankofa.provision.rules import feasibility
from sankofa.provision.rules.feasibility import Need
from sankofa.provision.rules.matches import Match, Standing, matches
from sankofa.returnees.contributions import Contribution, Panel

if TYPE_CHECKING:
    from sankofa.provision.models import Check
    from sankofa.returnees.models import Person

SHOWN_ON_PAGE = 3


def may_match(person: "Person", *, viewer: Actor, on: date) -> bool:
    """Whether the viewer may see which help fits a person."""
    return decision_on(person, actor=viewer, permission=permissions.MATCH, on=on).allowed


def fitting(person: "Person", *, viewer: Actor, on: date, wanted: tuple[Need, ...] = ()) -> "list[Told]":
    """Return all help near a person with how it stands for them, the most useful first.

    Only what a named person confirmed and what is still confirmed; never what lends money.
    """
    known = facts.known(person, viewer=viewer, on=on)
    where = known.lives_in or person.office.place_id
    own = Q(office=None) | Q(office__organisation_id=person.office.organisation_id)
    rows = list(queries.serving(queries.reliable(on=on).filter(own), where))
    said = queries.terms_of(rows)
    checks = {said[key].code: check for key, check in queries.latest_checks(rows).items()}
    needs = wanted or feasibility.needs(known)
    return [Told(match, checks.get(match.entry.code)) for match in matches(said.values(), known, wanted=needs, on=on)]


class Told:
    """One kind of help as the page tells it."""

    def __init__(self, match: Match, check: "Check | None") -> None:
        self.match, self.check = match, check

    @property
    def standing(self) -> Standing:
        """How it stands for the person."""
        return self.match.standing

    def row(self, person: "Person", names: sayings.Names) -> dict[str, Any]:
        """Return what the page shows: every reason in words, what is missing with who helps, and where to call."""
        findings = self.match.eligibility.findings
        return {
            "code": self.match.entry.code,
            "name": self.match.entry.name,
            "offers": self.match.entry.offers,
            "gives": sayings.named(sayings.APPROACHES, [str(one) for one in self.match.entry.approaches]),
            "answers": [str(sayings.NEEDS[need][0]) for need in self.match.answers],
            "standing": str(sayings.STANDINGS[self.standing]),
            "tone": _TONES[self.standing],
            "reasons": list(
                zip(
                    sayings.sentences(findings, names),
                    [_help(one, person, names) for one in findings],
                    strict=True,
                )
            ),
            "phone": "" if self.check is None else self.check.phone,
            "place": "" if self.check is None else self.check.place,
            "is_demonstration": self.check is not None and self.check.is_demonstration,
        }


_TONES = {Standing.CAN: "good", Standing.CAN_IF: "info", Standing.ASK: "", Standing.CANNOT: ""}


def rows(found: "Sequence[Told]", person: "Person") -> list[dict[str, Any]]:
    """Return some help as the page shows it; the names of all that it speaks of are asked for once."""
    names = sayings.names_in(finding for told in found for finding in told.match.eligibility.findings)
    return [told.row(person, names) for told in found]


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
    usable = [told for told in found if told.standing is not Standing.CANNOT]
    context = {
        "title": gettext("Help that fits"),
        "rows": rows(usable[:SHOWN_ON_PAGE], person),
        "more": max(0, len(found) - min(len(usable), SHOWN_ON_PAGE)),
        "url": reverse("provision:matches", args=[person.pk]),
    }
    return Contribution(panels=(Panel("provision/panel.html", context),))
