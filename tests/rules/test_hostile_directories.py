"""Directories of services that were made to hurt: small files that grow, broken packages; each is refused in words.

Source: brief of the room, "Bad input"; the limits are those of lists (`intake`).
"""

import io
import json
import zipfile

import pytest

from sankofa.provision.rules.directories import hsds


def _package(**tables: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in tables.items():
            package.writestr(f"{name}.csv", text)
    return held.getvalue()


def _service(**said: object) -> bytes:
    return json.dumps({"name": "Advice", "status": "active", **said}).encode()


def _broken() -> bytes:
    whole = bytearray(_package(services="id,name,status\n" + "1,Advice,active\n" * 50))
    start = whole.index(b"services.csv") + len("services.csv")
    whole[start : start + 8] = b"\xff" * 8
    return bytes(whole)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param(
            _service(description="d" * 100_000, service_areas=[{"name": str(number)} for number in range(1_000)]),
            "too_large",
            id="one-long-text-in-a-thousand-places",
        ),
        pytest.param(
            _service(service_areas=[{"name": "x"}] * (hsds.ROWS_MAX + 1)),
            "too_large",
            id="more-places-than-a-list-holds",
        ),
        pytest.param(
            _package(
                services="id,name,status\n1,Advice,active\n",
                service_at_location="service_id,location_id\n" + "1,1\n" * 300,
                locations="id\n1\n",
                addresses="location_id,city\n" + "1,Sylhet\n" * 300,
            ),
            "too_large",
            id="as-many-doors-as-addresses-in-each",
        ),
        pytest.param(
            _package(services="a\n" + "1\n" * (hsds.CELLS_MAX + 1)), "too_large", id="millions-of-rows-of-one-sign"
        ),
        pytest.param(_package(services="a\n" + "\n" * (hsds.CELLS_MAX + 1)), "too_large", id="millions-of-empty-lines"),
        pytest.param(
            _package(**{f"table{number}": "" for number in range(hsds.TABLES_MAX + 1)}), "too_large", id="many-tables"
        ),
        pytest.param(_broken(), "package", id="packed-wrongly"),
        pytest.param(b"[" * 100_000, "json", id="deeper-than-anybody-writes"),
    ],
)
def test_a_directory_that_was_made_to_hurt_is_refused_with_its_reason(content: bytes, why: str) -> None:
    with pytest.raises(hsds.NotADirectory) as told:
        hsds.list_of(content)
    assert told.value.why == why


def test_a_heading_of_a_thousand_columns_costs_nothing_in_rows_that_are_short() -> None:
    headings = ",".join(f"c{number}" for number in range(1_000))
    read = hsds.rows(_package(services=f"name,status,{headings}\n" + "Advice,active\n" * 1_500))
    assert read == [{"service": "Advice", "status": "active"}] * 1_500
