"""What a page asks beforehand: which tables hold nothing about a person, so that no room asks those."""

import pytest

from sankofa.consent import queries as consents
from sankofa.consent.models import Consent, Sitting
from sankofa.debts.models import Debt, DebtTalk
from sankofa.kernel.identifiers import uuid7
from sankofa.returnees import kept
from sankofa.returnees.models import Household, Membership, Passage, Profile, SentBack
from sankofa.store import empty
from sankofa.surveys.models import PhoneChange, Submission
from sankofa.sustainability.models import Score
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.database]

HANGING = (Consent, Sitting, Debt, DebtTalk, Membership, Passage, Profile, SentBack, PhoneChange, Submission, Score)


@pytest.mark.parametrize("table", HANGING, ids=lambda table: table.__name__)
def test_a_table_that_hangs_on_people_is_among_those_asked_for(table):
    person = builders.person()

    with kept.asked_beforehand([person.pk]):
        assert empty.holds_none(table, [person.pk])


def test_a_table_with_a_row_is_never_called_empty():
    person = builders.person()
    Membership.objects.create(
        household=Household.objects.create(from_on="2026-01-01"), person=person, from_on="2026-01-01"
    )

    with kept.asked_beforehand([person.pk]):
        assert not empty.holds_none(Membership, [person.pk])
        assert empty.holds_none(Debt, [person.pk])


def test_a_row_of_a_joined_file_counts():
    leading, other = builders.person(), builders.person()
    Membership.objects.create(
        household=Household.objects.create(from_on="2026-01-01"), person=other, from_on="2026-01-01"
    )

    with kept.asked_beforehand([leading.pk, other.pk]):
        assert not empty.holds_none(Membership, [leading.pk])


def test_of_others_and_after_the_page_nothing_is_known():
    person = builders.person()

    with kept.asked_beforehand([person.pk]):
        assert not empty.holds_none(Debt, [uuid7()])
        assert not empty.holds_none(Debt, [person.pk, uuid7()])
    assert not empty.holds_none(Debt, [person.pk])


def test_it_is_asked_in_one_question_and_not_again_within(django_assert_num_queries):
    person = builders.person()

    with django_assert_num_queries(1), kept.asked_beforehand([person.pk]), kept.asked_beforehand([person.pk]):
        pass


def test_a_table_known_to_be_empty_is_not_asked(django_assert_num_queries):
    person = builders.person()

    with kept.asked_beforehand([person.pk]), django_assert_num_queries(0):
        assert consents.sittings(str(person.pk)) == []
    with django_assert_num_queries(1):
        assert consents.sittings(str(person.pk)) == []
