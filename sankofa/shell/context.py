"""What every template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from sankofa.accounts.models import User
from sankofa.accounts.rules import access
from sankofa.kernel import clock
from sankofa.shell import navigation, parking


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the frame of a page: navigation, who is signed in, and the note that goes into every form."""
    user = getattr(request, "user", None)
    common = {"demonstration": settings.DEMONSTRATION}
    if not isinstance(user, User):
        return common
    actor = request.actor  # type: ignore[attr-defined]
    today = clock.today(actor.zone)
    found = []
    for entries in navigation.entries.answers():
        for entry in entries:
            if access.holds(actor.grants, entry.permission, on=today):
                url = reverse(entry.view)
                current = request.path == url or (url != "/" and request.path.startswith(url))
                found.append({"url": url, "label": gettext(entry.label), "current": current})
    return {
        **common,
        "navigation": found,
        "signed_in": {"name": user.name, "office": user.office.name, "organisation": user.office.organisation.name},
        "typed_by": parking.note(str(user.pk)),
        "today": today,
    }
