"""Seal on a device what only the server opens: a laptop that is stolen at the port shows nothing entered already.

The device knows the office's public key alone.  For every line it makes a key pair of its own, agrees on a secret with
the office's key (ECDH on the curve P-256), derives a key from it (HKDF with SHA-256) and seals with AES-256-GCM: 65
bytes of its own public key, 12 bytes nonce, ciphertext.  What it is about (office and line) is bound in, so a sealed
line opens nowhere else.  Sources: NIST SP 800-56A (6.2.2), RFC 5869, NIST SP 800-38D.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

INFO = b"sankofa arrival desk 1"
PUBLIC_BYTES, NONCE_BYTES, KEY_BYTES = 65, 12, 32


class NotForThisKey(Exception):
    """The bytes do not open: another key, another line, or changed on the way."""


def fresh_pair() -> tuple[bytes, bytes]:
    """Return a new key pair of an office: the public part as a point (65 bytes), the secret part as DER."""
    secret = ec.generate_private_key(ec.SECP256R1())
    return _point(secret.public_key()), secret.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def sealed(content: bytes, *, public: bytes, about: str) -> bytes:
    """Seal content for an office as its devices do."""
    own = ec.generate_private_key(ec.SECP256R1())
    point = _point(own.public_key())
    key = _key(own, ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public), salt=point)
    nonce = os.urandom(NONCE_BYTES)
    return point + nonce + AESGCM(key).encrypt(nonce, content, about.encode())


def opened(sealed: bytes, *, secret: bytes, about: str) -> bytes:
    """Return what a device sealed.  Raises NotForThisKey."""
    point, nonce = sealed[:PUBLIC_BYTES], sealed[PUBLIC_BYTES : PUBLIC_BYTES + NONCE_BYTES]
    own = serialization.load_der_private_key(secret, password=None)
    assert isinstance(own, ec.EllipticCurvePrivateKey), "an office's key is one of this curve"
    try:
        key = _key(own, ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point), salt=point)
        return AESGCM(key).decrypt(nonce, sealed[PUBLIC_BYTES + NONCE_BYTES :], about.encode())
    except (InvalidTag, ValueError):
        raise NotForThisKey from None


def _point(public: ec.EllipticCurvePublicKey) -> bytes:
    return public.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def _key(own: ec.EllipticCurvePrivateKey, other: ec.EllipticCurvePublicKey, *, salt: bytes) -> bytes:
    derived = HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=salt, info=INFO)
    return derived.derive(own.exchange(ec.ECDH(), other))
