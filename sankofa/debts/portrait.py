"""Debts in words and rows for pages: what is owed, what it takes each month, and what is not known."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext

from sankofa.debts import labels
from sankofa.debts.queries import Held, Talked
from sankofa.debts.rules import measures, roster
from sankofa.debts.rules.budget import Budget
from sankofa.debts.rules.burden import BurdenPolicy, monthly_equivalent
from sankofa.debts.rules.first_talk import Owes
from sankofa.debts.rules.measures import InOneMoney, Measures, Owed
from sankofa.debts.rules.roster import Change, ChangeKind, Pressed, Told
from sankofa.debts.rules.terms import Debt, Form, Frequency, Lender
from sankofa.kernel import wording
from sankofa.kernel.finding import Finding, Value, Weight
from sankofa.kernel.money import Money, Rounding, round_fraction
from sankofa.kernel.share import Share
from sankofa.shell import words

if TYPE_CHECKING:
    from sankofa.debts.models import DebtChange

ROOM = "sankofa.debts"
POLICY = BurdenPolicy()
Row = dict[str, Any]


def say(found: Finding) -> str:
    """Return a finding in the reader's language."""
    return wording.text(found, get_language() or "en", ROOM, show=_shown)


def amount(minor: Fraction | int, currency: str) -> str:
    """Return an amount in minor units as the reader writes it, rounded half up to what the money can hold."""
    return words.money(Money(round_fraction(Fraction(minor), Rounding.HALF_UP), currency))


def owed(held: Sequence[Held], *, on: date) -> Owed:
    """Return what a roster comes to; a debt that does not open is counted, and not taken for nothing."""
    standing = _standing(held)
    return measures.owed(standing, on=on, policy=POLICY, unopened=len(held) - len(standing))


def measures_of(held: Sequence[Held], budget: Budget, *, on: date) -> Measures | None:
    """Return what a roster takes of a home; None where no amount of the home is known."""
    standing = _standing(held)
    return measures.measures(standing, budget, on=on, policy=POLICY, unopened=len(held) - len(standing))


def owed_lines(found: Owed) -> list[str]:
    """Return what is owed in sentences."""
    told = [_owed_in(one) for one in found.moneys]
    if found.unopened:
        told.append(say(Finding("lacks.unopened", Weight.NOTE, measures.SOURCE, count=found.unopened)))
    if found.without_money:
        text = ngettext(
            "Of %(count)s debt nobody knows how much it is.",
            "Of %(count)s debts nobody knows how much they are.",
            found.without_money,
        )
        told.append(text % {"count": words.number(found.without_money)})
    if found.moral:
        text = ngettext(
            "%(count)s promise or duty without a sum.", "%(count)s promises or duties without a sum.", found.moral
        )
        told.append(text % {"count": words.number(found.moral)})
    return told


def monthly_lines(found: Owed) -> list[str]:
    """Return what debts take each month in sentences, with what is not known of it."""
    told = []
    for one in found.moneys:
        if one.service_unknown < one.debts:
            told.append(gettext("About %(amount)s each month.") % {"amount": amount(one.service, one.currency)})
        if one.called_in:
            text = gettext("If half of what has no agreed times were asked back at once: %(amount)s.")
            told.append(text % {"amount": amount(one.called_in, one.currency)})
    unknown = sum(one.service_unknown for one in found.moneys) + found.without_money + found.unopened
    if unknown:
        text = ngettext(
            "Of %(count)s debt it is not known what it takes each month.",
            "Of %(count)s debts it is not known what they take each month.",
            unknown,
        )
        told.append(text % {"count": words.number(unknown)})
    return told


