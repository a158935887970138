"""What introductions to lenders add to a person's page: how far they are, and help with what a lender asks for."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext

from sankofa.accounts.rules.terms import Actor
from sankofa.cases.hooks import Beside, Part
from sankofa.credit import awaited, referral_words, referred
from sankofa.credit import referral_told as told
from sankofa.credit.rules.needs import Asked, Need, Stand
from sankofa.credit.rules.referrals import AWAITED
from sankofa.returnees.contributions import Contribution, Happening, Link, Panel, Status, Task
from sankofa.shell import words

if TYPE_CHECKING:
    from sankofa.credit.models import NeedNoted, Referral
    from sankofa.returnees.models import Person


def contribution(person: "Person", viewer: Actor, on: date) -> Contribution:
    """Return the part of introductions on a person's page, for those who may see them."""
    if not referred.may_view(person, viewer=viewer, on=on):
        return Contribution()
    held = referred.of_person(person, viewer=viewer, on=on)
    url = reverse("credit:introductions", args=[person.pk])
    links = (Link(gettext("Introductions to lenders"), url),)
    tasks = _tasks(person, held, viewer, on)
    if not held:
        return Contribution(links=links, tasks=tasks)
    happenings = tuple(one for row in held if row.person_id == person.pk for one in _happenings(row))
    return Contribution(panels=(_panel(held, url),), tasks=tasks, happenings=happenings, links=links)


def beside(person: "Person", viewer: Actor, on: date) -> Beside:
    """Return what introductions add to the page of a case: how far they are, and the help that lenders make needful."""
    if not referred.may_view(person, viewer=viewer, on=on):
        return Beside()
    held = referred.of_person(person, viewer=viewer, on=on)
    url = reverse("credit:introductions", args=[person.pk])
    return Beside(panels=(_panel(held, url),) if held else (), tasks={Part.DELIVER: _tasks(person, held, viewer, on)})


def _panel(held: "Sequence[Referral]", url: str) -> Panel:
    return Panel("credit/introductions_panel.html", {"rows": [told.row(one) for one in held[:3]], "url": url})


def _tasks(person: "Person", held: "Sequence[Referral]", viewer: Actor, on: date) -> tuple[Task, ...]:
    if not referred.may_refer(person, viewer=viewer, on=on):
        return ()
    asked = (_awaited(one) for one in held if one.state in AWAITED)
    help_needed = (_task(one) for one in referred.noted_needs(person) if not Stand(one.stand).is_met)
    return (*asked, *help_needed)


def _task(one: "NeedNoted") -> Task:
    url = reverse("credit:introduce", args=[one.person_id, one.product_id])
    due = "" if one.due_on is None else gettext("By %(day)s.") % {"day": words.day(one.due_on)}
    who = "" if one.helper is None else gettext("%(name)s helps.") % {"name": one.helper.name}
    what, _, said = one.key.partition(":")
    need = Need(Asked(what), words=(said,)) if said else None
    title = gettext("Help with what %(lender)s asks for") % {"lender": one.product.lender.name}
    note = " ".join(part for part in ("" if need is None else f"{referral_words.need(need)}.", who, due) if part)
    return Task(title, Status.IN_PROGRESS if one.helper_id else Status.NOT_STARTED, url, note)


def _awaited(one: "Referral") -> Task:
    return Task(awaited.what(one), Status.NOT_STARTED, reverse("credit:referral", args=[one.pk]))


def _happenings(one: "Referral") -> list[Happening]:
    url = reverse("credit:referral", args=[one.pk])
    by = "" if one.sent_by is None else one.sent_by.name
    found = [Happening(one.sent_at, gettext("Introduced to %(lender)s") % {"lender": one.lender.name}, by, url=url)]
    found += _later(one, url)
    return found


def _later(one: "Referral", url: str) -> list[Happening]:
    told_at: list[tuple[datetime | None, str]] = [
        (one.received_at, gettext("Opened by the lender")),
        (one.answer.noted_at if hasattr(one, "answer") else None, gettext("The lender’s answer")),
        (one.ended_at, "" if not one.ending else str(referral_words.EVERY_ENDING[one.ending])),
    ]
    return [Happening(at, title, url=url) for at, title in told_at if at is not None]
