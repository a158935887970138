"""Pages of four eyes: what waits for me, what I proposed, one proposal, proposing it anew, the evidence on paper."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.approvals import actions, evidence, queries, sentences
from sankofa.approvals.forms import ProposeForm, VerdictForm
from sankofa.approvals.permissions import PROPOSE, SEE
from sankofa.approvals.queries import Listed
from sankofa.approvals.rules import chain
from sankofa.approvals.rules.terms import Act, State
from sankofa.kernel import clock
from sankofa.shell import paper, words
from sankofa.shell.views import refused

if TYPE_CHECKING:
    pass


@page(SEE)
@require_safe
def waiting(request: ActorRequest) -> HttpResponse:
    """Show what waits for a decision of the viewer, the most urgent first."""
    today = _today(request)
    rows = [sentences.row(listed, on=today) for listed in queries.open_proposals(request.actor, on=today)]
    came_back = queries.sent_back_count(request.actor, on=today)
    return render(request, "approvals/waiting.html", {"rows": rows, "came_back": came_back})


@page(SEE)
@require_safe
def mine(request: ActorRequest) -> HttpResponse:
    """Show what the viewer proposed: what came back first."""
    today = _today(request)
    rows = [sentences.row(listed, on=today) for listed in queries.proposals_of(request.actor, on=today)]
    return render(request, "approvals/mine.html", {"rows": rows})


@page(SEE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: ActorRequest, proposal_id: str) -> HttpResponse:
    """Show one proposal: what it would change, who did what, what the viewer may do; take their verdict."""
    listed = _shown(request, proposal_id)
    error = ""
    if request.method == "POST":
        form = VerdictForm(request.POST)
        if not form.is_valid():
            error = _("This page was not complete. Look again and decide anew.")
        else:
            try:
                return _decided(request, listed, form)
            except actions.CommentNeeded:
                error = _("Write what has to be changed or why not, so that the one who proposed it knows.")
            except actions.MayNot as not_so:
                error = " ".join(map(sentences.finding, not_so.findings))
            except actions.SomebodyWasFirst as first:
                error = sentences.was_first(first.verdict)
            except actions.CannotCarryOut as failed:
                error = sentences.cannot(failed)
            except actions.SubjectGone:
                error = _("What this is about is no longer there.")
            except NotAllowed as no:
                error = reasons.because(no.decision)
        listed = _shown(request, proposal_id)
    else:
        shows(request, listed.proposal, SEE, what="approvals.proposal_page")
    status = 422 if error else 200
    return render(request, "approvals/proposal.html", {**_context(request, listed), "error": error}, status=status)


@page(PROPOSE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def again(request: ActorRequest, proposal_id: str) -> HttpResponse:
    """Propose anew what was sent back."""
    listed = _shown(request, proposal_id)
    if not queries.standing(listed, request.actor, on=_today(request)).may[Act.PROPOSE]:
        return redirect("approvals:proposal", listed.proposal.pk)
    held = {name: value for name, value in listed.proposal.content.items() if name in ProposeForm.base_fields}
    form = ProposeForm(request.POST or None, initial=held, reasons=listed.kind.reasons)
    if form.is_valid():
        try:
            actions.propose_again(
                proposal=listed.proposal,
                content={**listed.proposal.content, **form.content()},
                by=request.actor,
                at=clock.now(),
            )
        except (actions.MayNot, actions.SubjectGone):
            return redirect("approvals:proposal", listed.proposal.pk)
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        messages.success(request, _("Proposed again. Another person decides now."))
        return redirect("approvals:proposal", listed.proposal.pk)
    context = {
        "title": _(listed.kind.label),
        "about": listed.kind.title(listed.subject),
        "changes": sentences.changes(listed.kind.changes(listed.subject, {"reason": ""})),
        "form": form,
        "came_back": _came_back(listed),
    }
    return render(request, "approvals/propose.html", context, status=422 if form.is_bound else 200)


@page(SEE)
@never_cache
@require_safe
def evidence_page(request: ActorRequest, proposal_id: str) -> HttpResponse:
    """Show the evidence of a proposal as a page that prints."""
    return render(request, "approvals/evidence.html", _evidence(request, proposal_id))


@page(SEE)
@never_cache
@require_safe
def evidence_pdf(request: ActorRequest, proposal_id: str) -> HttpResponse:
    """Hand out the evidence of a proposal as a PDF file; where none can be made, lead to the page that prints."""
    context = _evidence(request, proposal_id)
    try:
        made = evidence.as_pdf(context)
    except paper.NoPrinter:
        messages.info(
            request,
            _("This server cannot make PDF files: libraries for letters are missing. Print this page instead."),
        )
        return redirect("approvals:evidence", proposal_id)
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{context["number"]}.pdf"'
    return answer


def _decided(request: ActorRequest, listed: Listed, form: VerdictForm) -> HttpResponse:
    told = form.cleaned_data
    seen = actions.Seen(told["round"], told["step"], told["digest"])
    facts: dict[str, Any] = {
        "proposal": listed.proposal,
        "comment": told["comment"],
        "by": request.actor,
        "at": clock.now(),
    }
    match Act(told["verdict"]):
        case Act.APPROVE:
            done = actions.approve(seen=seen, **facts)
            if done.pk == listed.proposal.pk:
                messages.warning(
                    request,
                    _("What this would change is not what it was. Earlier approvals no longer count. Look again."),
                )
                return redirect("approvals:proposal", listed.proposal.pk)
            said = _("Your approval is recorded.")
        case Act.SEND_BACK:
            actions.send_back(seen=seen, **facts)
            said = _("Sent back to the one who proposed it.")
        case Act.REFUSE:
            actions.refuse(seen=seen, **facts)
            said = _("Refused. The one who proposed it will hear why.")
        case _:
            actions.withdraw(**facts)
            said = _("Taken back.")
    messages.success(request, said)
    return redirect("approvals:proposal", listed.proposal.pk)


def _context(request: ActorRequest, listed: Listed) -> dict[str, Any]:
    held, today = listed.proposal, _today(request)
    course = held.course()
    step = chain.current_step(course)
    verdicts = queries.verdicts_of(held)
    standing = queries.standing(listed, request.actor, on=today)
    waits = held.state == State.WAITING
    rows = queries.shown_rows(held)
    is_fresh = not waits or queries.present_rows(held, listed.kind, listed.subject)[1] == held.digest
    return {
        **sentences.row(listed, on=today),
        "reason": held.content.get("reason", ""),
        "because": sentences.because(listed),
        "number": held.number,
        "amount": "" if held.amount is None else str(held.amount),
        "changes": sentences.changes(rows),
        "is_fresh": is_fresh,
        "acts": sentences.timeline(listed, verdicts, events={}),
        "missing": sentences.still_missing(listed),
        "may": {act.value: may for act, may in standing.may.items()},
        "may_decide": any(standing.may[act] for act in (Act.APPROVE, Act.SEND_BACK, Act.REFUSE)),
        "why_not": sentences.why_not(standing) if waits and not standing.may[Act.APPROVE] else [],
        "seen": {"round": held.round, "step": "" if step is None else step.name, "digest": held.digest},
    }


def _evidence(request: ActorRequest, proposal_id: str) -> dict[str, Any]:
    listed = _shown(request, proposal_id)
    shows(request, listed.proposal, SEE, what="approvals.evidence")
    held = listed.proposal
    verdicts = queries.verdicts_of(held)
    events = queries.events_of(verdicts)
    told = [held.pk, held.state, held.content, held.shown, held.digest]
    told += [[verdict.pk, verdict.act, verdict.person_id, verdict.at.isoformat()] for verdict in verdicts]
    told += [[event.pk, event.mark] for event in events.values()]
    return {
        **_context(request, listed),
        "chain": [sentences.chain_line(listed, step) for step in held.chain_steps()],
        "acts": sentences.timeline(listed, verdicts, events=events),
        "digest": sentences.grouped(held.digest),
        "sheet_digest": sentences.grouped(evidence.digest_of(told)),
        "printed_at": words.moment(clock.now()),
        "printed_by": request.actor.name,
    }


def _came_back(listed: Listed) -> list[dict[str, Any]]:
    acts = sentences.timeline(listed, queries.verdicts_of(listed.proposal), events={})
    return [act for act in acts if act["comment"]][-1:]


def _shown(request: ActorRequest, proposal_id: str) -> Listed:
    listed = queries.proposal(str(proposal_id), viewer=request.actor, on=_today(request))
    if listed is None:
        raise Http404
    shows(request, listed.proposal, SEE)
    return listed


def _today(request: ActorRequest) -> date:
    return clock.today(request.actor.zone)
