"""The words in which proposals are shown: one place, so that a list, a page and the evidence say the same."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, gettext, gettext_noop

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed
from sankofa.approvals.actions import CannotCarryOut, ProposerGone
from sankofa.approvals.queries import Listed, Standing
from sankofa.approvals.rules import chain
from sankofa.approvals.rules.changes import HIDDEN, Change
from sankofa.approvals.rules.terms import Act, State, Step
from sankofa.kernel import wording
from sankofa.kernel.finding import Finding
from sankofa.shell import words

if TYPE_CHECKING:
    from datetime import date

    from sankofa.approvals.models import Verdict

STATES: Mapping[State, tuple[str, str]] = {
    State.WAITING: (gettext_noop("Waiting for a decision"), "act"),
    State.SENT_BACK: (gettext_noop("Sent back"), "care"),
    State.CARRIED_OUT: (gettext_noop("Approved and done"), "good"),
    State.REFUSED: (gettext_noop("Refused"), "danger"),
    State.WITHDRAWN: (gettext_noop("Taken back"), ""),
}
ACTS: Mapping[Act, str] = {
    Act.PROPOSE: gettext_noop("Proposed"),
    Act.APPROVE: gettext_noop("Approved"),
    Act.SEND_BACK: gettext_noop("Sent back"),
    Act.REFUSE: gettext_noop("Refused"),
    Act.WITHDRAW: gettext_noop("Taken back"),
}


def row(listed: Listed, *, on: "date") -> dict[str, Any]:
    """Return what a list shows of a proposal."""
    held = listed.proposal
    label, kind = STATES[State(held.state)]
    return {
        "proposal": held,
        "title": gettext(listed.kind.label),
        "about": listed.kind.title(listed.subject),
        "by": held.proposed_by.name,
        "at": words.moment(held.proposed_at),
        "due": words.day(held.due_on),
        "is_late": held.is_open and held.due_on < on,
        "state": gettext(label),
        "tag": kind,
    }


def changes(rows: Iterable[Change]) -> dict[str, Any]:
    """Return rows as the table of changes shows them."""
    return {
        "caption": gettext("What this would change"),
        "now_label": gettext("Now"),
        "proposed_label": gettext("Then"),
        "rows": [
            {
                "label": gettext(change.label),
                "now": _value(change, change.before),
                "proposed": _value(change, change.after),
            }
            for change in rows
        ],
    }


def timeline(listed: Listed, verdicts: "Iterable[Verdict]", *, events: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what was done with a proposal, each with who, when and which event of the record vouches for it."""
    return [
        {
            "title": _title(listed, verdict),
            "by": verdict.person.name,
            "office": verdict.person.office.name,
            "role": role_of(verdict),
            "at": words.moment(verdict.at),
            "datetime": verdict.at.isoformat(),
            "comment": verdict.comment or "",
            "kind": "care" if verdict.act in {Act.SEND_BACK, Act.REFUSE} else "",
            "round": verdict.round,
            "digest": verdict.digest,
            "event": _event(events.get(str(verdict.pk))),
            "no_longer_counts": verdict.act == Act.APPROVE and verdict.round != listed.proposal.round,
        }
        for verdict in verdicts
    ]


def role_of(verdict: "Verdict") -> str:
    """Return the name of the role by which somebody decided; empty where none is noted."""
    return reasons.role_name(verdict.role) if verdict.role else ""


def still_missing(listed: Listed) -> list[str]:
    """Return a line for every step that still waits for somebody."""
    course = listed.proposal.course()
    if chain.state(course) is not State.WAITING:
        return []
    return [
        gettext("%(step)s: %(count)s more")
        % {"step": step_name(listed, step.name), "count": words.number(chain.missing(course, step))}
        for step in course.steps
        if chain.missing(course, step)
    ]


def step_name(listed: Listed, name: str) -> str:
    """Return a step's name in the reader's language."""
    known = listed.kind.steps.get(name)
    return gettext(known[1]) if known else name


def because(listed: Listed) -> str:
    """Return the occasion that was chosen; empty where the kind knows none."""
    return str(dict(listed.kind.reasons).get(listed.proposal.content.get("because"), ""))


def chain_line(listed: Listed, step: Step) -> str:
    """Return a step and how many people it asks for."""
    return f"{step_name(listed, step.name)} · {words.number(step.persons)}"


def why_not(standing: Standing) -> list[str]:
    """Return every reason why somebody may not decide, in their words."""
    told = [finding(reason) for reason in standing.reasons]
    return told or ([] if standing.decision is None else [reasons.because(standing.decision)])


def finding(found: Finding) -> str:
    """Return a finding of this room as a sentence."""
    return wording.text(found, get_language() or "en", "sankofa.approvals")


def was_first(verdict: "Verdict") -> str:
    """Return what somebody did who was quicker."""
    told = {"name": verdict.person.name, "moment": words.moment(verdict.at)}
    match Act(verdict.act):
        case Act.APPROVE:
            text = gettext("%(name)s has approved this, on %(moment)s. Look again before you decide.")
        case Act.SEND_BACK:
            text = gettext("%(name)s has sent this back, on %(moment)s. Your answer was not recorded.")
        case Act.REFUSE:
            text = gettext("%(name)s has refused this, on %(moment)s. Your answer was not recorded.")
        case Act.WITHDRAW:
            text = gettext("%(name)s has taken this back, on %(moment)s. Your answer was not recorded.")
        case Act.PROPOSE:
            text = gettext("%(name)s has changed this, on %(moment)s. Look again before you decide.")
    return text % told


def cannot(failed: CannotCarryOut) -> str:
    """Return why what was approved could not be done."""
    match failed.why:
        case NotAllowed():
            why = reasons.because(failed.why.decision)
        case ProposerGone():
            why = gettext("Whoever proposed it no longer works here. Somebody else has to propose it.")
        case other:
            why = failed.kind.says(other)
    return gettext("This cannot be done as things are, so your approval was not recorded. %(why)s") % {"why": why}


def grouped(digest: str) -> str:
    """Return a digest in groups of eight, which can be compared by eye and fits any page."""
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))


def _event(event: Any) -> dict[str, str] | None:
    return None if event is None else {"pk": str(event.pk), "mark": grouped(event.mark)}


def _title(listed: Listed, verdict: "Verdict") -> str:
    done = gettext(ACTS[Act(verdict.act)])
    many = verdict.act == Act.APPROVE and len(listed.proposal.steps) > 1
    return f"{done} · {step_name(listed, verdict.step)}" if many else done


def _value(change: Change, value: str | None) -> str | None:
    if value is None or not value:
        return None
    if value == HIDDEN and change.trace:
        return gettext("hidden")
    return gettext(value) if change.is_word else value
