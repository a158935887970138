"""A decision in the reader's words: the role by its name, the permission as the end of a sentence."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from sankofa.accounts import queries
from sankofa.accounts.rules.access import Decision
from sankofa.kernel import wording
from sankofa.kernel.finding import Finding, Value
from sankofa.kernel.labels import label


def because(decision: Decision) -> str:
    """Return why something is allowed or not, in the reader's language."""
    return in_words(decision.reason)


def in_words(reason: Finding) -> str:
    """Return a reason in the reader's language."""
    language = get_language() or "en"
    role = str(reason.facts["role"])
    # A decision about a gift names no permission.
    permission = str(reason.facts.get("permission", ""))
    shown = {role: role_name(role), **({permission: gettext(permission)} if permission else {})}
    return wording.text(
        reason, language, "sankofa.accounts", show=lambda fact: shown.get(str(fact), wording.plain(fact))
    )


def role_name(code: str) -> str:
    """Return the name of a role in the reader's language; its code where there is no such role any more."""
    names = queries.role_names(code)
    return label(names, get_language() or "en") if names else code


def sentence(found: Finding) -> str:
    """Return what a rule noticed about an account, in the reader's language: roles by name, days in words."""

    def shown(fact: Value) -> str:
        if isinstance(fact, date):
            return date_format(fact, "j F Y")
        text = wording.plain(fact)
        return role_name(text) if text and text == found.facts.get("role") else gettext(text) if text else text

    return wording.text(found, get_language() or "en", "sankofa.accounts", show=shown)
