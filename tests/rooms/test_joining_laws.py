"""Whatever happens in whatever order, separating gives back what was joined, and no fact is ever lost.

A model of plain dictionaries goes through the same history as the register: people come in, are amended, talk, are
joined and separated.  After each step both say the same.
"""

from collections.abc import Iterator
from contextlib import nullcontext
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from sankofa.project import hooks
from sankofa.returnees import actions, clusters, histories, permissions, queries
from sankofa.returnees.models import Person, SamePerson
from sankofa.returnees.rules.terms import PersonTerms, Sex
from sankofa.surveys import permissions as talks
from sankofa.surveys.models import Submission
from tests import builders
from tests.builders import AT, ON
from tests.pages.conftest import talked

pytestmark = [pytest.mark.django_db, pytest.mark.database]

MAY = {permissions.REGISTER, permissions.VIEW, permissions.JOIN, permissions.AMEND, talks.INTERVIEW}
NAMES = ("Amina Rahman", "Ameena Rehman", "Joyce Mensah", "Rahima Begum")
PAIRED = ("sex", "education")
VALUES = {"sex": ("female", "other", "unknown"), "education": ("none", "primary", "unknown")}


class Histories(RuleBasedStateMachine):
    """Random histories of up to a few files, next to a model that never joins rows either."""

    files = Bundle("files")

    def __init__(self) -> None:
        super().__init__()
        self.sandbox = transaction.atomic()
        self.sandbox.__enter__()
        hooks.fill()
        self.office = builders.office()
        self.user = builders.user(self.office, may=MAY)
        self.by = self.user.as_actor()
        self.told: dict[UUID, dict[str, str]] = {}
        self.talked: dict[UUID, int] = {}
        self.parents: dict[UUID, UUID] = {}
        self.at = AT

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.sandbox.__exit__(None, None, None)

    @rule(target=files, name=st.sampled_from(NAMES), sex=st.sampled_from(VALUES["sex"]))
    def register(self, name: str, sex: str) -> UUID:
        """Somebody comes in."""
        said = PersonTerms(*name.split(" "), sex=Sex(sex))
        (person,) = actions.register_many(office=self.office, rows=[("row", said)], by=self.by, at=AT).people
        self.told[person.pk] = {"name": name, "sex": sex, "education": "unknown"}
        self.talked[person.pk] = 0
        key: UUID = person.pk
        return key

    @rule(whose=files, field=st.sampled_from(PAIRED), data=st.data())
    def amend(self, whose: UUID, field: str, data: st.DataObject) -> None:
        """A fact is corrected on the file it stands on."""
        said = data.draw(st.sampled_from([one for one in VALUES[field] if one != self.told[whose][field]]))
        person = Person.objects.get(pk=whose)
        actions.amend(
            person=person,
            kind="person",
            record_id=None,
            said={field: said},
            because=actions.Why.TOLD,
            words="",
            seen=histories.version_of(person),
            by=self.by,
            at=self.at,
        )
        self.told[whose][field] = said

    @rule(whose=files)
    def talk(self, whose: UUID) -> None:
        """Somebody is talked with."""
        talked(Person.objects.get(pk=whose), self.user)
        self.talked[whose] += 1

    @rule(one=files, other=files, chosen=st.sampled_from(("", "leading", "person")))
    def join(self, one: UUID, other: UUID, chosen: str) -> None:
        """Two files are joined, or it is said why not."""
        choices = {"sex": {"leading": other, "person": one}[chosen]} if chosen else {}
        self.at += timedelta(minutes=1)
        person, leading = Person.objects.get(pk=one), Person.objects.get(pk=other)
        refusal = self.refusal(one, other)
        with pytest.raises(refusal) if refusal else nullcontext():
            actions.join(person=person, leading=leading, reason="one voice", choices=choices, by=self.by, at=self.at)
        if refusal is None:
            self.parents[one] = other

    @precondition(lambda self: self.parents)
    @rule(data=st.data())
    def separate(self, data: st.DataObject) -> None:
        """Any link is ended, whatever was joined since."""
        links = SamePerson.objects.filter(until_at=None).order_by("pk")
        link = data.draw(st.sampled_from(list(links)))
        actions.separate(link=link, reason="two voices", by=self.by, at=self.at)
        del self.parents[link.person_id]

    @precondition(lambda self: len(self.told) > 1)
    @rule(data=st.data(), chosen=st.sampled_from(("leading", "person")))
    def join_and_separate(self, data: st.DataObject, chosen: str) -> None:
        """Joined and separated at once: both are shown exactly as before, field by field."""
        roots = sorted({self.root(key) for key in self.told})
        if len(roots) < 2:
            return
        one, other = data.draw(st.permutations(roots))[:2]
        before = self.shown(one), self.shown(other)
        images = [Person.objects.get(pk=key).image() for key in sorted(self.told)]
        self.at += timedelta(minutes=1)
        choice = {"leading": other, "person": one}[chosen]
        link = actions.join(
            person=Person.objects.get(pk=one),
            leading=Person.objects.get(pk=other),
            reason="one voice",
            choices={"sex": choice, "name": choice},
            by=self.by,
            at=self.at,
        )
        assert self.shown(other)["name"] == (before[0] if chosen == "person" else before[1])["name"]
        actions.separate(link=link, reason="two voices", by=self.by, at=self.at)
        assert (self.shown(one), self.shown(other)) == before
        assert [Person.objects.get(pk=key).image() for key in sorted(self.told)] == images

    @invariant()
    def every_file_says_what_was_said_on_it(self) -> None:
        """No row moves and no fact is lost."""
        for key, told in self.told.items():
            file = Person.objects.get(pk=key)
            assert {"name": file.name, "sex": file.sex, "education": file.education} == told
            assert Submission.objects.filter(person_id=key).count() == self.talked[key]

    @invariant()
    def one_file_leads_and_is_alone_in_the_list(self) -> None:
        """Chains resolve to one leader, and each person is in the list once."""
        roots = {self.root(key) for key in self.told}
        assert {clusters.leading_id(key) for key in self.told} == roots
        assert {person.pk for person in queries.filtered(self.by, queries.Filter(), on=ON)} == roots
        for root in roots:
            files = {key for key in self.told if self.root(key) == root}
            together = queries.cluster(Person.objects.get(pk=root), viewer=self.by, on=ON)
            assert {file.pk for file in together.files} == files == clusters.ids_together(root)
            for field in PAIRED:
                known = {self.told[key][field] for key in files} - {"unknown"}
                shown = getattr(together.shown(), field)
                assert shown in known if known else shown == "unknown"

    def refusal(self, one: UUID, other: UUID) -> type[Exception] | None:
        """Return why two files cannot be joined by the model, or None."""
        if self.root(one) == self.root(other):
            return actions.TogetherAlready
        return None if (self.root(one), self.root(other)) == (one, other) else actions.Follows

    def root(self, key: UUID) -> UUID:
        """Return the file that leads by the model."""
        while key in self.parents:
            key = self.parents[key]
        return key

    def shown(self, root: UUID) -> dict[str, Any]:
        """Return what the page of a leading file shows."""
        shown = queries.cluster(Person.objects.get(pk=root), viewer=self.by, on=ON).shown()
        return {"name": shown.name, "sex": shown.sex, "education": shown.education}


@pytest.fixture(autouse=True)
def _apart() -> Iterator[None]:
    with transaction.atomic():
        yield


def test_joining_and_separating_in_any_order_loses_nothing_and_restores_exactly() -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Histories,
        settings=settings(
            settings.get_profile("default"),
            max_examples=8,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
