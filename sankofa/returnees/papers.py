"""The papers of a person as pages and other rooms see them: where each is, how it stands, what is kept from somebody.

A person may have several files that are read as one; their papers are read together, and each stays on its file.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext

from sankofa.kernel import wording
from sankofa.kernel.finding import Finding, Value
from sankofa.returnees import portrait, queries
from sankofa.returnees.models import PAPER_KINDS, Document, PaperHelp, Person
from sankofa.returnees.rules import paper_gaps
from sankofa.returnees.rules.masking import masked
from sankofa.returnees.rules.paper_gaps import Paper, Standing, Whereabouts
from sankofa.shell import words

SHOWN_MAX = 5
_TONES: Mapping[Standing, str] = {
    Standing.THERE: "good",
    Standing.EXPIRED: "care",
    Standing.SHORT: "care",
    Standing.KEPT: "care",
    Standing.LOST: "care",
    Standing.AWAITED: "info",
}
_KINDS = frozenset(code for code, _label in PAPER_KINDS)


def terms_of(paper: Document) -> Paper:
    """Return a paper as the rules know it; a kind that a list wrote otherwise is compared without its capitals."""
    kind = paper.kind.casefold()
    return Paper(
        kind if kind in _KINDS else paper.kind,
        Whereabouts(paper.whereabouts),
        paper.valid_until,
        str(paper.pk),
        paper.country_id or "",
    )


def known_kind(kind: str) -> str:
    """Return a kind of paper that has a name in every language; empty where it is no such kind."""
    return kind if kind in _KINDS else ""


def papers_of(*files: Person) -> list[Document]:
    """Return the papers on all these files of a person, in the order in which they were written down."""
    return [paper for file in files for paper in queries.documents_of(file)]


def say(finding: Finding) -> str:
    """Return a finding about papers in the reader's language."""
    return wording.text(finding, get_language() or "en", "sankofa.returnees", show=_shown)


def _shown(value: Value) -> str:
    if isinstance(value, date):
        return words.day(value)
    return portrait.paper_kind(value) if isinstance(value, str) else wording.plain(value)


def to_renew(held: Sequence[Document], *, on: date) -> list[Document]:
    """Return the papers of a person that run out soon and have no other one that is good for longer."""
    every = [terms_of(paper) for paper in held]
    return [
        paper
        for paper, terms in zip(held, every, strict=True)
        if paper_gaps.runs_out_soon(terms, on=on) and not paper_gaps.is_outlasted(terms, every)
    ]


def stands(paper: Document, *, on: date) -> str:
    """Return in a sentence how a paper stands: there, run out, lost, kept by somebody."""
    return say(paper_gaps.finding_about(terms_of(paper), on=on))


def card(paper: Document, *, on: date, change_url: str = "") -> dict[str, Any]:
    """Return what the page of papers shows of one: its number masked, and what is not recorded folded away."""
    told: list[tuple[str, str | None]] = [
        (gettext("How it stands"), stands(paper, on=on)),
        (gettext("Number"), portrait.opened(paper, "number", masked)),
        (gettext("Of which country"), portrait.country(paper.country_id) or None),
        (gettext("Issued by"), portrait.opened(paper, "issuer")),
        (gettext("Issued on"), None if paper.issued_on is None else words.day(paper.issued_on)),
        (gettext("Valid until"), None if paper.valid_until is None else words.day(paper.valid_until)),
    ]
    has_none_yet = paper.whereabouts in paper_gaps.HAS_NO_NUMBER
    facts: dict[str, Any] = {
        "title": portrait.paper_kind(paper.kind),
        "rows": [{"label": label, "value": value} for label, value in told if value is not None],
        "unknown": [] if has_none_yet else [label for label, value in told if value is None],
    }
    if change_url:
        facts["link"] = {"url": change_url, "label": gettext("Correct or complete")}
    return facts


def panel(files: Sequence[Person], *, on: date) -> dict[str, Any]:
    """Return the card of papers beside a person's work."""
    rows = []
    every = [terms_of(paper) for paper in papers_of(*files)]
    for paper, held in zip(papers_of(*files), every, strict=True):
        standing = paper_gaps.standing_of(held, on=on, days_left_min=paper_gaps.REMIND_DAYS)
        rows.append(
            {
                "label": portrait.paper_kind(paper.kind),
                "state": _in_short(paper, standing),
                "kind": "plain" if paper_gaps.is_outlasted(held, every) else _TONES.get(standing, "plain"),
            }
        )
    return {
        "title": gettext("Papers"),
        "rows": rows[:SHOWN_MAX],
        "more": len(rows) - SHOWN_MAX if len(rows) > SHOWN_MAX else 0,
        "url": reverse("returnees:papers", args=[files[0].pk]),
    }


def _in_short(paper: Document, standing: Standing) -> str:
    day = "" if paper.valid_until is None else words.day(paper.valid_until)
    match standing:
        case Standing.EXPIRED:
            return gettext("ran out on %(day)s") % {"day": day}
        case Standing.SHORT:
            return gettext("runs out on %(day)s") % {"day": day}
        case Standing.WHERE_NOT_KNOWN:
            return gettext("where it is: not recorded")
        case _:
            return str(paper.get_whereabouts_display())


def running_out_words(paper: Document) -> str:
    """Return that a paper runs out, and when."""
    assert paper.valid_until is not None, "what runs out has a last day"
    told = gettext("%(paper)s runs out on %(day)s")
    return told % {"paper": portrait.paper_kind(paper.kind), "day": words.day(paper.valid_until)}


def help_words(held: PaperHelp) -> str:
    """Return with which paper somebody is helped."""
    return gettext("Help to get: %(paper)s") % {"paper": portrait.paper_kind(held.kind)}


def due_words(held: PaperHelp) -> str:
    """Return when help with a paper is to be looked at again."""
    return gettext("look at it again on %(day)s") % {"day": words.day(held.due_on)}
