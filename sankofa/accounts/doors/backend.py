"""Who a session belongs to, read once for each page with all that every page asks about them.

Whether somebody stands in for a colleague, has a file open, or has a second step is asked along with who they are.
Nothing is kept from one request to the next: what ended is gone with the next click.
"""

from datetime import datetime
from functools import cache
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from sankofa.accounts.models import CodeApp, Cover, Opening, Passkey, User
from sankofa.kernel import clock
from sankofa.store.plans import kept_plans


class OneReading(ModelBackend):
    """Django's own, with the office and three answers joined to the reading of the user."""

    @kept_plans()
    def get_user(self, user_id: Any) -> User | None:
        """Return who is signed in, or None where they may no longer be."""
        found: User | None = _asked().filter(pk=user_id).first()
        if found is not None:
            open_until: datetime | None = vars(found)["open_until"]
            found.has_open = open_until is not None and open_until > clock.now()
        return found


@cache
def _asked() -> "QuerySet[User]":
    """Return the question that every page asks, in the same words each time: to word it anew costs more than asking.

    It is never answered itself; whoever asks it narrows a copy.
    """
    me = OuterRef("pk")
    app = Exists(CodeApp.objects.filter(user=me, confirmed_at__isnull=False))
    opened = Opening.objects.filter(user=me, closed_at=None).order_by("-ends_at")
    answers: dict[str, Any] = {
        "stands_in": Exists(Cover.objects.filter(covering=me, standing__isnull=False)),
        "open_until": Subquery(opened.values("ends_at")[:1]),
        "has_second_step": app | Exists(Passkey.objects.filter(user=me)),
    }
    return User.objects.select_related("office").annotate(**answers).filter(is_active=True)
