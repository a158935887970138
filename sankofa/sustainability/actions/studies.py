"""Writes of studies of the questions: asked for, worked out step by step, and written as a new way of scoring."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sankofa.accounts.action import action
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel import clock
from sankofa.sustainability import permissions, queries, studies
from sankofa.sustainability.actions.schemes import kept
from sankofa.sustainability.models import LoadedScheme, Study
from sankofa.sustainability.rules import new_version, study_many
from sankofa.sustainability.rules.scheme import Fault, SchemeNotUnderstood

if TYPE_CHECKING:
    from sankofa.accounts.models import Office

TITLE = {
    "en": "Score with weights from our own answers",
    "fr": "Score pondéré d’après nos propres réponses",
    "ur": "ہمارے اپنے جوابوں سے نکلے وزن والا اسکور",
}
SOURCE = {
    "en": "From {base}, with weights from the answers of {people} people ({receipt}). It is not the official table.",
    "fr": (
        "D’après {base}, avec des poids tirés des réponses de {people} personnes ({receipt}). "
        "Ce n’est pas le tableau officiel."
    ),
    "ur": "{base} سے بنا، اور وزن {people} لوگوں کے جوابوں سے نکلے (جائزہ {receipt})۔ یہ سرکاری جدول نہیں۔",
}  # fmt: skip


class WaitsAlready(Exception):
    """A study of this office is being worked out; `study` is the one."""

    def __init__(self, study: Study) -> None:
        self.study = study
        super().__init__(study.pk)


class NothingWeighed(Exception):
    """The study is not worked out yet, or found no weights that are steady enough to be taken over."""


@action(permissions.STUDY, on="office")
def ask_study(*, office: "Office", scheme: str, by: Actor, at: datetime) -> Study:
    """Ask how well the questions of a way of scoring measure among the people within one's reach.

    It is worked out by and by.  Raises NoSuchScheme, WaitsAlready.
    """
    steps = study_many.steps(queries.scheme_named(scheme))
    open_one = Study.objects.filter(office=office, ended_at=None).first()
    if open_one is not None:
        raise WaitsAlready(open_one)
    made = Study(
        created_at=at,
        office=office,
        asked_by_id=by.id if by.kind == "user" else None,
        scheme=scheme,
        offices=[str(one.pk) for one in studies.offices_to_study(by, on=clock.day_of(at, by.zone))],
        steps=len(steps),
    )
    made.full_clean()
    made.save(force_insert=True)
    return made


@action(permissions.STUDY, on="study")
def keep_step(*, study: Study, step: str, found: Mapping[str, Any], people: int, by: Actor, at: datetime) -> Study:  # noqa: ARG001
    """Keep what one step of a study found; with the last one the study is done.  Kept twice changes nothing."""
    if study.ended_at is None and step not in study.found:
        study.found = {**study.found, step: dict(found)}
        study.people, study.done = people, len(study.found)
        study.ended_at = at if study.done >= study.steps else None
        study.save()
    return study


@action(permissions.KEEP_SCHEMES, on="study")
def write_version(*, study: Study, code: str, by: Actor, at: datetime) -> LoadedScheme:
    """Write the weights that a study found as a new way of scoring; nothing is scored with it yet.

    Raises NothingWeighed, SchemeNotUnderstood.
    """
    weights = study_many.weights_found(study.found)
    if study.ended_at is None or not weights:
        raise NothingWeighed
    if code in {queries.scheme(file).code for file in queries.SHIPPED}:
        raise SchemeNotUnderstood((Fault("code", f"{code} is the name of one of ours."),))
    told = {"base": study.scheme, "people": study.people, "receipt": study.receipt}
    text = new_version.written(
        studies.text_of(study.scheme),
        queries.scheme_named(study.scheme),
        weights,
        code=code,
        version=studies.next_version(code),
        title=TITLE,
        source={locale: words.format(**told) for locale, words in SOURCE.items()},
    )
    return kept(
        office=study.office,
        text=text,
        file_name=f"{code}.toml",
        note=f"{study.scheme}, {study.receipt}, n = {study.people}",
        study=study,
        by=by,
        at=at,
    )


def work_out(study: Study, *, by: Actor, now: Any) -> Study:
    """Work a study out step by step, each kept as it is found; what was kept before stays.  `now` tells the moment."""
    scheme = queries.scheme_named(study.scheme)
    held = studies.sample(study, scheme, by=by, on=now().date())
    for step in study_many.steps(scheme):
        if step not in study.found:
            found = study_many.found(step, held, scheme)
            keep_step(study=study, step=step, found=found, people=held.people, by=by, at=now())
    return study