def six_facts(held: Talked) -> dict[str, Any]:
    """Return the answers of a talk as a card of facts."""
    six = held.six
    rows: list[tuple[str, str | None]] = [
        (gettext("Owes anything"), label(labels.OWES, six.owes)),
        (gettext("To how many"), None if six.lenders is None else words.number(six.lenders)),
        (gettext("Altogether about"), None if six.total is None else words.money(six.total)),
        (gettext("Pays back"), paid(six.paid, six.paid_every)),
        (gettext("Keeps the home from food, school or care"), label(labels.STRAIN, six.strain)),
        (gettext("Would like help"), label(labels.ANSWER, six.wants_help)),
    ]
    if six.owes in {Owes.NEVER, Owes.PAID}:
        rows = [rows[0], rows[-1]]
    rows.append((gettext("Who was present"), str(labels.PRESENT[held.present])))
    title = gettext("What was said on %(day)s") % {"day": words.day(held.record.held_on)}
    return {"title": title, "rows": [{"label": label, "value": value} for label, value in rows], "short": True}


def paid(part: Money | None, every: Frequency | None) -> str | None:
    """Return what is paid at a time and what that is in a month: a weekly sum is never shown as a monthly one."""
    if part is None or every is None:
        return None
    told = f"{words.money(part)} {labels.FREQUENCY[every]}"
    if every is Frequency.MONTHLY:
        return told
    monthly = amount(monthly_equivalent(part, every), part.currency)
    return gettext("%(told)s, which is %(monthly)s a month") % {"told": told, "monthly": monthly}


def title_of(told: Told | None) -> str:
    """Return what a debt is called in a list: what is owed, and to whom."""
    if told is None:
        return gettext("cannot be opened now: a key is missing")
    if told.lender is Lender.UNKNOWN:
        form = gettext("A promise or a duty") if told.form is Form.MORAL else str(labels.FORM[told.form]).capitalize()
        return gettext("%(what)s, to whom is not known") % {"what": form}
    if told.form is Form.MORAL:
        return gettext("A promise or a duty to %(lender)s") % {"lender": labels.LENDER[told.lender]}
    return gettext("%(what)s owed to %(lender)s") % {
        "what": str(labels.FORM[told.form]).capitalize(),
        "lender": labels.LENDER[told.lender],
    }


def row_of(held: Held) -> Row:
    """Return a debt as a line of the roster."""
    told = held.told
    if told is None:
        return {"title": title_of(None), "url": "", "note": "", "left": ""}
    standing = roster.standing(told, held.changes)
    if told.form is Form.MORAL:
        left: str | None = str(labels.STANDING[standing]) if not _is_open(held) else gettext("no sum is asked")
    elif not _is_open(held):
        left = str(labels.STANDING[standing])
    else:
        left = None if held.left is None else words.money(held.left)
    return {
        "title": title_of(told),
        "url": reverse("debts:debt", args=[held.record.pk]),
        "note": " · ".join(
            str(part)
            for part in (labels.STAGE[told.stage], labels.PURPOSE[told.purpose])
            if str(part) != str(labels.UNKNOWN)
        ),
        "left": left,
    }


def debt_facts(held: Held) -> dict[str, Any]:
    """Return everything that was told of a debt, as a card; what nobody knows is listed below."""
    told = held.told
    assert told is not None, "asked only of a debt that opens"
    now = held.as_it_stands()
    assert now is not None, "asked only of a debt that opens"
    is_moral = told.form is Form.MORAL
    rows: list[tuple[str, str | None]] = [
        (gettext("What is owed"), label(labels.FORM, told.form)),
        (gettext("To whom"), label(labels.LENDER, told.lender)),
        (gettext("What for"), label(labels.PURPOSE, told.purpose)),
        (gettext("When it was made"), label(labels.STAGE, told.stage)),
        (gettext("Since"), _since(told)),
        (gettext("How it was agreed"), label(labels.AGREED, told.agreed)),
    ]
    if not is_moral:
        rows += [
            (gettext("How much it was"), None if told.amount is None else words.money(told.amount)),
            (gettext("Left of it now"), None if now.balance is None else words.money(now.balance)),
            (gettext("Expected on top"), label(labels.EXTRA, told.extra)),
            (gettext("How it is paid"), label(labels.RHYTHM, told.rhythm)),
            (gettext("Agreed to pay"), paid(now.instalment, now.frequency)),
            (gettext("Means to have paid in"), _months(told.horizon_months)),
            (gettext("Can be taken, or is held"), _many(labels.PLEDGE, told.pledges)),
        ]
    rows += [
        (gettext("To be paid from, or by"), None if now.due_from is None else words.day(now.due_from)),
        (gettext("Asked back"), label(labels.ANSWER, told.asked_back)),
        (gettext("Who repays"), label(labels.PAYER, told.payer)),
        (gettext("Somebody vouched for it"), label(labels.ANSWER, told.guarantor)),
        (gettext("What it does"), _many(labels.EFFECT, told.effects)),
    ]
    if told.own_words:
        rows.append((gettext("In their own words"), told.own_words))
    return {
        "title": gettext("As told on %(day)s") % {"day": words.day(held.record.told_on)},
        "rows": [{"label": label, "value": value} for label, value in rows if value is not None],
        "unknown": [label for label, value in rows if value is None],
    }


