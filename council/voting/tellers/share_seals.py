"""Each share is also a key: by it a share proves itself, and to it another share is encrypted.

The first share that is typed in has to wait for the second one, perhaps in another process. It
waits encrypted to the two others (HPKE): who has none of them cannot read it.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from council.voting.tellers.shares import Share

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


@dataclass(frozen=True, slots=True)
class Seals:
    """Those of one ceremony; a share of another one proves nothing here."""

    poll: str
    round: int

    def key_of(self, share: Share) -> str:
        """The public key in hex. A share is 256 random bits, so nobody finds it from this."""
        return self._private(share).public_key().public_bytes_raw().hex()

    def seal(self, share: Share, to: str) -> str:
        """`share` for whoever types the share with this public key."""
        key = X25519PublicKey.from_public_bytes(bytes.fromhex(to))
        return base64.b64encode(_SUITE.encrypt(_packed(share), key, self._info)).decode()

    def opened(self, by: Share, text: str) -> Share:
        """Raises InvalidTag for what was not sealed for `by`."""
        packed = _SUITE.decrypt(base64.b64decode(text), self._private(by), self._info)
        return Share(packed[0], packed[1:])

    def _private(self, share: Share) -> X25519PrivateKey:
        made = HKDF(SHA256(), 32, None, self._info).derive(_packed(share))
        return X25519PrivateKey.from_private_bytes(made)

    @property
    def _info(self) -> bytes:
        return f"council/share/v1|{self.poll}|{self.round}".encode()


def _packed(share: Share) -> bytes:
    return bytes([share.no]) + share.value
