"""What a check does without until it is needed, so that it starts fast."""

import subprocess
import sys

_HEAVY = {"h11", "httpx", "hypothesis", "jsonpath", "multiprocessing", "respx", "rich"}
_HEAVY |= {"requests", "schemathesis", "starlette"}


def test_check_imports_what_it_uses() -> None:
    """Clients, generators and what shows progress wait for a run that asks for them."""
    program = "import ringback.commands.gate.check, ringback.commands.descriptions.lint, sys;"
    program += f"print({_HEAVY!r} & set(sys.modules))"
    done = subprocess.run(  # noqa: S603 -- this interpreter, with a program of ours
        [sys.executable, "-c", program], capture_output=True, timeout=60, check=True
    )
    assert done.stdout == b"set()\n"
