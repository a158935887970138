"""The gallery page's context: the frame around it and every component's content."""

from typing import Any

from sankofa.shell.gallery import case, forms, lists, steps

ICONS = (
    "search person people check done warning clock document upload download print home score back forward next down "
    "plus menu close calendar phone lock eye language sun moon info question exit equal differs work money heart "
    "scales offline saved"
).split()


def frame() -> dict[str, Any]:
    """What stands around every page: where one can go, who is signed in, what was sent."""
    return {
        "navigation": [
            {"url": "#", "label": "Today", "count": 3},
            {"url": "#", "label": "People", "current": True},
            {"url": "#", "label": "Referrals"},
            {"url": "#", "label": "Services"},
            {"url": "#", "label": "Credit"},
            {"url": "#", "label": "Figures"},
        ],
        "search_url": "#",
        "viewer": {"name": "Shirin Das", "office": "Sylhet office", "initials": "SD"},
        "viewer_links": [
            {"url": "#", "label": "My account", "icon": "person"},
            {"url": "#", "label": "Help", "icon": "question"},
        ],
        "languages": [
            {"code": "en", "name": "English", "current": True},
            {"code": "bn", "name": "বাংলা"},
            {"code": "ur", "name": "اردو"},
            {"code": "fr", "name": "français"},
        ],
        "theme_url": "#",
        "sign_out_url": "#",
        "connection": {"saved": True, "unsent": 0, "last_contact": "14:05"},
        "help_url": "#",
        "privacy_url": "#",
    }


def content() -> dict[str, Any]:
    """Every component's context by the component's name, as the gallery page shows them."""
    wrong = forms.Shop({"name": "Amina Tailors", "started_on": "", "income": "a lot", "place": ""})
    return {
        "identity": case.IDENTITY,
        "next": case.NEXT,
        "tasks": case.TASKS,
        "timeline": case.TIMELINE,
        "side": case.SIDE,
        "queues": lists.QUEUES,
        "score": case.SCORE,
        "score_unknown": case.SCORE_UNKNOWN,
        "debts": case.DEBTS,
        "household": case.HOUSEHOLD,
        "question": steps.QUESTION,
        "check": steps.CHECK,
        "receipt": steps.RECEIPT,
        "changes": steps.CHANGES,
        "compare": steps.COMPARE,
        "approval": steps.APPROVAL,
        "consent": steps.CONSENT,
        "tracker": steps.TRACKER,
        "table": lists.TABLE,
        "filter": lists.FILTER,
        "chips": lists.CHIPS,
        "pages": lists.PAGES,
        "numbers": lists.NUMBERS,
        "search": lists.SEARCH,
        "empty": lists.EMPTY,
        "work": lists.WORK,
        "stop": steps.STOP,
        "notices": lists.NOTICES,
        "offers": lists.OFFERS,
        "ways": lists.WAYS,
        "icons": ICONS,
        "form": wrong,
        "paper": forms.Paper()["paper"],
        "sign_in": forms.SignIn(),
        "colours": ["teal", "ochre", "clay", "leaf", "indigo", "ink", "muted"],
        "waiting": {"saved": True, "unsent": 3, "last_contact": "11:20", "url": "#"},
    }
