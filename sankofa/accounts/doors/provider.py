"""Signing in through an organisation's own provider, by OpenID Connect: the port to the world outside.

Code flow with PKCE, state and nonce.  Which providers there are is data of the deployment (`oidc.toml`); whose people
may use one is an administrator's allowance.  What a provider says makes no account: it only opens one that is there.

Source: OpenID Connect Core 1.0, 3.1 (code flow) and 3.1.3.7 (checks of an ID token); OpenID Connect Discovery 1.0, 4.3;
RFC 9700, 2.1 (PKCE, state, issuer).
"""

import base64
import hashlib
import hmac
import logging
import secrets
import ssl
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from sankofa.accounts.rules import proofs

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures by keys that only the provider has; never `none`, never a secret that we share."""
ASKED_WITHIN = timedelta(minutes=10)
_LEEWAY_SECONDS = 60
_TIMEOUT_SECONDS = 5
_BYTES_MAX = 1 << 20
_log = logging.getLogger(__name__)
_HERE = frozenset({"127.0.0.1", "localhost", "::1"})


class NotToldBy(Exception):
    """A provider could not be asked, or what it answered cannot be relied on; `reason` is a code for the record."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)

    @property
    def is_down(self) -> bool:
        """Whether the provider could not be reached, so that trying again later may help."""
        return self.reason == "not_reached"


class BadSettings(Exception):
    """The file that names the providers cannot be used; the text says where and why."""


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider as the deployment names it."""

    code: str
    name: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of a provider; kept in the session until it answers."""

    provider: str
    state: str
    nonce: str
    verifier: str
    at: str

    def as_kept(self) -> dict[str, str]:
        """Return it as the session keeps it."""
        return {name: getattr(self, name) for name in ("provider", "state", "nonce", "verifier", "at")}


@dataclass(frozen=True, slots=True)
class Told:
    """What a provider says of somebody; the address only where the provider has verified it."""

    subject: str
    verified_email: str | None


def providers(file: Path) -> dict[str, Provider]:
    """Return the providers that a deployment's file names, none where there is no file.  Raises BadSettings."""
    if not file.exists():
        return {}
    try:
        read = tomllib.loads(file.read_text(encoding="utf-8"))
        return {code: _provider(code, told, file.parent) for code, told in read.items()}
    except (OSError, KeyError, TypeError, AttributeError, tomllib.TOMLDecodeError) as wrong:
        raise BadSettings(f"{file.name}: {type(wrong).__name__}: {wrong}") from wrong


def usable(file: Path) -> dict[str, Provider]:
    """Return the providers; none where their file cannot be used, which the log says: the other doors stay open."""
    try:
        return providers(file)
    except BadSettings as wrong:
        _log.error("Nobody can sign in through a provider: %s", wrong)
        return {}


def question(provider: Provider, *, back: str, at: datetime) -> tuple[str, Asked]:
    """Return the address to send somebody to, and what to remember until they come back.  Raises NotToldBy."""
    known = _discovered(provider)
    asked = Asked(
        provider.code, secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48), at.isoformat()
    )
    challenge = base64.urlsafe_b64encode(hashlib.sha256(asked.verifier.encode()).digest()).rstrip(b"=").decode()
    fields = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": back,
        "scope": "openid email",
        "state": asked.state,
        "nonce": asked.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    address = _secure(known["authorization_endpoint"])
    return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(fields)}", asked


def answer(
    provider: Provider, asked: Mapping[str, str] | None, came: Mapping[str, str], *, back: str, at: datetime
) -> Told:
    """Return what the provider says, every part of it checked.  Raises NotToldBy."""
    if asked is None or asked["provider"] != provider.code:
        raise NotToldBy("nothing_asked")
    if not proofs.counts(datetime.fromisoformat(asked["at"]), ASKED_WITHIN, at=at):
        raise NotToldBy("too_late")
    if not hmac.compare_digest(asked["state"].encode(), came.get("state", "").encode()):
        raise NotToldBy("another_state")
    if came.get("iss", provider.issuer) != provider.issuer:
        raise NotToldBy("another_issuer")
    if "error" in came or not came.get("code"):
        raise NotToldBy("refused_there")
    known = _discovered(provider)
    tokens = _tokens(provider, known, code=came["code"], verifier=asked["verifier"], back=back)
    claims = _claims(provider, known, tokens, nonce=asked["nonce"], at=at)
    if "email" not in claims and isinstance(known.get("userinfo_endpoint"), str):
        claims = {**claims, **_userinfo(known, tokens, subject=claims["sub"])}
    email = claims.get("email")
    # Only the word true counts: "true", 1 and a missing claim are not a verification.
    is_verified = claims.get("email_verified") is True and isinstance(email, str)
    return Told(claims["sub"], email.strip().lower() if is_verified and isinstance(email, str) else None)


