"""How often pyHanko validates one signed PDF in a second: argv[1] the file, argv[2] the seconds."""
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
done, started = 0, time.perf_counter()
while time.perf_counter() - started < float(sys.argv[2]):
    once()
    done += 1
print(done / (time.perf_counter() - started))
