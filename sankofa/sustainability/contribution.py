"""What the score adds to a person's page and to a receipt: words and bars first, decimals one click away."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext

from sankofa.accounts.queries import decision_on
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel import clock, wording
from sankofa.kernel.finding import Finding, Value, Weight
from sankofa.kernel.money import Rounding
from sankofa.kernel.share import Share
from sankofa.returnees.contributions import Contribution, Happening, Link, NextStep, Panel, Status, Tag, Task
from sankofa.shell import words
from sankofa.surveys.contributions import Afterwards
from sankofa.surveys.permissions import INTERVIEW
from sankofa.surveys.queries import REINTEGRATION_SCORE
from sankofa.sustainability import concerns, queries, rounds
from sankofa.sustainability.models import Score
from sankofa.sustainability.rules import cadence
from sankofa.sustainability.rules.rounds import Standing
from sankofa.sustainability.rules.score import Result

if TYPE_CHECKING:
    from sankofa.returnees.models import Person
    from sankofa.surveys.models import Submission

ROOM = "sankofa.sustainability"
TONES = {"doing_well": "good", "some_difficulty": "", "needs_help_now": "care"}


def contribution(person: "Person", viewer: Actor, on: date) -> Contribution:
    """Return the score's part of a person's page."""
    links = _links(person, viewer, on)
    if not queries.may_view(person, viewer=viewer, on=on):
        return Contribution(links=links)
    held = queries.scores_of(person, viewer=viewer, on=on)
    # Whoever may not hold the talk sees when it is due, and no button that would refuse them.
    talk_url = talk_address(person, viewer, on)
    steps = _next_step(person, talk_url, on)
    in_rounds = _in_rounds(person, viewer, on)
    if not held and person.kind != "returnee":
        # The talk is about coming back: of a child at home or somebody still abroad it is no task.
        return Contribution(tasks=tuple(in_rounds), next_steps=steps, links=links)
    if not held:
        empty = Panel("sustainability/none.html", {"url": talk_url})
        task = Task(gettext("First reintegration talk"), Status.NOT_STARTED, talk_url, due_note(person, on))
        return Contribution(panels=(empty,), tasks=(task, *in_rounds), next_steps=steps, links=links)
    latest = held[0]
    result = queries.result_of(latest)
    tasks = to_be_done(person, latest, viewer, on)
    tasks.append(Task(gettext("First reintegration talk"), Status.COMPLETED, note=words.day(held[-1].answered_on)))
    tasks.append(Task(gettext("Next reintegration talk"), Status.NOT_STARTED, talk_url, due_note(person, on)))
    tasks.extend(in_rounds)
    return Contribution(
        panels=(Panel("sustainability/panel.html", {"score": panel(latest, result)}),),
        tasks=tuple(tasks),
        happenings=tuple(_happening(score) for score in held),
        next_steps=steps,
        tags=tags(result),
        links=links,
    )


def to_be_done(person: "Person", latest: Score, viewer: Actor, on: date) -> list[Task]:
    """Return what has to be done whatever the figures say; whoever may see to it is led to where it is settled."""
    if not concerns.may_care(person, viewer=viewer, on=on) or not concerns.were_raised(latest.submission_id):
        return [
            Task(say(flag), Status.NOT_STARTED) for flag in queries.flags_of(latest) if flag.weight <= Weight.CONCERN
        ]
    return [
        Task(
            say(concerns.finding_of(held)),
            Status.PROBLEM if held.weight <= Weight.PREREQUISITE else Status.NOT_STARTED,
            reverse("sustainability:settle", args=[held.pk]),
            gettext("Since %(day)s.") % {"day": words.day(held.raised_on)},
        )
        for held in concerns.open_of(person)
    ]


def _links(person: "Person", viewer: Actor, on: date) -> tuple[Link, ...]:
    """Return the way to the safety card, for whoever may see to somebody."""
    if not concerns.may_care(person, viewer=viewer, on=on):
        return ()
    return (Link(gettext("Somebody speaks of ending their life"), reverse("sustainability:safety", args=[person.pk])),)


def _in_rounds(person: "Person", viewer: Actor, on: date) -> list[Task]:
    """Return the open rounds in which a person is due now, each leading to where a try is written down."""
    found = []
    for held in rounds.open_rounds(viewer, on=on):
        one = rounds.standing_of(person, held, viewer=viewer, on=on)
        if one is not None and one.place.standing in (Standing.DUE, Standing.LATE):
            title = gettext("Talk for the round “%(name)s”") % {"name": held.name}
            note = gettext("Due until %(day)s.") % {"day": words.day(one.window.until_on)}
            url = reverse("sustainability:attempts", args=[person.pk, held.pk])
            found.append(Task(title, Status.NOT_STARTED, url, note))
    return found


def talk_address(person: "Person", viewer: Actor, on: date) -> str:
    """Return where a talk begins; empty for whoever only looks, such as at a file opened with a reason."""
    may = decision_on(person, actor=viewer, permission=INTERVIEW, on=on).allowed
    return reverse("surveys:begin", args=[person.pk, REINTEGRATION_SCORE[0]]) if may else ""


def afterwards(submission: "Submission", viewer: Actor) -> Afterwards:
    """Return the score's part of the receipt of a talk: the bars, and what is to be done whatever they say."""
    on = clock.today(viewer.zone)
    held = next(
        (
            score
            for score in queries.scores_of(submission.whose, viewer=viewer, on=on)
            if score.submission_id == submission.pk
        ),
        None,
    )
    if held is None:
        return Afterwards()
    then = [say(flag) for flag in queries.flags_of(held)]
    due = submission.whose.next_due_on
    if due is not None:
        then.append(gettext("The next talk is due by %(day)s.") % {"day": words.day(due)})
    score_panel = Panel("sustainability/panel.html", {"score": panel(held, queries.result_of(held))})
    return Afterwards(then=tuple(then), panels=(score_panel,))


