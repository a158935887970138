"""What goes into the outbox, and what is destroyed there afterwards.

A message is written inside the transaction of its cause, so neither is there without the other.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from sankofa.accounts.hooks import Notice
from sankofa.messages import texts
from sankofa.messages.models import Message
from sankofa.messages.rules.terms import Channel, State

TRIED_FOR = timedelta(days=3)
"""Afterwards a message is stale, even where nothing in it runs out."""
HELD_FOR = timedelta(days=14)
TEXT_KEPT_FOR = timedelta(days=30)


def queue_notice(notice: Notice) -> None:
    """Put what a member of staff must hear of into the outbox, as a mail in their language.

    Fills `accounts.hooks.notices`, so it runs inside the action that gives the reason.  It waits no longer than what
    it says is good for: nobody should get a link that has run out.
    """
    code = text_of(notice.code)
    facts = {**notice.facts, "link": link(notice.path, notice.secret), "secret": notice.secret, "name": notice.to.name}
    said = texts.said(code, notice.to.language, facts)
    Message.objects.create(
        created_at=notice.at,
        channel=Channel.MAIL,
        code=code,
        language=said.language,
        address=notice.to.email,
        title=said.title,
        text=said.text,
        user=notice.to,
        office_id=notice.to.office_id,
        state=State.WAITING,
        next_try_at=notice.at,
        expires_at=min(notice.at + TRIED_FOR, notice.until or notice.at + TRIED_FOR),
    )


def link(path: str, secret: str = "") -> str:
    """Return the whole address of a page.  A secret takes the place of `{secret}` in the path, else it ends it."""
    if secret:
        path = path.replace("{secret}", secret) if "{secret}" in path else f"{path.rstrip('/')}/{secret}/"
    return f"{settings.ADDRESS.rstrip('/')}/{path.lstrip('/')}"


@transaction.atomic
def tidy(*, at: datetime) -> int:
    """Close what is too old to send, and destroy address and text of what was closed long ago; return how many.

    A message that is held has longer: somebody may still set up the server or talk with the person.
    """
    stale = Message.objects.filter(state=State.WAITING, expires_at__lte=at)
    stale |= Message.objects.filter(state=State.HELD, created_at__lte=at - HELD_FOR)
    stale |= Message.objects.filter(state=State.HELD, subject_id__isnull=False, expires_at__lte=at)
    closed = stale.update(state=State.EXPIRED, next_try_at=None, held_because="", leased_until=None, closed_at=at)
    old = Message.objects.filter(closed_at__lte=at - TEXT_KEPT_FOR, text__isnull=False)
    return closed + old.update(address=None, title=None, text=None, facts=None)


def text_of(code: str) -> str:
    """Return the code of the text for a notice: its own, whichever room it names, else the one for anything."""
    for tried in (f"staff.{code}", f"staff.{code.rpartition('.')[2]}"):
        if texts.has_text(tried):
            return tried
    return texts.ANYTHING
