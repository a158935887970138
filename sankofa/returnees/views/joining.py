"""Pages about the same person twice: who may be, side by side, and the files of one person."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.kernel import clock
from sankofa.returnees import actions, comparison, histories, permissions, portrait, queries, standing
from sankofa.returnees.forms.joining import BOTH, ChoiceForm, SayForm, VerdictForm
from sankofa.shell import words
from sankofa.shell.paging import Pages, pages_of
from sankofa.shell.views import refused

if TYPE_CHECKING:
    from sankofa.returnees.clusters import Cluster
    from sankofa.returnees.models import Person, PossibleSame, SamePerson

PAIRS_PAGE = 20


@page(permissions.JOIN)
@require_safe
def same_people(request: ActorRequest) -> HttpResponse:
    """Show the pairs of files that may be one person, the most alike first."""
    today = clock.today(request.actor.zone)
    waiting = queries.pairs(request.actor, on=today).prefetch_related("one__journeys", "other__journeys")
    pages = Pages(waiting, PAIRS_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    evidence = comparison.evidence_of_each((pair.one, pair.other) for pair in shown)
    rows = [
        {
            "url": reverse("returnees:same_pair", args=[pair.pk]),
            "one": portrait.row(pair.one, on=today),
            "other": portrait.row(pair.other, on=today),
            "is_unsure": pair.state == "unsure",
            "evidence": comparison.sentences(found),
        }
        for pair, found in zip(shown, evidence, strict=True)
    ]
    told = ngettext("%(count)s pair waits", "%(count)s pairs wait", pages.count) % {"count": pages.counted}
    return render(
        request, "returnees/same_people.html", {"rows": rows, "told": told, "pages": pages_of(shown, request.GET)}
    )


@page(permissions.JOIN)
@require_http_methods(["GET", "HEAD", "POST"])
def same_pair(request: ActorRequest, pair_id: str) -> HttpResponse:
    """Show two files side by side, take the answer, and go on to the next pair."""
    today = clock.today(request.actor.zone)
    pair = queries.pair(pair_id, viewer=request.actor, on=today)
    if pair is None:
        raise Http404
    left, right = sorted((pair.one, pair.other), key=lambda file: (file.created_at, file.pk))
    form = VerdictForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            _take(request, pair, form, left, right)
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except actions.Refusal:
            return refused(request, _("One of the two files was changed meanwhile. Open the list again."))
        following = queries.pairs(request.actor, on=today).filter(state="open").exclude(pk=pair.pk).first()
        return redirect("returnees:same_pair", following.pk) if following else redirect("returnees:same_people")
    shows(request, left, permissions.JOIN, what="returnees.same_pair_page")
    shows(request, right, permissions.JOIN, what="returnees.same_pair_page")
    opens = all(histories.may_amend(file, viewer=request.actor, on=today) for file in (left, right))
    compare = {
        **comparison.side_by_side(left, right, comparison.evidence(left, right), on=today, opens=opens),
        "title": _("Side by side"),
        "action_url": request.path,
        "asks_who_leads": True,
        "reason": form.data.get("reason", ""),
        "error": _wrong(form),
    }
    context = {"compare": compare, "form": form, "said": pair.reason if pair.state == "unsure" else ""}
    return render(request, "returnees/same_pair.html", context, status=422 if form.is_bound else 200)


@page(permissions.JOIN)
@require_safe
def joined(request: ActorRequest, person_id: str) -> HttpResponse:
    """Show the files that are read as one person, where they differ, and how to separate them."""
    seen = _leading(request, person_id)
    shows(request, seen, permissions.JOIN, what="returnees.joined_page")
    return _joined_page(request, seen)


@page(permissions.JOIN)
@require_POST
def choose_fields(request: ActorRequest, link_id: str) -> HttpResponse:
    """Take whose word counts where two joined files differ."""
    link = _link(request, link_id)
    leading = _leading(request, str(link.leading_id))
    together = queries.cluster(leading, viewer=request.actor, on=clock.today(request.actor.zone))
    form = ChoiceForm(request.POST, questions=_questions(request, link, together))
    if not form.is_valid():
        return refused(request, _("Choose one of the two for each."), status=422)
    chosen = {field: None if whose == BOTH else UUID(whose) for field, whose in form.cleaned_data.items()}
    try:
        actions.choose_fields(link=link, choices=chosen, by=request.actor, at=clock.now())
    except NotAllowed as no:
        return refused(request, reasons.because(no.decision))
    messages.success(request, _("Kept. Both files still say what they said."))
    return redirect("returnees:joined", leading.pk)


@page(permissions.JOIN)
@require_http_methods(["GET", "HEAD", "POST"])
def separate(request: ActorRequest, link_id: str) -> HttpResponse:
    """Ask how somebody knows that two joined files are two people's, and separate them."""
    link = _link(request, link_id)
    shows(request, link.leading, permissions.JOIN, what="returnees.separate_page")
    form = SayForm(request.POST or None)
    if form.is_valid():
        try:
            actions.separate(link=link, reason=form.cleaned_data["reason"], by=request.actor, at=clock.now())
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except actions.Refusal:
            return refused(request, _("The two files were separated already."))
        messages.success(request, _("The two files are separate again, each with what was written on it."))
        return redirect(portrait.link(link.person))
    today = clock.today(request.actor.zone)
    context = {
        "form": form,
        "one": portrait.row(link.leading, on=today),
        "other": portrait.row(link.person, on=today),
        "back_url": reverse("returnees:joined", args=[link.leading_id]),
    }
    return render(request, "returnees/separate.html", context, status=422 if form.is_bound else 200)


