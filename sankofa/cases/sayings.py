"""Case work in the words of its pages: what stages, steps, kinds of help, answers and reasons are called."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from sankofa.cases import actions
from sankofa.cases.rules.grants import Receiver, State
from sankofa.cases.rules.mediation import Outcome, With
from sankofa.cases.rules.plans import Kind
from sankofa.cases.rules.stages import Closing, Stage, Talk
from sankofa.cases.rules.steps import Queue, Step
from sankofa.cases.rules.visits import NotReached, Try
from sankofa.kernel import wording
from sankofa.kernel.finding import Finding, Value
from sankofa.kernel.money import Money
from sankofa.ledger import actions as books
from sankofa.shell import words

ROOM = "sankofa.cases"
STAGES: Mapping[Stage, Any] = {
    Stage.OPENED: _("opened"),
    Stage.OPENED_AGAIN: _("opened again"),
    Stage.ASSIGNED: _("in somebody’s hands"),
    Stage.TALK_OFFERED: _("first talk offered"),
    Stage.NEEDS_ASSESSED: _("needs known"),
    Stage.PLAN_AGREED: _("plan agreed"),
    Stage.IN_DELIVERY: _("help under way"),
    Stage.FOLLOWED_UP: _("being followed up"),
    Stage.CLOSED: _("closed"),
}
TALKS: Mapping[Talk, Any] = {
    Talk.TAKEN: _("Yes, the talk was held or a day is agreed"),
    Talk.NOT_NOW: _("Not now"),
    Talk.NO: _("No"),
}
ANSWERS: Mapping[str, Any] = {
    Talk.TAKEN.value: _("taken"),
    Talk.NOT_NOW.value: _("not now, offer it again later"),
    Talk.NO.value: _("not wanted, and that is fine"),
}
CLOSINGS: Mapping[Closing, Any] = {
    Closing.GOALS_MET: _("The goals are reached"),
    Closing.MOVED: _("Moved within the country"),
    Closing.LEFT_PREPARED: _("Left again, prepared: with a contract, papers and a plan"),
    Closing.LEFT_IN_NEED: _("Left again, out of need"),
    Closing.LEFT_UNKNOWN: _("Left again, not known how"),
    Closing.LOST_CONTACT: _("We lost touch"),
    Closing.WITHDREW: _("Does not want to go on"),
    Closing.DIED: _("Died"),
    Closing.TRANSFERRED: _("Another office or organisation goes on"),
    Closing.ERASED: _("Erased from the register"),
}
KINDS: Mapping[Kind, Any] = {
    Kind.SERVICE: _("a service, such as a course, advice or treatment"),
    Kind.GOODS: _("goods, such as tools or seed"),
    Kind.CASH: _("cash for needs, never to be paid back"),
    Kind.GRANT: _("a grant, never to be paid back"),
}
KINDS_SHORT: Mapping[Kind, Any] = {
    Kind.SERVICE: _("service"),
    Kind.GOODS: _("goods"),
    Kind.CASH: _("cash, never to be paid back"),
    Kind.GRANT: _("grant, never to be paid back"),
}
GRANT_STATES: Mapping[State, Any] = {
    State.WAITING: _("waits for two approvals"),
    State.SENT_BACK: _("sent back with a question"),
    State.REFUSED: _("refused"),
    State.WITHDRAWN: _("taken back"),
    State.APPROVED: _("approved, to be handed over"),
    State.IN_PART: _("handed over in part"),
    State.GIVEN: _("handed over"),
    State.CANCELLED: _("cancelled"),
    State.REST_CANCELLED: _("handed over in part, the rest was cancelled"),
}
RECEIVERS: Mapping[Receiver, Any] = {
    Receiver.SELF: _("This person"),
    Receiver.OTHER: _("Somebody else, in their name"),
}
HOW: Mapping[str, Any] = {
    "mark": _("With their mark or thumb"),
    "voice": _("With a spoken yes"),
    "signature": _("With their signature"),
}
HOW_SHORT: Mapping[str, Any] = {
    "mark": _("by a mark or thumb"),
    "voice": _("by a spoken yes"),
    "signature": _("by signature"),
}
NOT_REACHED: Mapping[NotReached, Any] = {
    NotReached.NO_ANSWER: _("Nobody answered"),
    NotReached.NOT_FOUND: _("Not at home"),
    NotReached.LATER: _("Asked us to come another day"),
    NotReached.MOVED: _("Lives elsewhere now"),
    NotReached.ABROAD: _("Went abroad again"),
    NotReached.REFUSED: _("Does not want a visit"),
    NotReached.UNSAFE: _("A visit is not safe for them"),
}
TO_TRY: Mapping[Try, Any] = {
    Try.AGAIN: _("Try again in some days."),
    Try.OTHER_HOUR: _("Try another hour, or the other way that this person chose to be reached."),
    Try.TRUSTED: _("Ask the person whom they named for this. Say only that you would like to be called."),
    Try.AT_HOME: _("Go there on a market day, without saying why you come."),
    Try.MEET_ELSEWHERE: _("Offer another place: a shop, a clinic, the office of somebody they trust."),
    Try.LET_BE: _("Let them be. Say that they can come at any time, and that nothing is taken away."),
    Try.PROTECTION: _("Do not call or go there. Speak with a protection officer today."),
    Try.HAND_ON: _("Offer the office near them, or close the case with how they left."),
    Try.SAY_LOST: _("If nobody knows where they are after that, note at the end that touch was lost."),
}
WITH: Mapping[With, Any] = {
    With.LENDER: _("Somebody to whom money is owed"),
    With.FAMILY: _("The family"),
    With.RECRUITER: _("A recruiter or agent"),
    With.EMPLOYER: _("An employer"),
    With.OTHER: _("Somebody else"),
}
OUTCOMES: Mapping[Outcome, Any] = {
    Outcome.AGREED: _("They agreed on something this person can live with"),
    Outcome.AGREED_IN_PART: _("They agreed on a part"),
    Outcome.NOT_AGREED: _("They did not agree"),
    Outcome.NOT_WANTED: _("This person does not want it any more, and that is fine"),
    Outcome.NOT_SAFE: _("It was not safe any more: a protection officer knows"),
}
TITLES: Mapping[Step, Any] = {
    Step.ASSIGN: _("Say who looks after this person"),
    Step.OFFER_TALK: _("Offer a first talk"),
    Step.ASSESS_NEEDS: _("Ask what this person needs"),
    Step.WRITE_PLAN: _("Write the plan"),
    Step.AGREE_PLAN: _("Read the plan aloud and agree"),
    Step.DELIVER: _("Deliver what the plan promises"),
    Step.MEDIATE: _("See how a talk with others goes"),
    Step.CLOSE: _("Close the case"),
}
BUTTONS: Mapping[Step, Any] = {
    Step.ASSIGN: _("Choose a colleague"),
    Step.OFFER_TALK: _("Offer the talk"),
    Step.ASSESS_NEEDS: _("Begin the form"),
    Step.WRITE_PLAN: _("Write the plan"),
    Step.AGREE_PLAN: _("Read and agree"),
    Step.DELIVER: _("Note what was delivered"),
    Step.MEDIATE: _("Look at it"),
    Step.VISIT: _("Begin the visit"),
    Step.CLOSE: _("Close the case"),
}
VISITS: Mapping[int, Any] = {
    1: _("Visit after one month"),
    3: _("Visit after three months"),
    6: _("Visit after six months"),
    12: _("Visit after twelve months"),
}
QUEUES: Mapping[Queue, Any] = {
    Queue.OVERDUE: _("Overdue"),
    Queue.THIS_WEEK: _("Due this week"),
    Queue.NOBODY: _("Waiting for somebody to look after them"),
    Queue.LATER: _("Later"),
}


def title(step: Step, months: int = 0) -> str:
    """Return what a step is called; a visit by its months."""
    return str(VISITS[months] if step is Step.VISIT else TITLES[step])


def say(found: Finding) -> str:
    """Return a finding in the reader's language."""
    return wording.text(found, get_language() or "en", ROOM, show=_shown)


