"""What the pages show of comparing the whole register: the runs, the weights in use, and the chart of weights."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import get_language, get_language_bidi, gettext

from sankofa.accounts.queries import organisations_of, within_scope
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel import wording
from sankofa.returnees import permissions
from sankofa.returnees.models import LinkageRun, LinkageWeights
from sankofa.returnees.rules import likeness
from sankofa.returnees.rules.linkage import COMPARISONS, Weights
from sankofa.shell import words

if TYPE_CHECKING:
    from sankofa.accounts.models import Organisation

BITS_SHOWN = Decimal(15)
"""Where the bars of the chart end: more than this is no more certain to anybody."""
CHANGED = Decimal("0.5")
"""From how many bits on a weight is said to have changed."""
CODES = likeness.CODES
_YEARS = {"birth_near": "1–2", "birth_other": "3+"}


def organisations(viewer: Actor, *, on: date) -> "QuerySet[Organisation]":
    """Return the organisations whose register the viewer may compare."""
    return organisations_of(viewer, permissions.LINK, on=on)


def runs(viewer: Actor, *, on: date) -> QuerySet[LinkageRun]:
    """Return the comparisons that the viewer may see, the latest first."""
    found = within_scope(LinkageRun.objects.all(), viewer=viewer, permission=permissions.LINK, on=on)
    return found.select_related("organisation", "asked_by", "weights").order_by("-asked_at", "-pk")


def weights(viewer: Actor, *, on: date) -> QuerySet[LinkageWeights]:
    """Return the weights learned that the viewer may see, the latest first."""
    found = within_scope(LinkageWeights.objects.all(), viewer=viewer, permission=permissions.LINK, on=on)
    return found.select_related("organisation", "learned_by", "used_by").order_by("-learned_at", "-pk")


def in_use(organisation_id: UUID) -> LinkageWeights | None:
    """Return the weights that an organisation uses, or None where it uses those that come with the house."""
    return (
        LinkageWeights.objects.filter(organisation_id=organisation_id, used_from__isnull=False)
        .order_by("-used_from", "-number")
        .first()
    )


def labels() -> Mapping[str, str]:
    """Return what is compared, in the reader's language."""
    return {
        "name": gettext("Names"),
        "birth": gettext("Birth"),
        "phone": gettext("Phone"),
        "paper": gettext("Papers"),
        "sex": gettext("Sex"),
        "district": gettext("District"),
        "country": gettext("Country they came back from"),
        "return": gettext("Day of return"),
    }


def chart(shown: Weights, before: Weights | None = None) -> list[dict[str, Any]]:
    """Return the chart of weights: for each comparison its findings, each with its bar and its figures in words."""
    told = labels()
    return [
        {"label": told[name], "rows": [_bar_of(code, shown, before) for code in COMPARISONS[name]]} for name in told
    ]


def _bar_of(code: str, shown: Weights, before: Weights | None) -> dict[str, Any]:
    bits = shown.bits(code)
    earlier = None if before is None else before.bits(code)
    return {
        "says": _sentence(code),
        "bits": _signed(bits),
        "m": share_words(shown.m[code]),
        "u": share_words(shown.u[code]),
        "bar": _bar(bits),
        "earlier": None if earlier is None or abs(bits - earlier) < CHANGED else _signed(earlier),
    }


def _bar(bits: Decimal) -> dict[str, Any]:
    """Return where the bar of a weight begins and how wide it is, of 200: for one person to the end of the line."""
    width = min(abs(bits), BITS_SHOWN) / BITS_SHOWN * 100
    towards_end = (bits > 0) is not get_language_bidi()
    return {
        "x": f"{Decimal(100) if towards_end else 100 - width:.1f}",
        "width": f"{width:.1f}",
        "kind": "good" if bits > 0 else "care",
    }


def _sentence(code: str) -> str:
    facts = {"years": _YEARS[code]} if code in _YEARS else {}
    return wording.text(likeness.finding_of(code, **facts), get_language() or "en", "sankofa.returnees")


def _signed(bits: Decimal) -> str:
    return f"{'+' if bits > 0 else '−' if bits < 0 else ''}{words.figure(abs(bits))}"


def share_words(share: Decimal) -> str:
    """Return a share as a percentage, with as many figures as tell it from nothing."""
    percent = share * 100
    shown = percent.quantize(Decimal("0.1") if percent >= 1 else Decimal("0.01")).normalize()
    return gettext("%(share)s%%") % {"share": words.figure(shown)}
