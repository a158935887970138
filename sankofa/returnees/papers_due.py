"""What papers add to a person's page: each in short, help as tasks, and what is next: ask again, renew in time."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext

from sankofa.accounts.rules.terms import Actor
from sankofa.returnees import histories, papers, requirements
from sankofa.returnees.contributions import Contribution, NextStep, Panel, Status, Task, cluster_of
from sankofa.returnees.models import Document, PaperHelp, Person
from sankofa.returnees.rules.paper_help import Stage
from sankofa.shell import words

_HOW_FAR = {Stage.ASKED.value: Status.IN_PROGRESS, Stage.APPLIED.value: Status.WAITING}


def contribution(person: Person, viewer: Actor, on: date) -> Contribution:
    """Return what papers add to a person's page: each with how it stands, what is done for them, and by when."""
    files = cluster_of(person, viewer=viewer, on=on).files
    may = histories.may_amend(person, viewer=viewer, on=on)
    held = papers.papers_of(*files)
    helps = [one for one in requirements.helps_of(*files) if one.closed_on is None]
    helped = {one.kind for one in helps}
    ending = [paper for paper in papers.to_renew(held, on=on) if paper.kind not in helped]
    return Contribution(
        panels=(Panel("returnees/papers_panel.html", papers.panel(files, on=on)),),
        tasks=(*(_helping(one) for one in helps), *(_renewing(one, person, may=may) for one in ending)),
        next_steps=(*(_next_of_help(one) for one in helps if may), *(_renew(one, person) for one in ending if may)),
    )


def _helping(held: PaperHelp) -> Task:
    url = reverse("returnees:paper_help", args=[held.person_id, held.pk])
    return Task(papers.help_words(held), _HOW_FAR[held.stage], url, papers.due_words(held))


def _renewing(paper: Document, person: Person, *, may: bool) -> Task:
    return Task(papers.running_out_words(paper), Status.NOT_STARTED, _begin(paper, person) if may else "")


def _next_of_help(held: PaperHelp) -> NextStep:
    url = reverse("returnees:paper_help", args=[held.person_id, held.pk])
    why = gettext("By %(day)s: %(stage)s.") % {"day": words.day(held.due_on), "stage": held.get_stage_display()}
    return NextStep("paper_help", papers.help_words(held), held.due_on, why, url, gettext("Write down what came of it"))


def _renew(paper: Document, person: Person) -> NextStep:
    assert paper.valid_until is not None, "what runs out has a last day"
    return NextStep(
        "paper_runs_out",
        papers.running_out_words(paper),
        paper.valid_until,
        gettext("A new one takes time. Begin now."),
        _begin(paper, person),
        gettext("Help to renew it"),
    )


def _begin(paper: Document, person: Person) -> str:
    return f"{reverse('returnees:begin_help', args=[person.pk])}?kind={papers.terms_of(paper).kind}"