def happened(rows: Sequence["DebtChange"], changes: Sequence[Change]) -> dict[str, Any]:
    """Return what happened to a debt as a timeline, the newest first."""
    entries = [
        {
            "title": change_words(change),
            "by": "" if row.noted_by is None else row.noted_by.name,
            "at": words.day(change.on),
            "note": row.what.get("words", ""),
        }
        for row, change in zip(rows, changes, strict=True)
    ]
    return {"title": gettext("What happened since"), "entries": entries[::-1]}


def measured(found: Measures) -> dict[str, Any]:
    """Return the measures of a home as a card: each says what it is a share of."""
    currency = found.currency
    money = {
        "service": found.service,
        "own": found.own_income,
        "net": found.net_income,
        "surplus": found.surplus,
        "yearly": None if found.net_income is None else 12 * found.net_income,
    }
    said = {name: None if value is None else amount(value, currency) for name, value in money.items()}
    debts = None if found.balances is None else amount(found.balances, currency)
    per_head = found.residual_per_head
    rows = [
        (gettext("To pay each month"), said["service"]),
        (gettext("Of what the person earns"), _of(found.of_own_income, said["service"], said["own"])),
        (gettext("Of what comes in at home"), _of(found.of_income, said["service"], said["net"])),
        (_that_counts(found), _that_counts_of(found)),
        (gettext("Of what is left after what the home needs"), _of(found.of_surplus, said["service"], said["surplus"])),
        (
            gettext("All that is owed, of what comes in within a year"),
            _of(found.of_yearly_income, debts, said["yearly"]),
        ),
        (
            gettext("Left for each one at home, after needs and debts"),
            None if per_head is None else amount(per_head, currency),
        ),
    ]
    return {
        "title": gettext("What debts take of the home"),
        "rows": [{"label": label, "value": value} for label, value in rows],
        "lacks": [say(one) for one in found.lacks],
    }


def _that_counts(found: Measures) -> str:
    if found.own_income_decides:
        return gettext("What counts: the heavier of these two, as they do not decide on the money of the home")
    return gettext("What counts: of what comes in at home, as they decide on its money")


def _that_counts_of(found: Measures) -> str | None:
    share = found.of_income_that_counts
    if share is None:
        return None
    return gettext("%(percent)s of 100") % {"percent": words.figure(share.as_percent(1, Rounding.HALF_UP))}


def budget_facts(budget: Budget) -> dict[str, Any]:
    """Return what a home lives on in a usual month, as it was told, without what others give, as a card."""
    amounts = [
        (gettext("You earn"), budget.own),
        (gettext("It costs to earn it"), budget.own_costs),
        (gettext("The home needs"), budget.needs),
    ]
    rows = [(name, None if amount is None else words.money(amount)) for name, amount in amounts]
    rows.append((gettext("So many live of it"), None if budget.size is None else words.number(budget.size)))
    return {"title": gettext("A usual month"), "rows": [{"label": name, "value": value} for name, value in rows]}


