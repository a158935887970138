"""What credit tells of a person's history: that a loan was looked at, and spoken of; never what came of it."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext

from sankofa.credit import permissions, queries
from sankofa.credit.models import LoanCheck, LoanTalk
from sankofa.returnees.timeline import Asked, Entry, Matter
from sankofa.shell import words


def of_loan_checks(asked: Asked) -> Iterator[Entry]:
    """Yield when somebody looked with staff at whether a loan may suit them, for those who may see that."""
    if not queries.may(asked.person, permissions.VIEW, viewer=asked.viewer, on=asked.on):
        return
    most = asked.most_of(Matter.LOAN)
    url = reverse("credit:loan", args=[asked.person.pk])
    checks = LoanCheck.objects.filter(person_id__in=asked.ids).select_related("begun_by")
    for held in checks.defer("seven", "said", "found", "chosen").order_by("-begun_on", "-pk")[:most]:
        by = "" if held.begun_by is None else held.begun_by.name
        title = gettext("Looked together at whether a loan may suit")
        yield Entry(held.begun_on, words.day(held.begun_on), Matter.LOAN, title, by, url=url)
    talks = LoanTalk.objects.filter(person_id__in=asked.ids).select_related("held_by").defer("said")
    for talk in talks.order_by("-held_on", "-pk")[:most]:
        by = "" if talk.held_by is None else talk.held_by.name
        yield Entry(talk.held_on, words.day(talk.held_on), Matter.LOAN, gettext("Talked about a loan"), by, url=url)