def _provider(code: str, told: Mapping[str, str], folder: Path) -> Provider:
    issuer = told["issuer"]
    if not _is_secure(issuer):
        raise BadSettings(f"{code}: the issuer must begin with https://")
    secret = (folder / told["client_secret_file"]).read_text(encoding="utf-8").strip()
    return Provider(code, told["name"], issuer, told["client_id"], secret)


def _discovered(provider: Provider) -> Mapping[str, Any]:
    known = _json("GET", f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
    if known.get("issuer") != provider.issuer:
        raise NotToldBy("another_issuer")
    if not all(isinstance(known.get(name), str) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")):
        raise NotToldBy("not_described")
    return known


def _tokens(provider: Provider, known: Mapping[str, Any], *, code: str, verifier: str, back: str) -> Mapping[str, Any]:
    # RFC 6749, 2.3.1: name and secret are form-encoded before they are joined.
    who = (quote(provider.client_id, safe=""), quote(provider.client_secret, safe=""))
    fields = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
    tokens = _json("POST", known["token_endpoint"], data=fields, auth=who)
    if not isinstance(tokens.get("id_token"), str):
        raise NotToldBy("no_token")
    return tokens


def _claims(
    provider: Provider, known: Mapping[str, Any], tokens: Mapping[str, Any], *, nonce: str, at: datetime
) -> dict[str, Any]:
    try:
        keys = KeySet.import_key_set(dict(_json("GET", known["jwks_uri"])))  # type: ignore[arg-type]
        claims = dict(jwt.decode(tokens["id_token"], keys, algorithms=ALGORITHMS).claims)
    except (JoseError, ValueError, KeyError, TypeError) as wrong:
        raise NotToldBy("not_signed") from wrong
    checks = jwt.JWTClaimsRegistry(
        now=int(at.timestamp()),
        leeway=_LEEWAY_SECONDS,
        iss={"essential": True, "value": provider.issuer},
        aud={"essential": True, "value": provider.client_id},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
    )
    try:
        checks.validate(claims)
    except (JoseError, ValueError, TypeError) as wrong:
        raise NotToldBy("not_for_us_now") from wrong
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (several or "azp" in claims) and claims.get("azp") != provider.client_id:
        raise NotToldBy("for_another")
    if not isinstance(claims.get("nonce"), str) or not hmac.compare_digest(claims["nonce"].encode(), nonce.encode()):
        raise NotToldBy("another_nonce")
    return claims


def _userinfo(known: Mapping[str, Any], tokens: Mapping[str, Any], *, subject: str) -> dict[str, Any]:
    token = tokens.get("access_token")
    if not isinstance(token, str):
        return {}
    said = _json("GET", known["userinfo_endpoint"], headers={"Authorization": f"Bearer {token}"})
    if said.get("sub") != subject:
        raise NotToldBy("another_person")
    return {name: said[name] for name in ("email", "email_verified") if name in said}


def _json(method: str, address: str, **parts: Any) -> Mapping[str, Any]:
    """Ask the provider, within seconds, without being sent elsewhere."""
    try:
        with httpx.Client(
            timeout=_TIMEOUT_SECONDS, follow_redirects=False, trust_env=False, verify=_trusted()
        ) as client:
            said = client.request(method, _secure(address), **parts)
    except (httpx.HTTPError, httpx.InvalidURL) as failed:
        raise NotToldBy("not_reached") from failed
    if said.status_code >= 500:
        raise NotToldBy("not_reached")
    if said.status_code != 200 or len(said.content) > _BYTES_MAX:
        raise NotToldBy("refused_there")
    try:
        read = said.json()
    except ValueError as wrong:
        raise NotToldBy("not_understood") from wrong
    if not isinstance(read, dict):
        raise NotToldBy("not_understood")
    return read


@cache
def _trusted() -> ssl.SSLContext:
    """Return the authorities whose certificates are believed, read once: reading them takes longer than asking."""
    return httpx.create_ssl_context(trust_env=False)


def _secure(address: str) -> str:
    if not _is_secure(address):
        raise NotToldBy("not_https")
    return address


def _is_secure(address: str) -> bool:
    """Whether nobody on the way can read along: https, or a provider on this very machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE)