def pressed_facts(pressed: Pressed, title: str) -> dict[str, Any]:
    """Return what was said alone about how a debt is collected."""
    rows = [
        (gettext("What was done so that they pay"), _many(labels.PRESSURE, pressed.pressure)),
        (gettext("Not free because of it"), _many(labels.BOND, pressed.bonds)),
        (gettext("Fines, or all at once"), label(labels.ANSWER, pressed.hard_terms)),
        (gettext("To buy somebody free"), label(labels.ANSWER, pressed.for_ransom)),
    ]
    return {
        "title": title,
        "rows": [{"label": label, "value": value} for label, value in rows if value is not None],
        "unknown": [label for label, value in rows if value is None],
    }


def _standing(held: Sequence[Held]) -> list[Debt]:
    return [found for one in held if (found := one.as_it_stands()) is not None]


def _owed_in(one: InOneMoney) -> str:
    if one.balances_unknown == one.debts:
        text = ngettext("%(count)s debt, of unknown size.", "%(count)s debts, of unknown size.", one.debts)
        return text % {"count": words.number(one.debts)}
    facts = {"count": words.number(one.debts), "amount": words.money(one.balances)}
    if not one.balances_unknown:
        text = ngettext("%(amount)s on %(count)s debt.", "%(amount)s on %(count)s debts.", one.debts)
        return text % facts
    text = ngettext(
        "At least %(amount)s on %(count)s debt; of %(unknown)s it is not known how much.",
        "At least %(amount)s on %(count)s debts; of %(unknown)s it is not known how much.",
        one.debts,
    )
    return text % {**facts, "unknown": words.number(one.balances_unknown)}


def _of(share: Share | None, part: str | None, base: str | None) -> str | None:
    if share is None or part is None or base is None:
        return None
    percent = words.figure(share.as_percent(1, Rounding.HALF_UP))
    return gettext("%(percent)s of 100 (%(part)s of %(base)s)") % {"percent": percent, "part": part, "base": base}


def change_words(change: Change) -> str:
    """Return what happened to a debt, in words with its amount."""
    sum_of = "" if change.amount is None else words.money(change.amount)
    match change.kind:
        case ChangeKind.REPAID | ChangeKind.MORE if change.amount is None:
            return str(labels.CHANGE[change.kind])
        case ChangeKind.REPAID:
            return gettext("Repaid: %(amount)s") % {"amount": sum_of}
        case ChangeKind.REPAID_WHOLLY:
            return gettext("Repaid: all that was left")
        case ChangeKind.FORGIVEN if change.amount is None:
            return gettext("Forgiven: all that was left")
        case ChangeKind.FORGIVEN:
            return gettext("Forgiven: %(amount)s") % {"amount": sum_of}
        case ChangeKind.MORE:
            return gettext("Added: %(amount)s") % {"amount": sum_of}
        case _:
            if change.instalment is None and change.due_on is not None:
                return gettext("Agreed anew: from %(day)s") % {"day": words.day(change.due_on)}
            terms = paid(change.instalment, change.frequency) or gettext("without a fixed sum")
            return gettext("Agreed anew: %(terms)s") % {"terms": terms}


def _since(told: Told) -> str | None:
    if told.lent_on is None:
        return None
    if told.lent_until in {None, told.lent_on}:
        return words.day(told.lent_on)
    assert told.lent_until is not None, "told beside the first day"
    if (told.lent_on.year, told.lent_on.month) == (told.lent_until.year, told.lent_until.month):
        return words.month(told.lent_on)
    return str(told.lent_on.year)


def _months(count: int | None) -> str | None:
    if count is None:
        return None
    return ngettext("%(count)s month", "%(count)s months", count) % {"count": words.number(count)}


def label(known: labels.Labels, code: Any) -> str | None:
    """Return a value in words; None where it is not known."""
    return None if str(code) == "unknown" else str(known[code])


def _many(known: labels.Labels, held: Any) -> str | None:
    if held is None:
        return None
    return labels.many(known, held) or gettext("none of these")


def _is_open(held: Held) -> bool:
    now = held.as_it_stands()
    return now is None or now.is_open


def _shown(value: Value) -> str:
    if isinstance(value, date):
        return words.day(value)
    if isinstance(value, Money):
        return words.money(value)
    if isinstance(value, str) and value in set(Frequency):
        return str(labels.FREQUENCY[Frequency(value)])
    return wording.plain(value)
