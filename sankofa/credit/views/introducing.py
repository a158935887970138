"""Pages on which somebody is introduced to a lender: which lender, what it asks for, what is sent, check, send."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page
from sankofa.cases.queries import colleagues
from sankofa.consent import one_lender
from sankofa.consent import portrait as consents
from sankofa.consent.sharing import MayNotShare
from sankofa.credit import actions, packets, permissions, referral_words, referred
from sankofa.credit import referral_told as told
from sankofa.credit.forms import NeedForm, SendForm
from sankofa.credit.rules import needs as rules
from sankofa.credit.rules.referrals import SENT, barriers
from sankofa.credit.views.finding import METHODS, identity_of, one_thing, person_at, product_at, today
from sankofa.kernel import clock
from sankofa.lenders import queries as lenders
from sankofa.lenders import sentences
from sankofa.lenders.rules.offers import OutsideAmounts, OutsideMonths, usual_amount, usual_months
from sankofa.returnees import queries as register
from sankofa.shell import words
from sankofa.shell.views import refused

if TYPE_CHECKING:
    from sankofa.credit.referred import Standing
    from sankofa.lenders.models import Product
    from sankofa.returnees.models import Person


@page(permissions.VIEW_REFERRALS)
@never_cache
@require_safe
def introductions(request: ActorRequest, person_id: str) -> HttpResponse:
    """Show to which lenders somebody was introduced, and the products for which it can be done."""
    person = person_at(request, person_id, permissions.VIEW_REFERRALS)
    held = referred.of_person(person, viewer=request.actor, on=today(request))
    may = referred.may_refer(person, viewer=request.actor, on=today(request))
    context = {
        "person": person,
        "identity": identity_of(request, person),
        "rows": [told.row(one) for one in held],
        "is_twice": referred.twice_with(held),
        "offers": _offers(request, person) if may else [],
        "may_refer": may,
    }
    return render(request, "credit/introductions.html", context)


@page(permissions.REFER)
@never_cache
@require_http_methods(METHODS)
def introduce(request: ActorRequest, person_id: str, product_id: str) -> HttpResponse:
    """Show what a lender asks for and what stands against; then write what is sent, check it, and send it."""
    person = person_at(request, person_id, permissions.REFER)
    product = product_at(request, product_id)
    stands = referred.standing(person, product, viewer=request.actor, on=today(request))
    if barriers(stands.facts) or stands.facts.consent is not None or stands.version is None:
        if request.method == "POST":
            messages.info(request, gettext("Nothing was sent. Something changed meanwhile: look here first."))
            return redirect(request.get_full_path())
        return render(request, "credit/introduce.html", _context(request, person, product, stands))
    offered = stands.version.to_terms()
    usual, months = usual_amount(offered), usual_months(offered)
    form = SendForm(
        request.POST or None,
        currency=usual.currency if usual is not None else "USD",
        sendable=packets.sendable(stands.consented),
        initial={"seen": stands.version.pk, "amount": usual and usual.decimal, "months": months},
    )
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["seen"] != stands.version.pk:
            messages.info(request, gettext("Nothing was sent. The terms changed meanwhile: show the new ones first."))
            return redirect(request.get_full_path())
        if "send" in request.POST:
            return _send(request, person, product, form, stands)
        if "change" not in request.POST:
            return _check(request, person, product, form)
    context = _context(request, person, product, stands) | {"form": form}
    return render(request, "credit/introduce.html", context, status=422 if form.errors else 200)


@page(permissions.REFER)
@never_cache
@require_http_methods(METHODS)
def need(request: ActorRequest, person_id: str, product_id: str) -> HttpResponse:
    """Note how somebody stands towards one thing that a lender asks for, or who helps to get it."""
    person = person_at(request, person_id, permissions.REFER)
    product = product_at(request, product_id)
    back = reverse("credit:introduce", args=[person.pk, product.pk])
    version = lenders.offered([product], on=today(request)).get(product.pk)
    asked = () if version is None else rules.needs_of(version.to_terms().product)
    one = next((one for one in asked if one.key == request.GET.get("need")), next(iter(asked), None))
    if one is None:
        messages.info(request, gettext("This lender asks for nothing that can be noted here."))
        return redirect(back)
    before = next((row for row in reversed(referred.noted_needs(person, product)) if row.key == one.key), None)
    first = {} if before is None else {"stand": before.stand, "note": before.note, "due_on": before.due_on}
    if before is not None and before.helper_id is not None:
        first["helper"] = str(before.helper_id)
    form = NeedForm(request.POST or None, colleagues=colleagues(person, on=today(request)), initial=first)
    return one_thing(
        request,
        form,
        lambda **now: actions.note_need(person=person, product=product, key=one.key, **form.noted(), **now),
        done=gettext("Noted."),
        gone={actions.NotAskedFor: gettext("The lender does not ask for this any more.")},
        wrong={actions.DayIsOver: ("due_on", gettext("This day is over."))},
        title=referral_words.need(one),
        lead=gettext("%(lender)s asks for it. It is the lender’s own condition.") % {"lender": product.lender.name},
        identity=identity_of(request, person),
        button=gettext("Save"),
        back_url=back,
        back_label=gettext("Introduce to a lender"),
    )


def _offers(request: ActorRequest, person: "Person") -> list[dict[str, Any]]:
    products = list(lenders.products(request.actor, on=today(request)))
    offered = lenders.offered(products, on=today(request))
    known = {
        one.lender.pk: one
        for one in lenders.known({p.lender_id: p.lender for p in products}.values(), on=today(request))
    }
    return [
        {
            "url": reverse("credit:introduce", args=[person.pk, one.pk]),
            "title": words.named(one.lender.name, one.name),
            "tag": sentences.tag(known[one.lender_id]),
        }
        for one in products
        if one.pk in offered
    ]


def _context(request: ActorRequest, person: "Person", product: "Product", stands: "Standing") -> dict[str, Any]:
    together = register.cluster(person, viewer=request.actor, on=today(request))
    rows: list[dict[str, Any]] = []
    unasked: list[str] = []
    if stands.version is not None:
        noted = {one.key: one for one in referred.noted_needs(person, product)}
        url = reverse("credit:need", args=[person.pk, product.pk])
        gap = referred.gap(together, product, stands.version, on=today(request))
        rows = [told.need_row(one, noted.get(one.need.key), url=f"{url}?need={one.need.key}") for one in gap]
        unasked = [str(referral_words.UNASKED[name]) for name in rules.unasked(stands.version.to_terms().product)]
    consent = stands.facts.consent
    return {
        "person": person,
        "product": product,
        "lender": product.lender,
        "identity": identity_of(request, person),
        "needs": {"title": gettext("What this lender asks for"), "groups": [{"rows": rows}]} if rows else None,
        "unasked": unasked,
        "barriers": [referral_words.say(one) for one in barriers(stands.facts)],
        "leading_url": _leading_url(request, person, product),
        "consent_reason": "" if consent is None else consents.say(consent),
        "consent_url": _consent_url(person, product),
        "consented": consents.fields_words(stands.consented),
        "terms_url": reverse("lenders:product", args=[product.pk]),
    }


def _consent_url(person: "Person", product: "Product") -> str:
    """Return where this person is asked about this lender, and about the parts that it can be sent, alone."""
    organisation_id = product.lender.organisation_id
    if organisation_id is None:
        return ""
    on = reverse("credit:introduce", args=[person.pk, product.pk])
    return one_lender.address(person.pk, organisation_id, parts=SENT, on=on)


def _leading_url(request: ActorRequest, person: "Person", product: "Product") -> str:
    """Return the same page of the file that this one was joined with; empty for a file that leads."""
    leading = register.leading_of(person, viewer=request.actor, on=today(request))
    return "" if leading == person else reverse("credit:introduce", args=[leading.pk, product.pk])


def _check(request: ActorRequest, person: "Person", product: "Product", form: SendForm) -> HttpResponse:
    together = register.cluster(person, viewer=request.actor, on=today(request))
    parts = form.cleaned_data["parts"]
    facts = packets.facts_of(together.shown(), together.files, form.wish(), parts, on=today(request))
    if not packets.is_enough(facts.keys()):
        form.add_error("parts", gettext("Nothing is recorded of the name, so there is nothing to introduce."))
    nothing = [one for one in parts if one not in facts]
    context = {
        "person": person,
        "lender": product.lender,
        "form": form,
        "identity": identity_of(request, person),
        "rows": told.rows_of(packets.seen_before_sending(facts)),
        "nothing": consents.fields_words(nothing),
        "title": gettext("Send this to %(lender)s") % {"lender": product.lender.name},
    }
    return render(request, "credit/check.html", context)


def _send(
    request: ActorRequest, person: "Person", product: "Product", form: SendForm, stands: "Standing"
) -> HttpResponse:
    try:
        made = actions.send_referral(
            person=person,
            product=product,
            seen=form.cleaned_data["seen"],
            wish=form.wish(),
            fields=form.cleaned_data["parts"],
            by=request.actor,
            at=clock.now(),
        )
    except NotAllowed as no:
        return refused(request, reasons.because(no.decision))
    except (actions.MayNotSend, MayNotShare):
        messages.info(request, gettext("Nothing was sent. Something changed meanwhile: look here first."))
        return redirect(request.get_full_path())
    except (OutsideAmounts, OutsideMonths) as outside:
        is_amount = isinstance(outside, OutsideAmounts)
        form.add_error("amount" if is_amount else "months", sentences.refusal(outside))
    except actions.NothingLeft:
        form.add_error("parts", gettext("Nothing is recorded of the name, so there is nothing to introduce."))
    else:
        messages.success(request, gettext("Sent to %(lender)s.") % {"lender": product.lender.name})
        return redirect("credit:referral", made.pk)
    context = _context(request, person, product, stands) | {"form": form}
    return render(request, "credit/introduce.html", context, status=422)
