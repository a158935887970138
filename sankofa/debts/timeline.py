"""What debts tell of a person's history: talks about them, each debt as it was told, and what happened to it since."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext

from sankofa.debts import portrait, queries
from sankofa.debts.models import Debt, DebtChange, DebtTalk
from sankofa.returnees.timeline import Asked, Entry, Matter
from sankofa.shell import words
from sankofa.store.rules.sealing import CannotOpen

if TYPE_CHECKING:
    from sankofa.accounts.models import User


def of_debts(asked: Asked) -> Iterator[Entry]:
    """Yield what happened with somebody's debts, for those who may see what they owe."""
    if not queries.may_view(asked.person, viewer=asked.viewer, on=asked.on):
        return
    most = asked.most_of(Matter.DEBT)
    url = reverse("debts:debts", args=[asked.person.pk])
    talks = DebtTalk.objects.filter(person_id__in=asked.ids).select_related("held_by").defer("said")
    for talk in talks.order_by("-held_on", "-pk")[:most]:
        title = gettext("Asked about debts")
        yield Entry(talk.held_on, words.day(talk.held_on), Matter.DEBT, title, _name(talk.held_by), url=url)
    told = Debt.objects.filter(person_id__in=asked.ids).select_related("noted_by")
    for debt in told.order_by("-told_on", "-pk")[:most]:
        yield Entry(
            debt.told_on,
            words.day(debt.told_on),
            Matter.DEBT,
            gettext("Debt written down"),
            _name(debt.noted_by),
            _title(debt),
            reverse("debts:debt", args=[debt.pk]),
        )
    changes = DebtChange.objects.filter(person_id__in=asked.ids).select_related("noted_by", "debt")
    for change in changes.order_by("-happened_on", "-pk")[:most]:
        yield Entry(
            change.happened_on,
            words.day(change.happened_on),
            Matter.DEBT,
            _happened(change),
            _name(change.noted_by),
            _title(change.debt),
            reverse("debts:debt", args=[change.debt_id]),
        )


def _name(user: "User | None") -> str:
    return "" if user is None else user.name


def _title(debt: Debt) -> str:
    try:
        return portrait.title_of(debt.to_terms())
    except CannotOpen:
        return portrait.title_of(None)


def _happened(change: DebtChange) -> str:
    try:
        return portrait.change_words(change.to_terms())
    except CannotOpen:
        return gettext("Something changed in a debt")
