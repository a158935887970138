"""What waits, what failed, what is held back and why; and the inbox of the demonstration."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sankofa.accounts.pages import ActorRequest, page, public
from sankofa.kernel import clock
from sankofa.messages import mail_port, permissions, queries, sentences, sms_port
from sankofa.messages.rules.terms import State
from sankofa.shell import words
from sankofa.shell.paging import pages_of

PAGE_ROWS = 50
INBOX_ROWS = 30


@page(permissions.VIEW)
@require_safe
def outbox(request: ActorRequest) -> HttpResponse:
    """Show which messages wait, failed or are held, and why.  What they say is shown to nobody."""
    today = clock.today(request.actor.zone)
    wanted = request.GET.get("state", "")
    states = (wanted,) if wanted in set(State) else ()
    shown = Paginator(queries.messages_for(request.actor, on=today, states=states), PAGE_ROWS).get_page(
        request.GET.get("page")
    )
    rows = [
        {
            "cells": [
                sentences.text_in_words(message.code),
                str(sentences.CHANNELS[message.channel]),
                message.office.name if message.user is None else message.user.name,
                words.moment(message.sent_at or message.created_at),
                {"tag": sentences.STATES[message.state][1] or "plain", "value": sentences.STATES[message.state][0]},
                sentences.why(message.state, message.held_because, message.problem),
            ]
        }
        for message in shown
    ]
    columns = [_("What"), _("How"), _("To, or from which office"), _("When"), _("State"), _("Why")]
    counts = queries.counts_for(request.actor, on=today)
    kinds = [
        {"label": label, "value": str(state), "count": counts[state], "current": state == wanted}
        for state, (label, _tone) in sentences.STATES.items()
        if state in counts
    ]
    missing = [
        sentences.HELD[reason]
        for reason, port in (("no_mail", mail_port.port()), ("no_sms", sms_port.port()))
        if port is None
    ]
    if sms_port.port() is not None and not settings.SMS_REPORTS:
        missing.append(sentences.NO_REPORTS)
    return render(
        request,
        "messages/outbox.html",
        {
            "table": {
                "caption": _("Messages, newest first"),
                "hide_caption": True,
                "columns": [{"label": label} for label in columns],
                "rows": rows,
            },
            "rows": rows,
            "kinds": [{"label": _("All"), "value": "", "count": sum(counts.values()), "current": not states}, *kinds],
            "missing": missing,
            "pages": pages_of(shown, request.GET),
        },
    )


@public("in the demonstration everybody is invented, and elsewhere there is no such page")
@never_cache
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Show the mails and SMS of the demonstration as they would arrive."""
    if not settings.DEMONSTRATION:
        raise Http404
    letters = [
        {
            "channel": message.channel,
            "to": message.address,
            "title": message.title or str(sentences.text_in_words(message.code)),
            "language": message.language,
            "at": words.moment(message.sent_at),
            "lines": [_linked(line) for line in (message.text or "").splitlines() if line.strip()],
        }
        for message in queries.arrived(INBOX_ROWS)
        if message.sent_at is not None
    ]
    return render(request, "messages/inbox.html", {"letters": letters})


def _linked(line: str) -> dict[str, str]:
    """Return a line of a message; where it is an address of ours, with where it leads on this server."""
    path = line.removeprefix(settings.ADDRESS.rstrip("/"))
    return {"text": line, "url": path if path != line and path.startswith("/") else ""}
