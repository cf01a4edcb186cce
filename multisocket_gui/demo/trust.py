"""A throw-away certificate authority for loopback.

Its private key is made anew at each start and never leaves memory. The server's key touches the disk
for the moment that `SSLContext.load_cert_chain` needs to read it (it reads files only), readable by the owner alone.
"""

from __future__ import annotations

import datetime
import ipaddress
import os
import ssl
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal, get_args

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

Certificate = Literal["right", "wrong_name", "expired", "self_signed"]
CERTIFICATES: tuple[Certificate, ...] = get_args(Certificate)
_LIFETIME = datetime.timedelta(days=30)
_CLOCK_SLACK = datetime.timedelta(hours=1)
_LOOPBACK = (
    x509.DNSName("localhost"),
    x509.IPAddress(ipaddress.ip_address("127.0.0.1")),
    x509.IPAddress(ipaddress.ip_address("::1")),
)
_ELSEWHERE = (x509.DNSName("elsewhere.invalid"),)


class Trust:
    """A CA, the certificates that it signs for localhost, 127.0.0.1 and ::1, and those that nobody should accept."""

    def __init__(self, ca_file: Path) -> None:
        """Make the CA and write its certificate to `ca_file`. Raises OSError if that cannot be written."""
        self._folder = ca_file.parent
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._ca = _ca_certificate(self._key)
        ca_file.write_bytes(_pem(self._ca))

    def server_context(self, which: Callable[[], Certificate] = lambda: "right") -> ssl.SSLContext:
        """TLS for a door that shows each client the certificate that `which` names at that moment."""
        context = self._context("right")

        def choose(line: ssl.SSLObject, _name: str, _context: ssl.SSLContext) -> None:
            kind = which()
            if kind != "right":
                line.context = self._context(kind)

        context.sni_callback = choose
        return context

    def server_pem(self) -> tuple[str, str]:
        """A right certificate and its private key, in PEM, for a server that is another process."""
        key = ec.generate_private_key(ec.SECP256R1())
        return _pem(self._certificate("right", key)).decode(), _key_pem(key).decode()

    def _context(self, kind: Certificate) -> ssl.SSLContext:
        key = ec.generate_private_key(ec.SECP256R1())
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_alpn_protocols(["http/1.1"])
        _load(context, self._certificate(kind, key), key, self._folder)
        return context

    def _certificate(self, kind: Certificate, key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
        if kind == "self_signed":
            return _server_certificate(_name("localhost"), key, key.public_key(), _LOOPBACK)
        names = _ELSEWHERE if kind == "wrong_name" else _LOOPBACK
        age = _LIFETIME * 2 if kind == "expired" else datetime.timedelta()
        return _server_certificate(self._ca.subject, self._key, key.public_key(), names, age)


def _load(
    context: ssl.SSLContext, certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey, folder: Path
) -> None:
    descriptor, name = tempfile.mkstemp(suffix=".pem", dir=folder)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(_pem(certificate) + _key_pem(key))
        context.load_cert_chain(name)
    finally:
        Path(name).unlink()


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _key_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _ca_certificate(key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    name = _name("Multisocket GUI throw-away CA")
    builder = _builder(name, name, key.public_key(), key.public_key())
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    return builder.add_extension(_usage(signs_certificates=True), critical=True).sign(key, hashes.SHA256())


def _server_certificate(
    issuer: x509.Name,
    issuer_key: ec.EllipticCurvePrivateKey,
    public_key: ec.EllipticCurvePublicKey,
    names: Sequence[x509.GeneralName],
    age: datetime.timedelta = datetime.timedelta(),
) -> x509.Certificate:
    builder = _builder(_name("localhost"), issuer, public_key, issuer_key.public_key(), age)
    builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage(signs_certificates=False), critical=True)
    purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
    return builder.add_extension(purpose, critical=False).sign(issuer_key, hashes.SHA256())


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    issuer_key: ec.EllipticCurvePublicKey,
    age: datetime.timedelta = datetime.timedelta(),
) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC) - age
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _CLOCK_SLACK)
        .not_valid_after(now + _LIFETIME)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
