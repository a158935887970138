"""Where somebody asks alone for what others have to approve, what they asked for becomes a proposal.

So the room that owns an act keeps its page and its form, and need not know that a second person is asked.
"""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sankofa.accounts import reasons
from sankofa.accounts.action import NeedsSecondPerson, NotAllowed
from sankofa.approvals import actions, registry, sentences
from sankofa.kernel import clock
from sankofa.shell.views import refused


class ProposeInsteadMiddleware:
    """Turns what nobody does alone into a proposal, and leads to it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Propose what was asked for, where that is what stood in the way."""
        if not isinstance(exception, NeedsSecondPerson):
            return None
        kind = registry.kind_of_action(exception.action)
        try:
            made = actions.propose(
                subject=exception.record,
                kind=kind.code,
                content=kind.content(exception.facts),
                by=request.actor,  # type: ignore[attr-defined]
                at=clock.now(),
            )
        except actions.ProposedAlready as there:
            messages.info(request, _("The same is proposed already and waits for a decision."))
            return redirect("approvals:proposal", there.proposal.pk)
        except actions.MayNot as not_so:
            return refused(request, " ".join(map(sentences.finding, not_so.findings)))
        except NotAllowed:
            return refused(request, reasons.because(exception.decision))
        messages.success(request, _("Nobody does this alone, so it is proposed. Another person decides now."))
        return redirect("approvals:proposal", made.pk)
