"""Reads of the score."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from itertools import islice
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet

from sankofa.accounts.queries import decision_on, within_scope
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel import wording
from sankofa.kernel.finding import Finding
from sankofa.returnees.clusters import ids_together
from sankofa.store import empty
from sankofa.surveys import queries as surveys
from sankofa.sustainability import permissions
from sankofa.sustainability.models import LoadedScheme, Score
from sankofa.sustainability.rules import loading
from sankofa.sustainability.rules import score as rules
from sankofa.sustainability.rules.scheme import scheme as read_scheme
from sankofa.sustainability.rules.scheme import shipped
from sankofa.sustainability.rules.terms import Scheme

if TYPE_CHECKING:
    from sankofa.returnees.models import Person
    from sankofa.surveys.models import Submission

FIGURES = ("economic", "social", "psychosocial", "composite")
PEOPLE_AT_ONCE = 5_000

ROOM = "sankofa.sustainability"
DEFAULT = "open-rss-1"
SHIPPED = ("open-rss-1", "open-rss-mapping-1")
SCORED_FORM = surveys.REINTEGRATION_SCORE[0]


class NoSuchScheme(LookupError):
    """No scheme of this name is known here."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)


@cache
def scheme(file: str = DEFAULT) -> Scheme:
    """Return a shipped scheme."""
    return shipped(file, surveys.instrument(*surveys.REINTEGRATION_SCORE))


def scheme_named(name: str) -> Scheme:
    """Return a scheme by the name that stands on every score, such as "open-rss/1".  Raises NoSuchScheme."""
    for file in SHIPPED:
        if scheme(file).name == name:
            return scheme(file)
    held = LoadedScheme.objects.filter(name=name).exclude(used_from=None).first()
    if held is None:
        raise NoSuchScheme(name)
    return _read(held.text)


def schemes() -> list[Scheme]:
    """Return every scheme under which a talk can be scored, the one that pages show first."""
    return [*(scheme(file) for file in SHIPPED), *loaded_in_use()]


def loaded_in_use() -> list[Scheme]:
    """Return the deployment's own schemes that are in use, in the order in which they were put in use."""
    held = LoadedScheme.objects.exclude(used_from=None).filter(used_until=None).order_by("used_from", "pk")
    return [_read(one.text) for one in held]


def leading() -> list[str]:
    """Return the names of the schemes by which a person's page shows bars: one's own first, the latest put in use."""
    return [*(one.name for one in reversed(loaded_in_use())), scheme().name]


def is_shipped(name: str) -> bool:
    """Whether a scheme came with the product; any other was loaded by the deployment."""
    return any(scheme(file).name == name for file in SHIPPED)


def loadable(text: str) -> Scheme:
    """Return the scheme of a text that may be loaded.  Raises SchemeNotUnderstood."""
    taken = {*(scheme(file).name for file in SHIPPED), *LoadedScheme.objects.values_list("name", flat=True)}
    form = surveys.instrument(*surveys.REINTEGRATION_SCORE)
    return loading.loadable(text, form, worded=wording.texts(ROOM, "en"), taken=taken)


def loaded_schemes(viewer: Actor, *, on: date) -> QuerySet[LoadedScheme]:
    """Return the ways of scoring that were loaded where the viewer keeps them, the latest first."""
    found = within_scope(LoadedScheme.objects.all(), viewer=viewer, permission=permissions.KEEP_SCHEMES, on=on)
    return found.select_related("office__organisation", "office__place", "loaded_by").order_by("-created_at", "-pk")


def loaded_text(held: LoadedScheme) -> Scheme:
    """Return a loaded way of scoring as the rules know it."""
    return _read(held.text)


def shipped_text(file: str) -> str:
    """Return the text of a shipped scheme, to be read or changed into one's own.  Raises NoSuchScheme."""
    if file not in SHIPPED:
        raise NoSuchScheme(file)
    return (files(ROOM) / "schemes" / f"{file}.toml").read_text(encoding="utf-8")


@lru_cache(maxsize=16)
def _read(text: str) -> Scheme:
    """Read a loaded text once: it never changes."""
    return read_scheme(text, surveys.instrument(*surveys.REINTEGRATION_SCORE))


