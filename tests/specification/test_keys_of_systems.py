"""When the key of another system or a device opens.

Source: sankofa/accounts/rules/keys.py.
"""

from datetime import UTC, datetime, timedelta

import pytest

from sankofa.accounts.rules.keys import Standing, digest_of, fits, fresh, parts_of, standing

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("expires_at", "revoked_at", "expected"),
    [
        pytest.param(AT + SECOND, None, Standing.OPEN, id="a-second-before-its-end"),
        pytest.param(AT, None, Standing.EXPIRED, id="at-its-end"),
        pytest.param(AT + SECOND, AT, Standing.REVOKED, id="ended-this-moment"),
        pytest.param(AT - SECOND, AT - SECOND, Standing.REVOKED, id="ended-counts-before-run-out"),
    ],
)
def test_a_key_opens_or_not(expires_at: datetime, revoked_at: datetime | None, expected: Standing) -> None:
    assert standing(expires_at=expires_at, revoked_at=revoked_at, at=AT) is expected


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param("", id="nothing"),
        pytest.param("sk_", id="only-the-beginning"),
        pytest.param("sk_abcdefghjkmn.", id="no-secret"),
        pytest.param("sk_abcdefghjkmn." + "a" * 42, id="a-sign-lost"),
        pytest.param("sk_abcdefghjkmn." + "a" * 44, id="a-sign-too-many"),
        pytest.param("sk_ABCDEFGHJKMN." + "a" * 43, id="capitals"),
        pytest.param("sk_abcdefghjkmn." + "a" * 42 + "\n", id="a-line-break"),
        pytest.param("whsec_" + "a" * 43, id="something-else"),
    ],
)
def test_what_cannot_be_a_key(sent: str) -> None:
    assert parts_of(sent) is None


def test_a_fresh_key_is_found_by_its_prefix_and_fits_its_digest_alone() -> None:
    made, other = fresh(), fresh()
    assert parts_of(made.whole) == (made.prefix, made.secret)
    assert fits(made.secret, made.digest)
    assert not fits(other.secret, made.digest)
    assert made.digest == digest_of(made.secret)
    assert made.secret not in repr(made)
