"""What every template may use: the frame of a page."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext

from sankofa.accounts import watching
from sankofa.shell import navigation, parking, why

THEME_COOKIE = "theme"
THEMES = ("light", "dark")


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the frame of a page: language and theme, navigation, who is signed in, the note that goes into forms."""
    language = get_language()
    theme = request.COOKIES.get(THEME_COOKIE, "")
    frame: dict[str, Any] = {
        "demonstration": settings.DEMONSTRATION,
        "languages": [{"code": code, "name": name, "current": code == language} for code, name in settings.LANGUAGES],
        "theme": theme if theme in THEMES else "",
        "theme_url": reverse("shell:theme"),
    }
    if not hasattr(request, "user") or not request.user.is_authenticated:
        return frame
    user = request.user
    actor = request.actor  # type: ignore[attr-defined]
    return {
        **frame,
        "navigation": _entries(request, actor),
        "viewer": {"name": user.name, "office": user.office.name, "initials": initials(user.name)},
        "viewer_links": [{"url": reverse("accounts:account"), "label": gettext("My account"), "icon": "person"}],
        "sign_out_url": reverse("accounts:sign_out"),
        "why_visible": SimpleLazyObject(lambda: why.about_page(request)),
        "typed_by": parking.note(str(user.pk)),
        "watched": {"name": actor.name, "minutes": watching.minutes_left(request)} if actor.watcher else None,
        **{key: value for found in navigation.frame.answers(actor) for key, value in found.items()},
    }


def initials(name: str) -> str:
    """Return up to two letters that stand for a name."""
    words = [word for word in name.split() if word[0].isalpha()]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words))


def _entries(request: HttpRequest, actor: Any) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = []
    further: list[dict[str, Any]] = []
    for entry in navigation.entries_for(actor):
        url = reverse(entry.view)
        (further if entry.section else shown).append({"url": url, "label": gettext(entry.label)})
    if further:
        shown.append({"url": reverse("shell:more"), "label": gettext("More")})
    # A page may lie under two entries, as the protected files under the people: the closest one is where we are.
    closest = max(
        (link["url"] for link in [*shown, *further] if _leads_to(link["url"], request.path)), key=len, default=""
    )
    of_more = any(link["url"] == closest for link in further)
    for link in shown:
        link["current"] = link["url"] == (reverse("shell:more") if of_more else closest)
    return shown


def _leads_to(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