def scores(viewer: Actor, *, on: date) -> QuerySet[Score]:
    """Return the scores of people whose reintegration the viewer may see, but for talks that somebody set aside."""
    counting = Score.objects.filter(submission__set_aside_at=None)
    return within_scope(counting, viewer=viewer, permission=permissions.VIEW, on=on)


def scores_of(person: "Person", *, viewer: Actor, on: date) -> list[Score]:
    """Return a person's scores under the scheme that leads, the latest first; none where the viewer may not see them.

    It leads where the latest talk has figures under it: a scheme put in use since does not hide that talk.
    """
    if not may_view(person, viewer=viewer, on=on) or empty.holds_none(Score, [person.pk]):
        return []
    found = Score.objects.filter(submission__set_aside_at=None, person_id=person.pk, scheme__in=leading())
    held = list(found.select_related("submission__recorded_by").order_by("-answered_on", "-submission_id", "-pk"))
    if not held:
        return []
    leads = leading_in(held)
    return [one for one in held if one.scheme == leads]


def leading_in(held: Sequence[Score]) -> str:
    """Return the name of the scheme that leads where these are a person's scores; there is always one."""
    latest = max(held, key=lambda one: (one.answered_on, one.submission_id))
    of_latest = {one.scheme for one in held if one.submission_id == latest.submission_id}
    return next((name for name in leading() if name in of_latest), scheme().name)


def all_scores_of(person: "Person", *, viewer: Actor, on: date) -> list[Score]:
    """Return a person's scores under every scheme, of all files that are read as one with theirs, the earliest first.

    The scores of one talk come in the order in which they were made.
    """
    found = scores(viewer, on=on).filter(person_id__in=ids_together(person.pk))
    return list(found.select_related("submission__recorded_by").order_by("answered_on", "submission_id", "created_at"))


def talks_without(person: "Person", scheme_name: str, *, viewer: Actor, on: date) -> "list[Submission]":
    """Return the talks of a person that have no figures under a scheme yet, the earliest first."""
    code, version = surveys.REINTEGRATION_SCORE
    found = surveys.all_of(code, viewer=viewer, on=on).filter(version=version, person_id__in=ids_together(person.pk))
    return list(found.exclude(scores__scheme=scheme_name).order_by("answered_on", "pk"))


def is_latest_talk(submission: "Submission") -> bool:
    """Whether no scored talk of the same person came after this one."""
    later = Score.objects.filter(person=submission.whose, submission__set_aside_at=None)
    return not later.filter(answered_on__gt=submission.answered_on).exists()


def forms_of_rounds(viewer: Actor, *, on: date) -> dict[str, str]:
    """Return the forms that a round of the viewer can ask: their titles by code, the scored one first."""
    seen = surveys.forms_seen(viewer, permission=permissions.KEEP_ROUNDS, on=on)
    forms = sorted(surveys.talk_forms(seen), key=lambda form: (form.code != SCORED_FORM, form.code))
    return {form.code: surveys.title_of(form.code, form.title) for form in forms}


def may_view(person: "Person", *, viewer: Actor, on: date) -> bool:
    """Whether the viewer may see how this person's reintegration goes."""
    return decision_on(person, actor=viewer, permission=permissions.VIEW, on=on).allowed


def may_rescore(person: "Person", *, viewer: Actor, on: date) -> bool:
    """Whether the viewer may have this person's talks worked out under another scheme."""
    return decision_on(person, actor=viewer, permission=permissions.RESCORE, on=on).allowed


def result_of(held: Score) -> rules.Result:
    """Return a score worked out again from the answers, with everything needed to explain it.  Raises NoSuchScheme."""
    return rules.result(surveys.answers_of(held.submission), scheme_named(held.scheme))


def flags_of(held: Score) -> list[Finding]:
    """Return what the answers of a talk ask to be done, gravest first: by every scheme under which it was scored."""
    every = Score.objects.filter(submission_id=held.submission_id).order_by("created_at", "pk")
    return rules.united(Finding.of_record(flag) for one in every for flag in one.flags or ())


def figures_of(people: Iterable[UUID]) -> Iterator[Score]:
    """Yield every score of these people, of every talk and scheme, with its figures alone; for counts about many."""
    left = iter(people)
    while some := list(islice(left, PEOPLE_AT_ONCE)):
        yield from Score.objects.filter(person_id__in=some).only("person_id", "scheme", "answered_on", *FIGURES)
