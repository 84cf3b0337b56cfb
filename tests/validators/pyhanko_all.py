"""`pyhanko sign validate --trust argv[1] --trust-replace FILE` for every further FILE, in one interpreter.
Prints one line a file: its name, then the exit code, then what pyHanko said."""
import logging
import sys

from click.testing import CliRunner
from pyhanko.cli import cli_root

logging.disable(logging.CRITICAL)
for file in sys.argv[2:]:
    result = CliRunner().invoke(cli_root, ["sign", "validate", "--trust", sys.argv[1], "--trust-replace", file])
    print(file, result.exit_code, result.output.strip().replace("\n", " "), flush=True)
