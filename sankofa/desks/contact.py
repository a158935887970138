"""How a person may be contacted, on their page: in short beside the work, and what was sent among what happened."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sankofa.accounts import queries as accounts
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel import clock
from sankofa.messages import actions as messages
from sankofa.messages import permissions, queries, sentences
from sankofa.messages.rules.contact import Heard, Plan, Way, Whose
from sankofa.returnees.contributions import Contribution, Happening, Panel
from sankofa.shell import words

if TYPE_CHECKING:
    from sankofa.messages.models import ContactPlan
    from sankofa.returnees.models import Person

WHOSE: Mapping[str, object] = {
    Whose.OWN: _("their own phone"),
    Whose.SHARED: _("a phone that several share"),
    Whose.ANOTHERS: _("somebody else's phone"),
}
HEARD: Mapping[str, object] = {
    Heard.NOBODY: _("nobody else hears it"),
    Heard.FAMILY: _("the family may hear or read it"),
    Heard.OTHERS: _("others may hear or read it"),
}
WAYS: Mapping[str, object] = {Way.VOICE: _("a call"), Way.SMS: _("an SMS")}
SHOWN = 5


def contribution(person: "Person", viewer: Actor, on: date) -> Contribution:
    """Return what a person's page shows of contacting them, for whoever may."""
    if not may_contact(person, viewer=viewer, on=on):
        return Contribution()
    held = queries.plan_of(person.pk)
    url = reverse("desks:contact", args=[person.pk])
    panel = Panel(
        "desks/contact_panel.html",
        {
            "facts": {
                **facts(held),
                "title": gettext("How to reach this person"),
                "short": True,
                "act": {"url": url, "label": gettext("Reach this person")},
            },
            "url": url,
            "held": held,
        },
    )
    happenings = tuple(
        Happening(
            at=message.sent_at or message.created_at,
            title=gettext("Message: %(text)s") % {"text": sentences.text_in_words(message.code)},
            detail=str(sentences.STATES[message.state][0]),
            url=url,
        )
        for message in queries.messages_to(person.pk, SHOWN)
    )
    return Contribution(panels=(panel,), happenings=happenings)


def may_contact(person: "Person", *, viewer: Actor, on: date) -> bool:
    """Whether the viewer may keep this person's contact plan and send them a message."""
    return accounts.decision_on(person, actor=viewer, permission=permissions.CONTACT, on=on).allowed


def facts(held: "ContactPlan | None") -> dict[str, Any]:
    """Return a contact plan as facts; of the number only the last two signs are shown.

    Whether messages are safe is always told; what else is not known is named below, folded away.
    """
    plan = Plan() if held is None else held.to_terms()
    hours = (
        None
        if plan.from_hour is None or plan.until_hour is None
        else gettext("%(from)s to %(until)s") % {"from": f"{plan.from_hour}:00", "until": f"{plan.until_hour}:00"}
    )
    is_safe = None if plan.is_safe is None else gettext("Yes") if plan.is_safe else gettext("No")
    told = (
        (gettext("Number"), f"… {plan.number[-2:]}" if plan.number else None),
        (gettext("Whose phone"), plan.whose and str(WHOSE[plan.whose])),
        (gettext("Who hears it"), plan.heard_by and str(HEARD[plan.heard_by])),
        (gettext("Best reached by"), ", ".join(str(WAYS[way]) for way in sorted(plan.ways)) or None),
        (gettext("Safe hours"), hours),
        (gettext("Word to say first"), plan.word or None),
        (gettext("Said on"), None if held is None else words.day(held.confirmed_on)),
    )
    known = [{"label": label, "value": value} for label, value in told if value]
    return {
        "rows": [{"label": gettext("Safe for messages"), "value": is_safe}, *known],
        "unknown": [label for label, value in told if not value],
    }


def held_back(person: "Person", code: str) -> str:
    """Return why a message with this text would be held back now; empty where it may go."""
    safe = messages.judged(person.pk, code, at=clock.now())
    return "" if safe.held is None else str(sentences.HELD[safe.held])
