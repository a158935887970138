"""From which network somebody comes, as far as it is known.

The counts of wrong tries are kept by network.  Behind a proxy every connection comes from the proxy, so the address is
read from what the proxy adds to `X-Forwarded-For`, counted from the right: what stands further left was sent by the
visitor and may be invented.

Source: RFC 7239, section 8.1 (entries of others than one's own proxies cannot be trusted); RFC 6177 (a site of IPv6 has
at least a /64, so counting single addresses counts nothing).
"""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

SITE_BITS = 64


def network_of(connected_from: str, forwarded_for: str, *, proxies: int) -> str | None:
    """Return the network that somebody comes from: an IPv4 address, or the /64 of an IPv6 address.

    `proxies` is how many proxies of ours stand before the server.  None where it is not known: this machine itself, or
    a header that our proxies did not write.
    """
    written = connected_from
    if proxies:
        entries = [entry.strip() for entry in forwarded_for.split(",")]
        if len(entries) < proxies:
            return None
        written = entries[-proxies]
    try:
        address = ip_address(written)
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    if address.is_loopback or address.is_unspecified:
        return None
    return str(address) if isinstance(address, IPv4Address) else str(IPv6Network((address, SITE_BITS), strict=False))
