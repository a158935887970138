"""The page on which somebody's phone and papers are opened, for a reason that is put on record."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sankofa.accounts.action import look
from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.kernel import clock
from sankofa.returnees import numbers, permissions, portrait, queries
from sankofa.returnees.forms.numbers import PurposeForm


@page(permissions.OPEN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_numbers(request: ActorRequest, person_id: str) -> HttpResponse:
    """Ask what the phone and papers are needed for, and show them in the answer to that, and nowhere else."""
    today = clock.today(request.actor.zone)
    seen = queries.person(person_id, viewer=request.actor, on=today)
    if seen is None or seen.erased_on is not None or not queries.may_open(seen, viewer=request.actor, on=today):
        raise Http404
    shows(request, seen, permissions.OPEN)
    together = queries.cluster(seen, viewer=request.actor, on=today)
    also = [file for file in together.others if queries.may_open(file, viewer=request.actor, on=today)]
    form = PurposeForm(request.POST if request.method == "POST" else None)
    is_open = form.is_valid()
    if is_open:
        for file in (seen, *also):
            look(
                file,
                permission=permissions.OPEN,
                by=request.actor,
                at=clock.now(),
                what="returnees.open_numbers",
                purpose=form.cleaned_data["purpose"],
                words=form.cleaned_data["words"],
            )
    context = {
        "person": seen,
        "identity": portrait.identity(seen, queries.journeys_of(seen), on=today),
        "form": form,
        "is_open": is_open,
        "contact": numbers.contact(seen, is_open=is_open, also=also),
    }
    return render(request, "returnees/numbers.html", context, status=422 if form.is_bound and not is_open else 200)