def refusal(refused: Exception) -> str:
    """Return why a grant could not be given or handed over, and what would be right."""
    match refused:
        case actions.CaseClosed():
            return gettext("This case is closed. Nothing in it changes any more.")
        case actions.NotPromised():
            return gettext("The plan that was agreed does not promise this any more.")
        case actions.IsAGrant():
            return gettext("A grant is handed over with a receipt, once two colleagues approved it.")
        case actions.NotAGrant():
            return " ".join(say(one) for one in refused.findings)
        case actions.NotApproved():
            return gettext("Nothing can be handed over or cancelled: this grant is %(state)s.") % {
                "state": GRANT_STATES[refused.state]
            }
        case actions.MoreThanLeft():
            return gettext("An amount above nothing, and %(left)s at most: that is what is left.") % {
                "left": words.money(refused.left)
            }
        case actions.ApprovedYourself():
            return gettext("You approved this grant. A colleague hands it over.")
        case actions.HandedYourself():
            return gettext("You handed this over yourself. A colleague looks at it and takes it back.")
        case actions.BeforeApproval():
            return gettext("It was approved on %(day)s. Nothing is handed over before that.") % {
                "day": words.day(refused.approved_on)
            }
        case actions.DayToCome():
            return gettext("Choose a day since the case was opened, up to today.")
        case actions.OtherGrants():
            return gettext("This person’s other grants have changed. Look at them, then decide again.")
        case actions.WitnessNeeded():
            return gettext("Write who saw it: somebody who does not work here.")
        case actions.ReceiverNeeded():
            return gettext("Write who received it.")
        case actions.GuardianNeeded():
            return gettext("Under 18, or of unknown age: write which grown-up received it with them.")
        case actions.NoTill():
            return gettext("Choose a cash box or bank account of a book for grants.")
        case actions.TakenBackAlready():
            return gettext("This was taken back before.")
        case actions.NotWanted():
            return gettext("Ask first, alone. Without a yes nobody is spoken to.")
        case actions.ReasonNeeded():
            return gettext("Write why.")
        case actions.GrantsLeft():
            return gettext("A grant was approved and is not handed over yet. Hand it over, or cancel it, first.")
        case books.NotEnough():
            return gettext(
                "There is not so much in this cash box or bank account on that day. Ask who keeps the books."
            )
        case books.NotYet() | books.PeriodClosed():
            return gettext("The books take no entry for this day. Ask who keeps the books.")
    raise refused


def _shown(value: Value) -> str:
    if isinstance(value, Money):
        return words.money(value)
    if isinstance(value, date):
        return words.day(value)
    return words.number(value) if isinstance(value, int) else wording.plain(value)
