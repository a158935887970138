"""Which addresses on the network a call to a partner's system may go to.

A partner names an address; it must not lead into our own network, to this machine, or to the services that clouds keep
at link-local addresses.  What is not plainly an address of the open network is refused.
"""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

LENGTH_MAX = 300
PORTS = frozenset({443, 8443})
_SIGNS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-._:")
"""Of which hosts are made, numbers of both kinds of address among them."""
_OURS = IPv4Network("192.0.0.0/24")
"""Kept for protocols (RFC 6890); some clouds keep what a machine knows of itself there."""
_TRANSLATED = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"), IPv6Network("2002::/16"))
"""Networks that hold an IPv4 address inside, which may be one of ours."""


class NotAnAddress(ValueError):
    """An address is not one that calls go to.  `code` says why: not_https, no_host, sign_in, port, too_long."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a call goes: the host, its port and the path with its query."""

    scheme: str
    host: str
    port: int
    path: str


def target_of(url: str, *, loopback_allowed: bool = False) -> Target:
    """Return where an address leads.  Raises NotAnAddress.

    Only https counts, on its own ports; this machine itself, over http too, only where that is allowed, as in tests.
    """
    if len(url) > LENGTH_MAX:
        raise NotAnAddress("too_long")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise NotAnAddress("no_host") from None
    host = _host(parts.hostname or "")
    if not (parts.path + parts.query).isprintable():
        raise NotAnAddress("no_host")
    is_here = loopback_allowed and host in {"127.0.0.1", "localhost", "::1"}
    if parts.scheme != "https" and not (is_here and parts.scheme == "http"):
        raise NotAnAddress("not_https")
    if parts.username is not None or parts.password is not None:
        raise NotAnAddress("sign_in")
    port = port or (443 if parts.scheme == "https" else 80)
    if port not in PORTS and not is_here:
        raise NotAnAddress("port")
    return Target(parts.scheme, host, port, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def _host(written: str) -> str:
    """Return a host as the network knows it: small letters, other scripts in their ASCII form.  Raises NotAnAddress."""
    try:
        host = written.rstrip(".").encode("idna").decode().lower()
    except UnicodeError:
        raise NotAnAddress("no_host") from None
    if not host or not set(host) <= _SIGNS:
        raise NotAnAddress("no_host")
    return host


def is_public(address: str, *, loopback_allowed: bool = False) -> bool:
    """Whether an IP address lies on the open network."""
    try:
        found: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            found = found.ipv4_mapped
        elif found.is_site_local or any(found in network for network in _TRANSLATED):
            return False
    if isinstance(found, IPv4Address) and found in _OURS:
        return False
    if found.is_loopback:
        return loopback_allowed
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)
