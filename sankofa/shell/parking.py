"""A form sent after the session ended is parked, not lost.

Every form carries a signed note of who is typing and where.  If it arrives after the session ended, what it holds is
sealed into a draft of that person; they sign in, and it is offered to them again.  Somebody else who signs in on the
same computer never sees it.
"""

from django.core import signing
from django.http import HttpRequest

from sankofa.kernel.identifiers import uuid7
from sankofa.shell import drafts
from sankofa.shell.models import Draft

FIELD = "typed_by"
_SALT = "shell.parking"
_AGE_SECONDS_MAX = 7 * 24 * 3600
_SIGNS_MAX = 200_000
_HELD_MAX = 20
"""The note is no session: whoever has seen it may park.  So a writer's parked forms are few, and each is small."""
PARKED_FIELD = "parked"
_NOT_KEPT = {FIELD, PARKED_FIELD, "csrfmiddlewaretoken"}


def note(owner_id: str) -> str:
    """Return the signed note of who is typing, for a hidden field."""
    return signing.dumps(owner_id, salt=_SALT)


def park(request: HttpRequest) -> Draft | None:
    """Keep the fields of a form that came too late; None where nobody signed for them, or they are too much."""
    try:
        owner_id = signing.loads(request.POST.get(FIELD, ""), salt=_SALT, max_age=_AGE_SECONDS_MAX)
    except signing.BadSignature:
        return None
    if not drafts.owner_exists(owner_id):
        return None
    fields = [[name, values] for name, values in request.POST.lists() if name not in _NOT_KEPT]
    if sum(len(name) + sum(map(len, values)) for name, values in fields) > _SIGNS_MAX:
        return None
    drafts.keep_latest(owner_id=owner_id, flow=drafts.PARKED, count=_HELD_MAX - 1)
    content = {"path": request.get_full_path(), "fields": fields, "had_files": bool(request.FILES)}
    return drafts.keep(owner_id=owner_id, flow=drafts.PARKED, subject=str(uuid7()), content=content)


def collect(request: HttpRequest) -> None:
    """Forget a parked form that its writer has now sent: offering it again would send old answers a second time."""
    subject = request.POST.get(PARKED_FIELD)
    if subject:
        drafts.drop(owner_id=str(request.user.pk), flow=drafts.PARKED, subject=subject)
