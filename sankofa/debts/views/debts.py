"""Pages of the roster: what somebody owes, one debt, adding, correcting, and what happened since."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page
from sankofa.debts import actions, contribution, home, labels, permissions, portrait, queries
from sankofa.debts.forms import ChangeForm, DebtForm
from sankofa.debts.forms.debts import initial_of
from sankofa.debts.hooks import may_mediate
from sankofa.debts.rules import roster
from sankofa.debts.rules.roster import Told
from sankofa.debts.rules.terms import Form
from sankofa.debts.views.seen import answered, bar, currency_near, debt_seen, may, person_seen
from sankofa.kernel import clock
from sankofa.shell.views import refused
from sankofa.store.rules.sealing import CannotOpen

if TYPE_CHECKING:
    from datetime import date

    from sankofa.returnees.models import Person

ASKED = (Form.MONEY, Form.GOODS, Form.LABOUR, Form.LAND, Form.MORAL)


@page(permissions.VIEW)
@require_safe
def debts(request: ActorRequest, person_id: str) -> HttpResponse:
    """Show what somebody owes, what it takes each month and of what, and what is not known."""
    seen, today = person_seen(request, person_id, permissions.VIEW)
    held = queries.debts_of(seen, viewer=request.actor, on=today)
    record = queries.latest_talk(seen, viewer=request.actor, on=today)
    talked = None if record is None else queries.talked(record)
    found = portrait.owed(held, on=today)
    together = home.owed_by_home(seen, viewer=request.actor, on=today)
    context = {
        **bar(request, seen, today),
        **may(request, seen, today),
        "rows": [portrait.row_of(one) for one in held],
        "owed": portrait.owed_lines(found) if held else contribution.said_lines(record, talked),
        "monthly": portrait.monthly_lines(found),
        "six": None if talked is None else portrait.six_facts(talked),
        "measured": _measured(request, seen, held, today),
        "home": None if together is None else home.lines(together),
        "trouble": _trouble(held) if may_mediate(seen, request.actor, today) else [],
    }
    return answered(request, "debts", context)


def _trouble(held: list[queries.Held]) -> list[dict[str, str]]:
    """Return the debts that go on, each with the way to offer somebody of trust."""
    return [
        {"url": reverse("debts:mediate", args=[one.record.pk]), "title": portrait.title_of(one.told)}
        for one in held
        if (now := one.as_it_stands()) is not None and now.is_open
    ]


@page(permissions.NOTE)
@require_safe
def what_is_owed(request: ActorRequest, person_id: str) -> HttpResponse:
    """Ask first what is owed: of a promise or a duty no amount is asked."""
    seen, today = person_seen(request, person_id, permissions.NOTE)
    ways = [
        {"url": reverse("debts:add", args=[seen.pk, str(form)]), "label": str(labels.FORM[form]).capitalize()}
        for form in ASKED
    ]
    return answered(request, "what", {**bar(request, seen, today), "ways": ways})


@page(permissions.NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: ActorRequest, person_id: str, form: str) -> HttpResponse:
    """Write one debt into the roster."""
    seen, today = person_seen(request, person_id, permissions.NOTE)
    if form not in {str(one) for one in ASKED}:
        raise Http404
    record = queries.latest_talk(seen, viewer=request.actor, on=today)
    initial = {"currency": currency_near(seen)}
    page_form = DebtForm(request.POST or None, form=Form(form), on=today, initial=initial)

    def act(told: Told) -> object:
        talk = record if record is not None and record.person_id == seen.pk else None
        return actions.add_debt(person=seen, told=told, talk=talk, told_on=today, by=request.actor, at=clock.now())

    context = {
        **bar(request, seen, today),
        "title": str(labels.FORM[Form(form)]).capitalize(),
        "back_url": reverse("debts:what", args=[seen.pk]),
        "is_moral": Form(form) is Form.MORAL,
    }
    done = reverse("debts:debts", args=[seen.pk])
    return _taken(request, page_form, seen, today, act, context, done, gettext("Saved. Add the next one, or go back."))


@page(permissions.VIEW)
@require_safe
def debt(request: ActorRequest, debt_id: str) -> HttpResponse:
    """Show one debt: what was told, what is left of it, and what happened since."""
    record, today = debt_seen(request, debt_id, permissions.VIEW, what="debts.debt_page")
    held = queries.opened(record)
    rows = queries.changes_of(record)
    context = {
        **bar(request, record.person, today),
        **may(request, record.person, today),
        "debt": record,
        "title": portrait.title_of(held.told),
        "facts": None if held.told is None else portrait.debt_facts(held),
        "timeline": portrait.happened(rows, held.changes) if held.told is not None and rows else None,
        "is_open": held.told is not None and roster.as_it_stands(held.told, held.changes).is_open,
        "is_moral": held.told is not None and held.told.form is Form.MORAL,
        "may_mediate": may_mediate(record.person, request.actor, today),
    }
    return answered(request, "debt", context)


@page(permissions.NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: ActorRequest, debt_id: str) -> HttpResponse:
    """Correct what was written of a debt; what it was before stays in the history."""
    record, today = debt_seen(request, debt_id, permissions.NOTE, what="debts.debt_page")
    told = _told(record)
    form = DebtForm(request.POST or None, form=told.form, on=today, initial=initial_of(told))

    def act(new: Told) -> object:
        return actions.amend_debt(debt=record, told=new, by=request.actor, at=clock.now())

    done = reverse("debts:debt", args=[record.pk])
    context = {
        **bar(request, record.person, today),
        "title": gettext("Correct this debt"),
        "back_url": done,
        "is_moral": told.form is Form.MORAL,
    }
    return _taken(
        request, form, record.person, today, act, context, done, gettext("Saved. What stood there before is kept.")
    )


@page(permissions.NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def happened(request: ActorRequest, debt_id: str) -> HttpResponse:
    """Write down what happened to a debt: repaid, forgiven, more, agreed anew."""
    record, today = debt_seen(request, debt_id, permissions.NOTE, what="debts.debt_page")
    told = _told(record)
    currency = roster.currency_of(told) or currency_near(record.person)
    form = ChangeForm(request.POST or None, form=told.form, initial={"on": today, "currency": currency})
    if form.is_valid():
        try:
            actions.note_change(
                debt=record, change=form.change(), words=form.cleaned_data["words"], by=request.actor, at=clock.now()
            )
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except actions.BadDebt as bad:
            for found in bad.findings:
                form.add_error(None, portrait.say(found))
        else:
            messages.success(request, gettext("Saved."))
            return redirect("debts:debt", record.pk)
    context = {
        **bar(request, record.person, today),
        "title": portrait.title_of(told),
        "back_url": reverse("debts:debt", args=[record.pk]),
    }
    return answered(request, "happened", context, form)


def _taken(
    request: ActorRequest,
    form: DebtForm,
    seen: "Person",
    today: "date",
    act: Callable[[Told], object],
    context: dict[str, Any],
    done: str,
    saved: str,
) -> HttpResponse:
    """Keep a debt that was typed, or show it again with what cannot be and what is to be asked once more."""
    if form.is_valid():
        told = form.told()
        if (doubt := _doubt(request, seen, told, today)) and not form.cleaned_data.get("is_right"):
            return answered(request, "debt_form", {**context, "doubt": doubt}, _asking_again(request, form, today))
        try:
            act(told)
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except actions.BadDebt as bad:
            for found in bad.findings:
                form.add_error(None, portrait.say(found))
        else:
            messages.success(request, saved)
            return redirect(done)
    return answered(request, "debt_form", context, form)


def _doubt(request: ActorRequest, seen: "Person", told: Told, today: "date") -> str:
    """Return that the same sum was said with another rhythm in the six questions; empty where it was not."""
    record = queries.latest_talk(seen, viewer=request.actor, on=today)
    talked = None if record is None else queries.talked(record)
    if talked is None:
        return ""
    found = roster.other_rhythm(told, talked.six.paid, talked.six.paid_every)
    return "" if found is None else portrait.say(found)


def _asking_again(request: ActorRequest, form: DebtForm, today: "date") -> DebtForm:
    """Return the form as typed with one box more: that it is right as it stands."""
    data = request.POST.copy()
    data["asks_again"] = "1"
    return DebtForm(data, form=form.form, on=today)


def _told(record: Any) -> Told:
    """Return a debt that opens.  Raises Http404 where a key is missing: nothing can be corrected unseen."""
    try:
        found: Told = record.to_terms()
    except CannotOpen:
        raise Http404 from None
    return found


def _measured(request: ActorRequest, seen: "Person", held: list[queries.Held], today: "date") -> dict[str, Any] | None:
    try:
        known = queries.latest_budget(seen, viewer=request.actor, on=today)
    except CannotOpen:
        return None
    if known is None:
        return None
    found = portrait.measures_of(held, known[1], on=today)
    return None if found is None else portrait.measured(found)
