"""The values of debts in words that a caseworker uses, and the questions in which they are asked."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from sankofa.debts.rules.between import Side
from sankofa.debts.rules.first_talk import Owes, Presence, Strain
from sankofa.debts.rules.household import IncomeKind
from sankofa.debts.rules.plan import From, Kind, Outcome, Why
from sankofa.debts.rules.roster import Agreed, ChangeKind, Effect, Extra, Payer, Rhythm, Stage
from sankofa.debts.rules.terms import (
    Answer,
    Bond,
    Form,
    Frequency,
    Lender,
    Pledge,
    Pressure,
    Purpose,
    Standing,
)

UNKNOWN = _("not known")
Labels = Mapping[Any, Any]

PRESENT: Labels = {
    Presence.ALONE: _("only the two of us"),
    Presence.SMALL_CHILD: _("a small child who does not understand"),
    Presence.OTHERS: _("somebody else can hear"),
}
OWES: Labels = {
    Owes.YES: _("yes"),
    Owes.PAID: _("they did, and all is paid"),
    Owes.NEVER: _("they never did"),
    Owes.NOT_SAID: _("prefers not to say"),
    Owes.UNKNOWN: UNKNOWN,
}
STRAIN: Labels = {
    Strain.OFTEN: _("often"),
    Strain.SOMETIMES: _("sometimes"),
    Strain.NO: _("no"),
    Strain.NOT_SAID: _("prefers not to say"),
    Strain.UNKNOWN: UNKNOWN,
}
ANSWER: Labels = {Answer.YES: _("yes"), Answer.NO: _("no"), Answer.UNKNOWN: UNKNOWN}
LENDER: Labels = {
    Lender.FRIEND: _("a friend or neighbour"),
    Lender.RELATIVE: _("a relative"),
    Lender.MONEYLENDER: _("a moneylender"),
    Lender.AGENT: _("an agent or smuggler"),
    Lender.EMPLOYER: _("an employer"),
    Lender.SHOP: _("a shop"),
    Lender.SAVINGS_GROUP: _("a savings group"),
    Lender.MICROFINANCE: _("a microfinance institution"),
    Lender.BANK: _("a bank"),
    Lender.AID: _("an aid organisation"),
    Lender.OTHER: _("somebody else"),
    Lender.UNKNOWN: UNKNOWN,
}
PURPOSE: Labels = {
    Purpose.TRIP: _("to pay the journey"),
    Purpose.AGENT_FEE: _("to pay an agent or smuggler"),
    Purpose.RANSOM: _("to pay a ransom"),
    Purpose.DAILY_NEEDS: _("food, rent and daily life"),
    Purpose.FAMILY: _("a family event or need"),
    Purpose.BUSINESS: _("a business"),
    Purpose.HEALTH: _("health care"),
    Purpose.OTHER_DEBT: _("to pay another debt"),
    Purpose.OTHER: _("something else"),
    Purpose.UNKNOWN: UNKNOWN,
}
FORM: Labels = {
    Form.MONEY: _("money"),
    Form.GOODS: _("goods"),
    Form.LABOUR: _("work"),
    Form.LAND: _("land or something pledged"),
    Form.MORAL: _("a promise or a duty, without a sum"),
    Form.UNKNOWN: UNKNOWN,
}
STAGE: Labels = {
    Stage.BEFORE: _("before they left"),
    Stage.DURING: _("while they were away"),
    Stage.AFTER: _("since they came back"),
    Stage.UNKNOWN: UNKNOWN,
}
AGREED: Labels = {
    Agreed.WRITTEN: _("in writing"),
    Agreed.SPOKEN: _("by word of mouth"),
    Agreed.UNKNOWN: UNKNOWN,
}
EXTRA: Labels = {
    Extra.NOTHING: _("nothing on top"),
    Extra.INTEREST: _("interest"),
    Extra.GIFT: _("a gift or a favour"),
    Extra.UNCLEAR: _("it was never made clear"),
    Extra.UNKNOWN: UNKNOWN,
}
PLEDGE: Labels = {
    Pledge.HOME: _("the home"),
    Pledge.LAND: _("land"),
    Pledge.IDENTITY_DOCUMENT: _("papers were kept"),
    Pledge.FOOD_STOCK: _("food that was put by"),
    Pledge.LIVESTOCK: _("animals"),
    Pledge.TOOLS: _("tools"),
    Pledge.GOODS: _("jewellery or other things"),
    Pledge.WAGES: _("wages"),
}
RHYTHM: Labels = {
    Rhythm.FIXED: _("at fixed times"),
    Rhythm.WHEN_I_CAN: _("when they can"),
    Rhythm.NOT_YET: _("not begun yet"),
    Rhythm.STOPPED: _("had to stop"),
    Rhythm.UNKNOWN: UNKNOWN,
}
FREQUENCY: Labels = {
    Frequency.DAILY: _("every day"),
    Frequency.WEEKLY: _("every week"),
    Frequency.FORTNIGHTLY: _("every two weeks"),
    Frequency.FOUR_WEEKLY: _("every four weeks"),
    Frequency.TWICE_A_MONTH: _("twice a month"),
    Frequency.MONTHLY: _("every month"),
    Frequency.QUARTERLY: _("every three months"),
    Frequency.HALF_YEARLY: _("every half year"),
    Frequency.YEARLY: _("every year"),
}
PAYER: Labels = {
    Payer.SELF: _("the person"),
    Payer.FAMILY: _("the family"),
    Payer.BOTH: _("the person and the family"),
    Payer.NOBODY: _("nobody at the moment"),
    Payer.UNKNOWN: UNKNOWN,
}
EFFECT: Labels = {
    Effect.LESS_FOOD: _("less or worse food"),
    Effect.SCHOOL: _("a child left school"),
    Effect.HEALTH: _("care was put off"),
    Effect.HOUSING: _("the home is at risk or was lost"),
    Effect.SHAME: _("worry or shame"),
    Effect.FAMILY: _("quarrels in the family"),
    Effect.SHUT_OUT: _("shut out by others"),
    Effect.SOLD: _("something had to be sold"),
    Effect.BORROWED: _("borrowed to repay"),
    Effect.GOOD: _("it also helped"),
}
CHANGE: Labels = {
    ChangeKind.REPAID: _("something was repaid"),
    ChangeKind.REPAID_WHOLLY: _("all that was left was repaid"),
    ChangeKind.FORGIVEN: _("it was forgiven, or a part of it"),
    ChangeKind.MORE: _("more was borrowed or added"),
    ChangeKind.AGREED_ANEW: _("it was agreed anew"),
}
STANDING: Labels = {
    Standing.OWED: _("still owed"),
    Standing.FORGIVEN: _("forgiven"),
    Standing.REPAID: _("repaid"),
    Standing.UNKNOWN: UNKNOWN,
}
PRESSURE: Labels = {
    Pressure.REMINDERS: _("friendly reminders"),
    Pressure.INSULTS: _("insults, or shame in front of others"),
    Pressure.THREATS: _("threats"),
    Pressure.VIOLENCE: _("blows or violence"),
    Pressure.SEIZURE: _("things were taken away"),
    Pressure.COURT: _("the police or a court"),
}
BOND: Labels = {
    Bond.WORKS_IT_OFF: _("somebody has to work it off"),
    Bond.DOCUMENTS_HELD: _("papers are held"),
    Bond.MAY_NOT_LEAVE: _("somebody may not leave"),
    Bond.RELATIVE_PLEDGED: _("a relative is pledged for it"),
}
INCOME: Labels = {
    IncomeKind.WAGE: _("paid work"),
    IncomeKind.BUSINESS: _("a business of their own"),
    IncomeKind.REMITTANCE: _("money sent from abroad"),
    IncomeKind.OTHER: _("something else"),
}
STEP: Labels = {
    Kind.TALK: _("talk with them"),
    Kind.MEDIATION: _("sit together with somebody whom both sides trust"),
    Kind.FAMILY: _("meet with the family"),
    Kind.FORGIVENESS: _("ask to be let off all or a part"),
    Kind.SMALLER: _("ask for smaller parts or more time"),
    Kind.PAY: _("pay what can be paid"),
}
"""These stand on the person's own sheet as well, so none names a debt."""
PAID_FROM: Labels = {
    From.EARNED: _("from what they earn"),
    From.FAMILY: _("given by the family, not lent"),
    From.SAVED: _("from what they saved"),
    From.SOLD: _("from something they sell"),
    From.BORROWED: _("borrowed from somebody else"),
    From.UNKNOWN: UNKNOWN,
}
OUTCOME: Labels = {
    Outcome.DONE: _("done"),
    Outcome.TRIED: _("tried; it goes on"),
    Outcome.REFUSED: _("the other side said no"),
    Outcome.DROPPED: _("they do not want it any more"),
}
WHY: Labels = {
    Why.SAFETY: _("first of all"),
    Why.SECURED: _("the home could lose something"),
    Why.GROWS: _("it grows"),
    Why.PROMISED: _("times were agreed, or it is asked back"),
    Why.REST: _("after the others"),
    Why.DUTY: _("no sum: their own words count"),
}

SIDE: Labels = {
    Side.LENDER: _("whom they owe"),
    Side.FAMILY: _("the family"),
    Side.RECRUITER: _("the recruiter or agent"),
    Side.EMPLOYER: _("the employer"),
    Side.OTHER: _("somebody else"),
}


def choices(labels: Labels, *, leave_out: frozenset[StrEnum] = frozenset()) -> list[tuple[str, Any]]:
    """Return values with their words, as a form offers them."""
    return [(str(code), label) for code, label in labels.items() if code not in leave_out]


def many(labels: Labels, held: frozenset[Any]) -> str:
    """Return several values in one line, in the order in which they are asked."""
    return ", ".join(str(label) for code, label in labels.items() if code in held)
