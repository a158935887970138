"""Where calls to partners' systems may go.

Source: sankofa/messages/rules/reaching.py; the registries of special-purpose addresses (RFC 6890 and successors).
"""

import pytest

from sankofa.messages.rules.reaching import NotAnAddress, is_public, target_of


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        pytest.param("93.184.216.34", True, id="an-address-of-the-open-network"),
        pytest.param("2606:2800:220:1:248:1893:25c8:1946", True, id="of-the-newer-kind"),
        pytest.param("127.0.0.1", False, id="this-machine"),
        pytest.param("::1", False, id="this-machine-in-the-newer-kind"),
        pytest.param("10.1.2.3", False, id="a-network-of-an-office"),
        pytest.param("172.31.255.255", False, id="another"),
        pytest.param("192.168.0.10", False, id="a-home"),
        pytest.param("169.254.169.254", False, id="where-clouds-keep-their-keys"),
        pytest.param("100.64.0.1", False, id="behind-a-provider"),
        pytest.param("224.0.0.1", False, id="many-at-once"),
        pytest.param("255.255.255.255", False, id="everybody"),
        pytest.param("0.0.0.0", False, id="nobody"),
        pytest.param("fe80::1%eth0", False, id="only-on-this-wire"),
        pytest.param("fd12:3456::1", False, id="private-in-the-newer-kind"),
        pytest.param("::ffff:127.0.0.1", False, id="this-machine-in-disguise"),
        pytest.param("64:ff9b::7f00:1", False, id="in-another-disguise"),
        pytest.param("2002:7f00:1::", False, id="in-a-third"),
        pytest.param("192.0.0.192", False, id="where-a-cloud-tells-a-machine-of-itself"),
        pytest.param("fec0::1", False, id="of-one-site-in-the-newer-kind"),
        pytest.param("not an address", False, id="no-address"),
    ],
)
def test_an_address_is_public_or_not(address: str, expected: bool) -> None:
    assert is_public(address) is expected


@pytest.mark.parametrize(
    ("url", "code"),
    [
        pytest.param("http://partner.example/", "not_https", id="not-encrypted"),
        pytest.param("ftp://partner.example/", "not_https", id="another-way"),
        pytest.param("https:///told", "no_host", id="no-name"),
        pytest.param("https://user:word@partner.example/", "sign_in", id="a-password-in-the-address"),
        pytest.param("https://partner.example:22/", "port", id="a-port-for-something-else"),
        pytest.param("https://partner.example:port/", "no_host", id="a-port-in-words"),
        pytest.param("https://partner.example/" + "a" * 300, "too_long", id="too-long"),
        pytest.param(f"https://{'a' * 64}.example/", "no_host", id="a-name-longer-than-names-are"),
        pytest.param("https://partner..example/", "no_host", id="a-name-with-a-hole"),
        pytest.param("https://part ner.example/", "no_host", id="a-blank-in-the-name"),
        pytest.param("https://partner.example/\x01", "no_host", id="a-sign-that-cannot-be-seen"),
        pytest.param("http://127.0.0.1:8000/", "not_https", id="this-machine"),
    ],
)
def test_an_address_that_is_refused(url: str, code: str) -> None:
    with pytest.raises(NotAnAddress) as refused:
        target_of(url)
    assert refused.value.code == code


def test_a_name_in_another_script_is_called_by_its_form_for_the_network() -> None:
    assert target_of("https://pârtner.example/").host == "xn--prtner-wta.example"


def test_an_address_as_it_should_be() -> None:
    found = target_of("https://Partner.Example/told?x=1")
    assert (found.scheme, found.host, found.port, found.path) == ("https", "partner.example", 443, "/told?x=1")
