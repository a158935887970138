"""What the rooms add to the page of a case, each in its place: what to ask first, what stands beside, what is later."""

from datetime import date
from typing import TYPE_CHECKING

from sankofa.accounts.rules.terms import Actor
from sankofa.cases.hooks import Beside, Part
from sankofa.credit import contribution as loan_card
from sankofa.debts.beside_case import of_debts
from sankofa.loans.asking import of_case as of_loans
from sankofa.project import consents
from sankofa.provision import matching
from sankofa.sustainability.beside_case import of_score

if TYPE_CHECKING:
    from sankofa.returnees.models import Person


def consent(person: "Person", viewer: Actor, on: date) -> Beside:
    """Return what is to be asked of somebody about their consent."""
    return Beside(tasks={Part.INTAKE: consents.tasks(person, viewer, on)})


def score(person: "Person", viewer: Actor, on: date) -> Beside:
    """Return how somebody's reintegration goes, and when to talk about it again."""
    found = of_score(person, viewer, on)
    tasks = {Part.ASSESS: found.first, Part.FOLLOW_UP: found.again}
    return Beside(panels=found.panels, tasks=tasks, tags=found.tags)


def debts(person: "Person", viewer: Actor, on: date) -> Beside:
    """Return what somebody owes and what it takes."""
    found = of_debts(person, viewer, on)
    tasks = {Part.ASSESS: found.asked, Part.DELIVER: found.steps}
    return Beside(panels=found.panels, links=found.links, tasks=tasks)


def help_that_fits(person: "Person", viewer: Actor, on: date) -> Beside:
    """Return the help that fits somebody best, with why."""
    return Beside(panels=matching.contribution(person, viewer, on).panels)


def loan(person: "Person", viewer: Actor, on: date) -> Beside:
    """Return the way to look together at whether a loan may suit somebody; never what came of it."""
    found = loan_card.contribution(person, viewer, on)
    return Beside(panels=found.panels, links=found.links)


def loans(person: "Person", viewer: Actor, on: date) -> Beside:
    """Return how somebody's loans go, and what a late one asks of us."""
    found = of_loans(person, viewer, on)
    return Beside(panels=found.panels, links=found.links, tasks={Part.FOLLOW_UP: found.tasks}, due=found.due)
