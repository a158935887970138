"""Who a session belongs to, read once for each page with all that every page asks about them.

Whether somebody stands in for a colleague, has a file open, or has a second step is asked along with who they are.
Nothing is kept from one request to the next: what ended is gone with the next click.
"""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import Exists, OuterRef

from sankofa.accounts.models import CodeApp, Cover, Opening, Passkey, User
from sankofa.kernel import clock


class OneReading(ModelBackend):
    """Django's own, with the office and three answers joined to the reading of the user."""

    def get_user(self, user_id: Any) -> User | None:
        """Return who is signed in, or None where they may no longer be."""
        me, now = OuterRef("pk"), clock.now()
        app = Exists(CodeApp.objects.filter(user=me, confirmed_at__isnull=False))
        answers: dict[str, Any] = {
            "stands_in": Exists(Cover.objects.filter(covering=me, standing__isnull=False)),
            "has_open": Exists(Opening.objects.filter(user=me, closed_at=None, ends_at__gt=now)),
            "has_second_step": app | Exists(Passkey.objects.filter(user=me)),
        }
        asked = User.objects.select_related("office").annotate(**answers)
        return asked.filter(pk=user_id, is_active=True).first()
