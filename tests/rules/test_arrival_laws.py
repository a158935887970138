"""Laws of the arrival desk: every number comes back, what a device seals opens for its office and its line alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sankofa.kernel.identifiers import NotASlipNumber, parse_slip_number, slip_number
from sankofa.returnees.rules import arrivals, device_sealing
from sankofa.returnees.rules.arrivals import HelpKind, HelpState

PUBLIC, SECRET = device_sealing.fresh_pair()


@given(some.integers(1, 999_999))
def test_every_number_of_a_slip_comes_back(serial: int) -> None:
    assert parse_slip_number(slip_number(serial)) == slip_number(serial)


@given(some.integers(1, 999_999), some.integers(0, 5), some.sampled_from("0123456789"))
def test_no_single_wrong_sign_is_taken_for_another_number(serial: int, place: int, sign: str) -> None:
    signs = list(slip_number(serial).replace("-", ""))
    if signs[place] != sign:
        signs[place] = sign
        with pytest.raises(NotASlipNumber):
            parse_slip_number("".join(signs))


@given(some.binary(max_size=300), some.text(max_size=40))
def test_what_a_device_seals_opens_for_its_office(content: bytes, about: str) -> None:
    held = device_sealing.sealed(content, public=PUBLIC, about=about)
    assert device_sealing.opened(held, secret=SECRET, about=about) == content
    assert content not in held or len(content) < 8


@given(some.binary(min_size=1, max_size=60), some.integers(0, 200))
def test_one_changed_byte_or_another_line_does_not_open(content: bytes, place: int) -> None:
    held = bytearray(device_sealing.sealed(content, public=PUBLIC, about="office/line"))
    with pytest.raises(device_sealing.NotForThisKey):
        device_sealing.opened(bytes(held), secret=SECRET, about="office/another line")
    held[place % len(held)] ^= 1
    with pytest.raises(device_sealing.NotForThisKey):
        device_sealing.opened(bytes(held), secret=SECRET, about="office/line")


@given(some.binary(max_size=90))
def test_bytes_that_nobody_sealed_do_not_open(held: bytes) -> None:
    with pytest.raises(device_sealing.NotForThisKey):
        device_sealing.opened(held, secret=SECRET, about="")


@given(some.dictionaries(some.sampled_from(list(HelpKind)), some.sampled_from(list(HelpState))))
def test_what_was_not_asked_is_not_in_the_line(helps: dict[HelpKind, HelpState]) -> None:
    told = {f"help_{kind.value}": state.value for kind, state in helps.items()}
    assert arrivals.read(told).helps == helps
