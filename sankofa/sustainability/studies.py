"""Reads of studies of the questions: which there are, and the answers they are worked out from.

One talk a person, the latest.  A protected file is in no study, joined files are read as one, and the erased have no
answers left.  A study is seen by whoever still reaches every office in it.
"""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from sankofa.accounts.queries import office as office_by_id
from sankofa.accounts.queries import offices_of, within_scope
from sankofa.accounts.rules.terms import Actor
from sankofa.returnees import counting as register
from sankofa.surveys import queries as surveys
from sankofa.surveys.rules.terms import Answers, codes
from sankofa.sustainability import permissions, queries
from sankofa.sustainability.models import LoadedScheme, Study
from sankofa.sustainability.rules import usable_many as rules
from sankofa.sustainability.rules.terms import Scheme

if TYPE_CHECKING:
    from sankofa.accounts.models import Office

LANGUAGE = "interview_language"
"""The question of the form that says in which language the talk was held."""
AT_ONCE = 500


def studies(viewer: Actor, *, on: date) -> list[Study]:
    """Return the studies of offices that the viewer all reaches, the latest first."""
    found = within_scope(Study.objects.all(), viewer=viewer, permission=permissions.STUDY, on=on)
    reached = {str(office.pk) for office in offices_of(viewer, permissions.STUDY, on=on)}
    rows = found.select_related("office", "asked_by").order_by("-created_at", "-pk")
    return [held for held in rows if reached.issuperset(held.offices)]


def study(study_id: str, *, viewer: Actor, on: date) -> Study | None:
    """Return one study, or None where there is none that the viewer may see."""
    return next((held for held in studies(viewer, on=on) if str(held.pk) == str(study_id)), None)


def offices_to_study(viewer: Actor, *, on: date) -> "list[Office]":
    """Return the offices whose people would be in a study that the viewer asks for."""
    return list(offices_of(viewer, permissions.STUDY, on=on))


def waiting() -> list[Study]:
    """Return the studies that are still to be worked out, the oldest first."""
    return list(Study.objects.filter(ended_at=None).order_by("created_at", "pk"))


def are_waiting() -> bool:
    """Whether anybody waits for a study."""
    return Study.objects.filter(ended_at=None).exists()


def written_from(held: Study, *, viewer: Actor, on: date) -> list[LoadedScheme]:
    """Return the ways of scoring that were written from a study, where the viewer keeps them."""
    return list(queries.loaded_schemes(viewer, on=on).filter(study_id=held.pk))


def evidence_of(loaded: LoadedScheme, *, viewer: Actor, on: date) -> Study | None:
    """Return the study that a way of scoring was written from, where there is one that the viewer may see."""
    return None if loaded.study_id is None else study(str(loaded.study_id), viewer=viewer, on=on)


def next_version(code: str) -> str:
    """Return the first version of a name that nobody took yet."""
    taken = set(LoadedScheme.objects.filter(name__startswith=f"{code}/").values_list("name", flat=True))
    version = 1
    while f"{code}/{version}" in taken:
        version += 1
    return str(version)


def text_of(name: str) -> str:
    """Return the text of a scheme by its name.  Raises NoSuchScheme."""
    for file in queries.SHIPPED:
        if queries.scheme(file).name == name:
            return queries.shipped_text(file)
    held = LoadedScheme.objects.filter(name=name).first()
    if held is None:
        raise queries.NoSuchScheme(name)
    return held.text


def sample(held: Study, scheme: Scheme, *, by: Actor, on: date) -> rules.Sample:
    """Return what the latest answers of everybody in a study are worth, without names."""
    people: list[Answers] = []
    sexes: list[str] = []
    for office_id in held.offices:
        counted = register.people_counted(office_by_id(office_id))
        whose = {file: key for key, one in counted.items() for file in one.files}
        for key, answers in _latest(whose, scheme, by=by, on=on).items():
            people.append(answers)
            sex = counted[key].sex
            sexes.append(sex if sex in ("female", "male") else "")
    spoken = [next(iter(sorted(codes(answers.get(LANGUAGE)))), "") for answers in people]
    return rules.sample(people, scheme, {"sex": sexes, "language": spoken})


def _latest(whose: Mapping[UUID, UUID], scheme: Scheme, *, by: Actor, on: date) -> dict[UUID, Answers]:
    """Return everybody's latest answers; which talk is the latest is found before any is unsealed."""
    talks = surveys.all_of(scheme.instrument, viewer=by, on=on).filter(version=scheme.instrument_version)
    keys = list(whose)
    last: dict[UUID, tuple[date, UUID]] = {}
    for start in range(0, len(keys), AT_ONCE):
        rows = talks.filter(person_id__in=keys[start : start + AT_ONCE]).values_list("person_id", "answered_on", "pk")
        for person_id, answered_on, pk in rows:
            assert person_id is not None
            here = whose[person_id]
            last[here] = max(last.get(here, (answered_on, pk)), (answered_on, pk))
    of = {pk: here for here, (_, pk) in last.items()}
    wanted = list(of)
    found: dict[UUID, Answers] = {}
    for start in range(0, len(wanted), AT_ONCE):
        for talk in talks.filter(pk__in=wanted[start : start + AT_ONCE]):
            found[of[talk.pk]] = surveys.answers_of(talk)
    return found
