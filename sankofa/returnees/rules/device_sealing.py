"""Seal on a device what only the server opens: a laptop that is stolen at the port shows nothing entered already.

The device knows the office's public key alone.  For every line it makes a key pair of its own, agrees on a secret with
the office's key (ECDH on the curve P-256), derives a key from it (HKDF with SHA-256) and seals with AES-256-GCM: 65
bytes of its own public key, 12 bytes nonce, ciphertext.  What it is about (office and line) is bound in, so a sealed
line opens nowhere else.  Inside, the device signs with a key of its own that never leaves it, so that its pass is of no
use on another one.  Sources: NIST SP 800-56A (6.2.2), RFC 5869, NIST SP 800-38D.
"""

import os

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

INFO = b"sankofa arrival desk 1"
PUBLIC_BYTES, NONCE_BYTES, KEY_BYTES, SIGNATURE_BYTES = 65, 12, 32, 64


class NotForThisKey(Exception):
    """The bytes do not open: another key, another line, or changed on the way."""


def fresh_pair() -> tuple[bytes, bytes]:
    """Return a new key pair of an office: the public part as a point (65 bytes), the secret part as DER."""
    secret = ec.generate_private_key(ec.SECP256R1())
    return _point(secret.public_key()), secret.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def sealed(content: bytes, *, public: bytes, about: str, info: bytes = INFO) -> bytes:
    """Seal content for an office as its devices do; `info` says for which purpose."""
    own = ec.generate_private_key(ec.SECP256R1())
    point = _point(own.public_key())
    key = _key(own, ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public), salt=point, info=info)
    nonce = os.urandom(NONCE_BYTES)
    return point + nonce + AESGCM(key).encrypt(nonce, content, about.encode())


def opened(sealed: bytes, *, secret: bytes, about: str, info: bytes = INFO) -> bytes:
    """Return what a device sealed.  Raises NotForThisKey."""
    point, nonce = sealed[:PUBLIC_BYTES], sealed[PUBLIC_BYTES : PUBLIC_BYTES + NONCE_BYTES]
    own = serialization.load_der_private_key(secret, password=None)
    assert isinstance(own, ec.EllipticCurvePrivateKey), "an office's key is one of this curve"
    try:
        key = _key(own, ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point), salt=point, info=info)
        return AESGCM(key).decrypt(nonce, sealed[PUBLIC_BYTES + NONCE_BYTES :], about.encode())
    except (InvalidTag, ValueError):
        raise NotForThisKey from None


def is_signed_by(signature: bytes, content: bytes, *, public: bytes) -> bool:
    """Whether a device signed this content with its own key (ECDSA with SHA-256, the two numbers one after the other).

    Source: FIPS 186-5, 6; browsers give the signature as 64 bytes.
    """
    if len(signature) != SIGNATURE_BYTES:
        return False
    half = SIGNATURE_BYTES // 2
    both = encode_dss_signature(int.from_bytes(signature[:half]), int.from_bytes(signature[half:]))
    try:
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public)
        key.verify(both, content, ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True


def signed_by(own: ec.EllipticCurvePrivateKey, content: bytes) -> bytes:
    """Return a signature as a device gives it."""
    one, other = decode_dss_signature(own.sign(content, ec.ECDSA(hashes.SHA256())))
    return one.to_bytes(SIGNATURE_BYTES // 2) + other.to_bytes(SIGNATURE_BYTES // 2)


def is_point(public: bytes) -> bool:
    """Whether these bytes are a public key of the curve."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public)
    except ValueError:
        return False
    return len(public) == PUBLIC_BYTES


def _point(public: ec.EllipticCurvePublicKey) -> bytes:
    return public.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def _key(own: ec.EllipticCurvePrivateKey, other: ec.EllipticCurvePublicKey, *, salt: bytes, info: bytes) -> bytes:
    derived = HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=salt, info=info)
    return derived.derive(own.exchange(ec.ECDH(), other))
