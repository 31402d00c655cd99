"""E-mail goes only to a server whose certificate somebody whom we trust has signed."""

from __future__ import annotations

import asyncio
import ipaddress
import ssl
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import aiosmtplib
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from council.clock import now
from council.identity.sending import smtp

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

HERE = ipaddress.ip_address("127.0.0.1")


def signed_by_itself(folder: Path) -> Path:
    """A certificate for this machine, and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail.test")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now() - timedelta(days=1))
        .not_valid_after(now() + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(HERE)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file = folder / "mail.pem"
    file.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return file


@asynccontextmanager
async def mail_server(certificate: Path, heard: list[bytes]) -> AsyncIterator[int]:
    """Greets whoever completes the handshake, notes the first line, and hangs up."""

    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.test\r\n")
        heard.append(await reader.readline())
        writer.close()

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = await asyncio.start_server(greet, str(HERE), 0, ssl=context)
    async with server:
        yield server.sockets[0].getsockname()[1]


@pytest.mark.parametrize("trusted", [False, True])
async def test_a_certificate_that_nobody_signed_gets_no_mail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, trusted: bool
) -> None:
    """Trusted is the control: then the conversation begins."""
    certificate, heard = signed_by_itself(tmp_path), list[bytes]()
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    async with mail_server(certificate, heard) as port:
        send = smtp.server(f"smtps://{HERE}:{port}", "council@council.test")
        with pytest.raises(aiosmtplib.SMTPException):
            await send("someone@council.test", "code", "123456")
    assert bool([line for line in heard if line]) is trusted
