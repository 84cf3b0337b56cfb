"""Validates one signed PDF (argv[1]) with pyHanko, over and over: for each line on standard input, a number of
seconds, prints how often it did and how long that took."""
import logging
import sys
import time

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

logging.disable(logging.CRITICAL)


def once() -> None:
    with open(sys.argv[1], "rb") as handle:
        reader = PdfFileReader(handle)
        context = ValidationContext(allow_fetching=False)
        status = validate_pdf_signature(reader.embedded_signatures[0], context)
        assert status.intact


once()
for line in sys.stdin:
    done, started = 0, time.perf_counter()
    while time.perf_counter() - started < float(line):
        once()
        done += 1
    print(done, time.perf_counter() - started, flush=True)
