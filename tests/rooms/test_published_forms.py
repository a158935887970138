"""A published form never changes: not by our code, and not by anybody who writes to the database."""

import pytest
from django.db import DatabaseError, transaction

from sankofa.surveys.models import FormVersion
from tests import builders
from tests.builders import AT

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.mark.parametrize(
    "change", [{"sheets": {}}, {"xform": "<h:html/>"}, {"digest": "0"}, {"version": "9"}, {"note": "new"}]
)
def test_the_database_refuses_to_change_a_published_form(change: dict[str, object]) -> None:
    held = builders.formversion()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        FormVersion.objects.filter(pk=held.pk).update(**change)


def test_the_database_refuses_to_delete_a_published_form() -> None:
    held = builders.formversion()
    with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic():
        FormVersion.objects.filter(pk=held.pk).delete()


def test_a_published_form_can_be_closed_and_stays_what_it_is() -> None:
    held = builders.formversion()
    FormVersion.objects.filter(pk=held.pk).update(closed_at=AT)
    held.refresh_from_db()
    assert held.closed_at == AT
    assert held.sheets == builders.formversion(instrument=held.instrument, version="2").sheets


def test_the_checksum_for_phones_follows_the_text_of_the_form() -> None:
    one, two = builders.formversion(xform="<a/>"), builders.formversion(xform="<b/>")
    assert one.xform_md5 != two.xform_md5
    assert len(one.xform_md5) == 32
