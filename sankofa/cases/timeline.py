"""What case work tells of a person's history: cases, the first talk, plans agreed, deliveries, grants handed over."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext

from sankofa.accounts.queries import decision_on
from sankofa.cases import grants_told, permissions, sayings, told
from sankofa.cases.models import Case, Delivery, Handover, Plan
from sankofa.returnees.timeline import Asked, Entry, Matter
from sankofa.shell import words

if TYPE_CHECKING:
    from sankofa.accounts.models import User


def of_cases(asked: Asked) -> Iterator[Entry]:
    """Yield what happened in somebody's cases, for those who may see them."""
    if not decision_on(asked.person, actor=asked.viewer, permission=permissions.VIEW, on=asked.on).allowed:
        return
    rows = Case.objects.filter(person_id__in=asked.ids).select_related("opened_by", "talk_by", "closed_by")
    for held in rows.order_by("-opened_on", "-pk")[: asked.most_of(Matter.CASE)]:
        yield from _of_case(held)
    yield from _plans(asked)
    yield from _deliveries(asked)
    yield from _handovers(asked)


def _of_case(held: Case) -> Iterator[Entry]:
    url = reverse("cases:case", args=[held.pk])
    opened = gettext("Case opened again") if held.again_of_id else gettext("Case opened")
    yield _entry(held.opened_on, Matter.CASE, opened, held.opened_by, url=url)
    if held.talk_on is not None:
        yield _entry(held.talk_on, Matter.CASE, gettext("First talk offered"), held.talk_by, told.answer(held), url)
    if held.closed_on is not None:
        yield _entry(held.closed_on, Matter.CASE, gettext("Case closed"), held.closed_by, told.closing(held), url)


def _plans(asked: Asked) -> Iterator[Entry]:
    agreed = Plan.objects.filter(case__person_id__in=asked.ids, agreed_on__isnull=False).select_related("agreed_with")
    for plan in agreed.defer("content").order_by("-agreed_on", "-pk")[: asked.most_of(Matter.PLAN)]:
        assert plan.agreed_on is not None, "asked only of agreed ones"
        title = gettext("Plan agreed, version %(number)s") % {"number": words.number(plan.number)}
        how = str(sayings.HOW_SHORT[plan.agreed_how])
        yield _entry(
            plan.agreed_on, Matter.PLAN, title, plan.agreed_with, how, reverse("cases:paper", args=[plan.case_id])
        )


def _deliveries(asked: Asked) -> Iterator[Entry]:
    rows = Delivery.objects.filter(case__person_id__in=asked.ids).select_related("noted_by")
    newest = list(rows.defer("note").order_by("-done_on", "-pk")[: asked.most_of(Matter.HELP)])
    cases = {one.case_id for one in newest}
    # A version never changes and keeps the key of each activity: the last agreed one that names it says what it is.
    plans = Plan.objects.filter(case_id__in=cases, agreed_on__isnull=False).select_related("case").order_by("number")
    names = {one.key: one.what for plan in plans for one in told.content(plan)[0].activities}
    for done in newest:
        url = reverse("cases:case", args=[done.case_id])
        name = names.get(done.activity, "")
        yield _entry(done.done_on, Matter.HELP, gettext("Delivered"), done.noted_by, name, url)


def _handovers(asked: Asked) -> Iterator[Entry]:
    rows = Handover.objects.filter(grant__case__person_id__in=asked.ids).select_related("handed_by", "grant__case")
    for one in rows.order_by("-given_on", "-pk")[: asked.most_of(Matter.HELP)]:
        url = reverse("cases:grant", args=[one.grant_id])
        what = grants_told.what(one.grant)
        yield _entry(one.given_on, Matter.HELP, grants_told.title(one), one.handed_by, what, url)


def _entry(on: date, matter: Matter, title: str, by: "User | None", detail: str = "", url: str = "") -> Entry:
    return Entry(on, words.day(on), matter, title, "" if by is None else by.name, detail, url)
