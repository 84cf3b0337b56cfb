"""Signs a small PDF with pyHanko and P-256, over and over: for each line on standard input, a number of seconds,
prints how often it did and how long that took."""
import datetime
import io
import logging
import sys
import time

from asn1crypto import keys, x509
from cryptography import x509 as cx509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

logging.disable(logging.CRITICAL)

key = ec.generate_private_key(ec.SECP256R1())
name = cx509.Name([cx509.NameAttribute(NameOID.COMMON_NAME, "bench")])
now = datetime.datetime.now(datetime.timezone.utc)
certificate = (
    cx509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    .serial_number(1).not_valid_before(now).not_valid_after(now + datetime.timedelta(days=1))
    .sign(key, hashes.SHA256())
)
signer = signers.SimpleSigner(
    signing_cert=x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER)),
    signing_key=keys.PrivateKeyInfo.load(key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())),
    cert_registry=SimpleCertificateStore(),
)
writer = PdfFileWriter()
writer.insert_page(PageObject(contents=writer.add_object(__import__("pyhanko.pdf_utils.generic", fromlist=["x"]).StreamObject(stream_data=b"q Q")), media_box=(0, 0, 595, 842)))
blank = io.BytesIO()
writer.write(blank)


def once() -> None:
    signers.sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(blank.getvalue())),
        signers.PdfSignatureMetadata(field_name="Signature"),
        signer=signer,
    )


once()
for line in sys.stdin:
    done, started = 0, time.perf_counter()
    while time.perf_counter() - started < float(line):
        once()
        done += 1
    print(done, time.perf_counter() - started, flush=True)
