"""How a call reaches a partner's system: over https, to the open network only, once per try.

The name is looked up here and the call goes to the very address that was checked, so that a name cannot lead elsewhere
a moment later.  Redirects are not followed, the answer's body is not read, proxies of the machine are not used.
"""

import socket
from collections.abc import Mapping

import httpx
from django.conf import settings

from sankofa.messages.ports import TryLater, WillNotTake
from sankofa.messages.rules import reaching
from sankofa.messages.rules.reaching import NotAnAddress, Target

TIMEOUT = httpx.Timeout(10.0, connect=5.0)
GONE = 410


def check(url: str) -> Target:
    """Return where an address leads, if calls may go there at all.  Raises NotAnAddress; does not look the name up."""
    return reaching.target_of(url, loopback_allowed=settings.CALLS_TO_THIS_MACHINE)


def post(url: str, *, body: bytes, headers: Mapping[str, str]) -> None:
    """Make a call, and return once the partner's system took it.

    Raises TryLater, and WillNotTake where it wants no more calls.
    """
    try:
        target = check(url)
    except NotAnAddress as refused:
        raise TryLater(refused.code) from None
    address = _resolved(target)
    shown = f"[{address}]" if ":" in address else address
    host = target.host if target.port in {80, 443} else f"{target.host}:{target.port}"
    try:
        request = httpx.Request(
            "POST",
            f"{target.scheme}://{shown}:{target.port}{target.path}",
            content=body,
            headers={
                **headers,
                "host": f"[{target.host}]" if ":" in target.host else host,
                "content-type": "application/json",
                "user-agent": "Sankofa",
            },
            extensions={"sni_hostname": target.host, "timeout": TIMEOUT.as_dict()},
        )
        with httpx.Client(trust_env=False, follow_redirects=False) as client:
            answer = client.send(request, stream=True)
            answer.close()
    except httpx.TimeoutException:
        raise TryLater("no_answer") from None
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError):
        # What cannot even be written as a call must not stop the calls that wait behind it.
        raise TryLater("no_connection") from None
    if answer.status_code == GONE:
        raise WillNotTake("gone")
    if not answer.is_success:
        raise TryLater(f"answer_{answer.status_code}")


def _resolved(target: Target) -> str:
    """Return the address that a name leads to.  Raises TryLater where any of them is not on the open network."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise TryLater("name_unknown") from None
    addresses = [str(entry[4][0]) for entry in found]
    allowed = settings.CALLS_TO_THIS_MACHINE
    if not addresses or not all(reaching.is_public(one, loopback_allowed=allowed) for one in addresses):
        raise TryLater("not_public")
    return addresses[0]