def _wrong(form: VerdictForm) -> str:
    """Return what is wrong with an answer, in a sentence."""
    if "reason" in form.errors:
        return str(form.errors["reason"][0])
    return _("Choose one of the three answers.") if form.errors else ""


def _take(request: ActorRequest, pair: "PossibleSame", form: VerdictForm, left: "Person", right: "Person") -> None:
    said = {"reason": form.cleaned_data["reason"], "by": request.actor, "at": clock.now()}
    match form.cleaned_data["verdict"]:
        case "same":
            # The older file leads unless somebody says otherwise: it is the one that people know.
            person, leading = (left, right) if form.cleaned_data["leads"] == "right" else (right, left)
            today = clock.today(request.actor.zone)
            tops = [queries.leading_of(file, viewer=request.actor, on=today) for file in (person, leading)]
            actions.join(person=tops[0], leading=tops[1], **said)
            messages.success(request, _("The two files are one person’s now. You can separate them at any time."))
        case "different":
            actions.decide_different(pair=pair, **said)
            messages.success(request, _("Two people: nobody is asked about them again."))
        case _:
            actions.decide_unsure(pair=pair, **said)
            messages.success(request, _("Kept for later, at the end of the list."))


def _joined_page(request: ActorRequest, seen: "Person") -> HttpResponse:
    today = clock.today(request.actor.zone)
    together = queries.cluster(seen, viewer=request.actor, on=today)
    by_id = {file.pk: file for file in together.files}
    links = [
        {
            "url": reverse("returnees:separate", args=[link.pk]),
            "choose_url": reverse("returnees:choose_fields", args=[link.pk]),
            "leading": portrait.row(by_id[link.leading_id], on=today),
            "other": portrait.row(by_id[link.person_id], on=today),
            "since": words.moment(link.from_at),
            "by": "" if link.joined_by is None else link.joined_by.name,
            "reason": portrait.opened(link, "reason"),
            "form": ChoiceForm(questions=_questions(request, link, together)),
        }
        for link in together.links
    ]
    if not links:
        return redirect(portrait.link(seen))
    identity = portrait.identity(together.shown(), queries.journeys_of(seen), on=today)
    return render(request, "returnees/joined.html", {"person": seen, "identity": identity, "links": links})


Questions = list[tuple[str, str, list[tuple[str, str]]]]


def _questions(request: ActorRequest, link: "SamePerson", together: "Cluster") -> Questions:
    """Return for each fact in which the two differ what each says, the one that counts now first."""
    return [*_of_the_first_page(link, together), *_beyond(request, link, together)]


def _beyond(request: ActorRequest, link: "SamePerson", together: "Cluster") -> Questions:
    """Return the facts asked later in which the two differ; both may be true, and both stand until somebody chooses."""
    today = clock.today(request.actor.zone)
    sides = [file for file in together.files if file.pk in {link.leading_id, link.person_id}]
    rows = standing.rows_of(histories.more_records(*sides))
    # Sealed words are shown to whoever may read them where they are corrected, on both files.
    opens = all(histories.may_amend(file, viewer=request.actor, on=today) for file in sides)
    asked = []
    for fact in standing.differing(link, rows, opens=opens):
        counts = together.choices.get((link.pk, fact.code))
        said = [
            (str(file.pk), f"{standing.words(rows[fact.kind, file.pk], fact)} · {file.case_number}") for file in sides
        ]
        said.append((BOTH, _("Both are shown")))
        said.sort(key=lambda one: one[0] != (BOTH if counts is None else str(counts)))
        asked.append((fact.code, _(fact.label), said))
    return asked


def _of_the_first_page(link: "SamePerson", together: "Cluster") -> Questions:
    by_id = {file.pk: file for file in together.files}
    labels = comparison.fact_labels()
    asked = []
    for fact in together.differing(link):
        counts = together.choices.get((link.pk, fact), link.leading_id)
        order = sorted((link.leading_id, link.person_id), key=lambda whose: whose != counts)
        said = [
            (str(whose), f"{comparison.fact_words(by_id[whose], fact)} · {by_id[whose].case_number}") for whose in order
        ]
        asked.append((fact, labels[fact], said))
    return asked


def _leading(request: ActorRequest, person_id: str) -> "Person":
    today = clock.today(request.actor.zone)
    found: Any = queries.person(person_id, viewer=request.actor, on=today)
    if found is None or not queries.may_join(found, viewer=request.actor, on=today):
        raise Http404
    top = queries.leading_of(found, viewer=request.actor, on=today)
    if not queries.may_join(top, viewer=request.actor, on=today):
        raise Http404
    return top


def _link(request: ActorRequest, link_id: str) -> "SamePerson":
    found = queries.link(link_id, viewer=request.actor, on=clock.today(request.actor.zone))
    if found is None:
        raise Http404
    return found
