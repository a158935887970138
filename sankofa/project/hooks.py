"""Who speaks where: the one visible list of what higher rooms add to lower ones."""

from django.urls import reverse
from django.utils.translation import gettext_noop as _

from sankofa.accounts import permissions as accounts
from sankofa.accounts.doors import sittings
from sankofa.accounts.hooks import left
from sankofa.accounts.rules import access
from sankofa.accounts.rules.terms import Actor
from sankofa.intake import permissions as intake
from sankofa.intake.importers import importers
from sankofa.kernel import clock
from sankofa.returnees import contributions as person_page
from sankofa.returnees import permissions as returnees
from sankofa.returnees.importer import ReturneeImporter
from sankofa.shell import navigation
from sankofa.shell.navigation import Entry
from sankofa.surveys import contributions as receipts
from sankofa.surveys.hooks import submitted
from sankofa.sustainability import actions as sustainability
from sankofa.sustainability import contribution as score

NAVIGATION = (
    Entry("desks:today", _("Today"), accounts.SIGNED_IN),
    Entry("returnees:people", _("People"), returnees.VIEW),
    Entry("intake:files", _("Files"), intake.SEND),
    Entry("desks:record", _("Record"), accounts.VIEW_AUDIT),
)


def fill() -> None:
    """Fill every hook of the house.  Filling twice changes nothing."""
    navigation.entries.fill(_navigation)
    navigation.frame.fill(_search)
    left.fill(sittings.end_because_left)
    importers.fill(ReturneeImporter)
    person_page.first_due.fill(sustainability.first_due)
    person_page.contributions.fill(score.contribution)
    submitted.fill(sustainability.score_submitted)
    receipts.receipts.fill(score.afterwards)


def _navigation() -> tuple[Entry, ...]:
    return NAVIGATION


def _search(actor: Actor) -> dict[str, str]:
    """Let those who may find people search from every page."""
    may_find = access.holds(actor.grants, returnees.VIEW, on=clock.today(actor.zone))
    return {"search_url": reverse("returnees:people")} if may_find else {}
