"""A passkey in software: answers the questions of the pages as a telephone would, rightly or wrongly as a test asks.

The journeys hold it to the truth: there a real browser answers the same pages.
"""

import hashlib
import json
import os
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40


@dataclass
class SoftKey:
    """A device with one key."""

    origin: str = "http://localhost"
    host: str = "localhost"
    is_verified: bool = True
    counts: bool = True
    signatures: int = 0
    id: bytes = field(default_factory=lambda: os.urandom(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def made(self, question: dict[str, Any]) -> str:
        """Return the answer to the question for a new key."""
        public = ES256.from_cryptography_key(self.key.public_key())
        data = AuthenticatorData.create(
            self._host_digest(),
            self._flags() | WITH_KEY,
            self._next(),
            bytes(AttestedCredentialData.create(Aaguid.NONE, self.id, public)),
        )
        client = self._client("webauthn.create", question)
        return self._answer(clientDataJSON=client, attestationObject=bytes(AttestationObject.create("none", data, {})))

    def proved(self, question: dict[str, Any], *, owner: bytes | None = None) -> str:
        """Return the answer to the question for a known key."""
        data = bytes(AuthenticatorData.create(self._host_digest(), self._flags(), self._next()))
        client = self._client("webauthn.get", question)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        parts = {"clientDataJSON": client, "authenticatorData": data, "signature": signature}
        return self._answer(**parts, **({} if owner is None else {"userHandle": owner}))

    def _client(self, kind: str, question: dict[str, Any]) -> bytes:
        return bytes(
            CollectedClientData.create(
                type=kind, challenge=question["publicKey"]["challenge"], origin=self.origin, cross_origin=False
            )
        )

    def _answer(self, **parts: bytes) -> str:
        return json.dumps(
            {
                "id": websafe_encode(self.id),
                "rawId": websafe_encode(self.id),
                "type": "public-key",
                "clientExtensionResults": {},
                "response": {name: websafe_encode(part) for name, part in parts.items()},
            }
        )

    def _host_digest(self) -> bytes:
        return hashlib.sha256(self.host.encode()).digest()

    def _flags(self) -> int:
        return PRESENT | (VERIFIED if self.is_verified else 0)

    def _next(self) -> int:
        self.signatures += 1 if self.counts else 0
        return self.signatures