def panel(held: Score, result: Result, *, with_figures: bool = False) -> Mapping[str, Any]:
    """Return what the score panel shows: each side of life in words and a bar, how complete, and whose scheme."""
    together = result.composite
    return {
        "title": gettext("How reintegration goes"),
        # With figures it stands on the very page that this link leads to.
        "url": "" if with_figures else reverse("sustainability:score", args=[held.person_id]),
        "link": gettext("How this is made"),
        "dimensions": [
            {"key": score.code, "label": named(f"dimension.{score.code}"), **_bar(score, with_figures)}
            for score in result.dimensions
        ],
        "together": {"label": named("dimension.composite"), **_bar(together, with_figures)},
        "answered": gettext("%(answered)s of %(asked)s answered, %(day)s")
        % {"answered": held.questions_answered, "asked": held.questions_asked, "day": words.day(held.answered_on)},
        "scheme_name": held.scheme,
        "scheme": gettext("our own way of scoring, not the official one")
        if queries.is_shipped(held.scheme)
        else gettext("a table that your organisation loaded; Sankofa did not compare it with the official one"),
        "caution": say(Finding("caution.people_say_less", Weight.NOTE, ROOM)),
    }


def say(found: Finding) -> str:
    """Return a finding in the reader's language."""
    return wording.text(found, get_language() or "en", ROOM, show=shown)


def named(code: str) -> str:
    """Return the name of a dimension or a band in the reader's language."""
    return say(Finding(code, Weight.NOTE, ROOM))


def shown(value: Value) -> str:
    """Return a fact as the reader writes it: shares as whole per cents, days in full, figures with their sign."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return words.day(value)
    if isinstance(value, Share):
        return f"{words.number(int(value.as_percent(0, Rounding.HALF_UP)))}\u00a0%"
    return words.figure(value) if isinstance(value, Decimal) else wording.plain(value)


def _bar(score: Any, with_figures: bool) -> dict[str, Any]:
    if score.value is None:
        why = " ".join(say(found) for found in score.unknown)
        return {"percent": None, "word": gettext("too few answers"), "value": "", "why": why}
    return {
        "percent": score.value * 100,
        "word": named(f"band.{score.band_shown}"),
        "value": words.figure(score.value.quantize(Decimal("0.01"))) if with_figures else "",
    }


def tags(result: Result) -> tuple[Tag, ...]:
    """Return how it goes altogether, as a word on the bar of who somebody is."""
    band = result.composite.band_shown
    return () if band is None else (Tag(named(f"band.{band}").capitalize(), TONES[band]),)


def _happening(held: Score) -> Happening:
    by = held.submission.recorded_by
    return Happening(
        at=held.submission.created_at,
        title=gettext("Reintegration talk recorded"),
        by="" if by is None else by.name,
        detail=gettext("%(answered)s of %(asked)s answered")
        % {"answered": held.questions_answered, "asked": held.questions_asked},
        url=reverse("sustainability:score", args=[held.person_id]),
    )


def _next_step(person: "Person", url: str, on: date) -> tuple[NextStep, ...]:
    if person.next_due_on is None:
        return ()
    is_first = person.next_code == cadence.FIRST
    day = words.weekday(person.next_due_on)
    title = (
        gettext("Next: first reintegration talk, by %(day)s")
        if is_first
        else gettext("Next: reintegration talk, by %(day)s")
    ) % {"day": day}
    return (
        NextStep(
            person.next_code,
            title,
            person.next_due_on,
            f"{_lateness(person, on)} {talk_reason(person)}".strip(),
            url,
            gettext("Begin the talk"),
        ),
    )


def talk_title(person: "Person") -> str:
    """Return what the talk that is due next is called."""
    is_first = person.next_code == cadence.FIRST
    return gettext("First reintegration talk") if is_first else gettext("Next reintegration talk")


def talk_reason(person: "Person") -> str:
    """Return why the talk is due then."""
    if person.next_code == cadence.FIRST:
        return gettext("Within a month of registration, because the plan builds on it.")
    return gettext("Six months after the last talk, to see how the return is lasting.")


def _lateness(person: "Person", on: date) -> str:
    """Return how late the talk is, or how many days are left where they are few."""
    days = 0 if person.next_due_on is None else (person.next_due_on - on).days
    if days < 0:
        return ngettext("%(count)s day late.", "%(count)s days late.", -days) % {"count": -days}
    if days <= 30:
        return ngettext("%(count)s day left.", "%(count)s days left.", days) % {"count": days}
    return ""


def due_note(person: "Person", on: date) -> str:
    """Return by when the next talk is due, or since when it is overdue."""
    if person.next_due_on is None:
        return ""
    days = (person.next_due_on - on).days
    if days < 0:
        return gettext("Overdue since %(day)s.") % {"day": words.day(person.next_due_on)}
    return gettext("Due %(day)s.") % {"day": words.day(person.next_due_on)}
