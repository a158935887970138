"""Countries and places in the database: loading them, asking for them, and what the tables refuse."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from sankofa.places import actions, queries
from sankofa.places.models import Country, Place
from sankofa.places.rules import reference, terms

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def loaded() -> actions.Loaded:
    return actions.load_reference_data()


def test_loading_brings_every_country_and_place(loaded: actions.Loaded) -> None:
    assert loaded == actions.Loaded(countries=250, places=1910, retired=0)
    assert Country.objects.count() == 250
    assert Place.objects.count() == 1910
    assert {row.to_terms() == place for row, place in _beside_reference()} == {True}


def test_loading_twice_changes_nothing(loaded: actions.Loaded) -> None:
    before = list(Place.objects.order_by("path").values())
    assert actions.load_reference_data() == loaded
    assert list(Place.objects.order_by("path").values()) == before


def test_loading_again_mends_a_row_that_was_changed(loaded: actions.Loaded) -> None:
    Place.objects.filter(path="BD.30.26").update(name="Wrong", is_current=False)
    actions.load_reference_data()
    mended = Place.objects.get(path="BD.30.26")
    assert (mended.name, mended.is_current) == ("Dhaka", True)


def test_a_place_the_list_no_longer_has_stays_but_is_not_offered(loaded: actions.Loaded) -> None:
    Place.objects.create(path="BD.99", country_id="BD", level=1, kind="division", name="Formerly")
    assert actions.load_reference_data().retired == 1
    assert Place.objects.get(path="BD.99").is_current is False
    assert "BD.99" not in set(queries.places_within("BD").values_list("path", flat=True))


def test_the_countries_of_origin_are_told_from_destinations(loaded: actions.Loaded) -> None:
    assert [country.pk for country in queries.origins()] == sorted(reference.origins())


@pytest.mark.parametrize(
    ("scope", "level", "count"),
    [
        pytest.param("BD", None, 72, id="a-country"),
        pytest.param("BD", 2, 64, id="its-districts"),
        pytest.param("BD.30", None, 14, id="a-division-with-itself"),
        pytest.param("BD.30.26", None, 1, id="a-district"),
        pytest.param("BD.3", None, 0, id="digits-alone-hold-nothing"),
    ],
)
def test_places_within_a_scope(loaded: actions.Loaded, scope: str, level: int | None, count: int) -> None:
    found = [place.path for place in queries.places_within(scope, level=level)]
    assert len(found) == count
    assert all(terms.is_within(path, scope) for path in found)


def test_the_database_and_the_rules_agree_on_what_lies_within(loaded: actions.Loaded) -> None:
    paths = list(Place.objects.values_list("path", flat=True))
    for scope in ("LK.1", "PK.1", "PK.1.01", "NG.001", "AM.11", "IN", "IN.M"):
        expected = {path for path in paths if terms.is_within(path, scope)}
        assert set(Place.objects.filter(queries.within(scope)).values_list("path", flat=True)) == expected


def test_a_condition_on_a_scope_reaches_through_a_foreign_key(loaded: actions.Loaded) -> None:
    found = Place.objects.filter(queries.within("NP.03", field="parent__path"))
    assert found.count() == 13
    assert "JOIN" not in str(found.query)


def test_a_scope_that_is_not_a_path_is_refused() -> None:
    with pytest.raises(terms.NotAPath):
        queries.within("BD.%")


def test_children_are_offered_by_name(loaded: actions.Loaded) -> None:
    assert [place.name for place in queries.children_of("LK.1")] == ["Colombo", "Gampaha", "Kalutara"]
    assert [place.path for place in queries.children_of("LK")][:2] == ["LK.2", "LK.5"]


def test_a_full_name_goes_from_the_smallest_to_the_country(loaded: actions.Loaded) -> None:
    assert queries.full_name("BD.20.19", "en") == "Cumilla, Chattogram, Bangladesh"
    assert queries.full_name("BD.20.19", "bn") == "কুমিল্লা, চট্টগ্রাম, বাংলাদেশ"
    assert queries.full_name("BD", "fr") == "Bangladesh"
    with pytest.raises(Place.DoesNotExist):
        queries.full_name("BD.20.99", "en")


def test_countries_are_offered_in_the_order_of_the_readers_language(loaded: actions.Loaded) -> None:
    french = queries.country_choices("fr")
    assert len(french) == 250
    assert french.index(("AE", "Émirats arabes unis")) < french.index(("ES", "Espagne"))
    assert [code for code, _ in french].index("DE") < 10


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"path": "NP.30"}, id="path-of-another-country"),
        pytest.param({"path": "BD.98.01"}, id="level-does-not-fit-path"),
        pytest.param({"path": "BD.98.01", "level": 2}, id="level-2-without-parent"),
        pytest.param({"path": "BD.98.01", "level": 2, "parent_id": "BD.30"}, id="parent-of-another-branch"),
        pytest.param({"path": "BD.301", "level": 1, "parent_id": "BD.30"}, id="a-parent-that-only-shares-digits"),
        pytest.param({"name": ""}, id="no-name"),
        pytest.param({"kind": ""}, id="no-kind"),
        pytest.param({"latitude": 20}, id="latitude-alone"),
        pytest.param({"longitude": 90}, id="longitude-alone"),
        pytest.param({"latitude": 91, "longitude": 90}, id="north-of-the-pole"),
        pytest.param({"pcode": "BD3026"}, id="a-p-code-twice"),
    ],
)
def test_the_table_refuses_a_place_that_contradicts_itself(loaded: actions.Loaded, change: dict[str, object]) -> None:
    sound: dict[str, object] = {"path": "BD.98", "country_id": "BD", "level": 1, "kind": "division", "name": "New"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Place.objects.create(**{**sound, **change})
    Place.objects.create(**sound)


@pytest.mark.parametrize(
    ("alpha_2", "alpha_3"),
    [
        pytest.param("qq", "QQQ", id="small-letters"),
        pytest.param("Q", "QQQ", id="one-letter"),
        pytest.param("QQ", "QQ", id="two-letters-for-three"),
        pytest.param("QQ", "BGD", id="another-countrys-code"),
    ],
)
def test_the_table_refuses_a_country_without_proper_codes(loaded: actions.Loaded, alpha_2: str, alpha_3: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Country.objects.create(alpha_2=alpha_2, alpha_3=alpha_3)


def test_a_place_others_lie_in_cannot_be_deleted(loaded: actions.Loaded) -> None:
    with pytest.raises(ProtectedError):
        Place.objects.get(path="BD.30").delete()


def test_every_reference_is_sound(loaded: actions.Loaded) -> None:
    connection.check_constraints()


def _beside_reference() -> list[tuple[Place, terms.Place]]:
    rows = Place.objects.in_bulk()
    return [(rows[place.path], place) for place in reference.places()]
