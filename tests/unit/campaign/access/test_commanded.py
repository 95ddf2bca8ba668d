"""Values that commands tell, and the one sentence for each way in which they don't."""

import sys
import time
from pathlib import Path

import pytest

from ringback.campaign.access.commanded import ValueCommand
from ringback.errors import ConfigError


def telling(folder: Path, *words: str, seconds: float = 20.0) -> ValueCommand:
    """The value `token`, told by these words."""
    return ValueCommand(
        name="token", variable="TOKEN", words=words, file=folder / "r.toml", seconds=seconds
    )


def python(folder: Path, code: str, seconds: float = 20.0) -> ValueCommand:
    """A command that is a line of Python."""
    return telling(folder, sys.executable, "-c", code, seconds=seconds)


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("print('s3cret')", "s3cret"),
        ("print('  s3cret \\n\\n')", "s3cret"),
        ("import sys; print('two words'); print('a warning', file=sys.stderr)", "two words"),
        ("import sys; sys.stdout.buffer.write('schlüssel'.encode())", "schlüssel"),
        ("import os; print(os.path.basename(os.getcwd()))", "configured"),
        ("import sys; print(repr(sys.stdin.read()))", "''"),
    ],
)
def test_what_is_printed_is_the_value(tmp_path: Path, code: str, value: str) -> None:
    """Spaces around it are no part of it; it runs in the configuration's folder, asked nothing."""
    folder = tmp_path / "configured"
    folder.mkdir()
    assert python(folder, code).ask() == value


def test_no_shell_reads_the_words(tmp_path: Path) -> None:
    """What a shell would replace arrives as it is written."""
    words = (sys.executable, "-c", "import sys; print(sys.argv[1:])", "$HOME; *", "a b")
    assert telling(tmp_path, *words).ask() == "['$HOME; *', 'a b']"


def test_a_program_may_be_named_from_the_folder(tmp_path: Path) -> None:
    """A path that is not absolute begins in the configuration's folder."""
    script = tmp_path / "token.sh"
    script.write_text("#!/bin/sh\necho s3cret\n", "utf-8")
    script.chmod(0o755)
    assert telling(tmp_path, "./token.sh").ask() == "s3cret"
    script.chmod(0o644)
    with pytest.raises(ConfigError, match=r"can't be run \(Permission denied\)"):
        telling(tmp_path, "./token.sh").ask()


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        (
            (
                "import sys; print('s3cret'); "
                "print('first\\nlog\\x07in first\\n', file=sys.stderr); "
                "sys.exit(4)"
            ),
            (
                "ended with code 4; run it by hand to see why, or set and export TOKEN "
                '(it says "log?in first")'
            ),
        ),
        (
            "import os; os.kill(os.getpid(), 15)",
            "was ended by signal 15; run it by hand to see why, or set and export TOKEN",
        ),
        (
            "",
            "printed nothing; it must print the value on standard output, or set and export TOKEN",
        ),
        (
            "print('s3cret'); print('s3cret')",
            "printed more than one line; it must print the value alone, or set and export TOKEN",
        ),
        (
            "print('s3\\x1b[0mcret')",
            "printed a control character; it must print the value alone, or set and export TOKEN",
        ),
        (
            "import sys; sys.stdout.buffer.write(b's3cret\\xff')",
            "printed what is no text; it must print the value, or set and export TOKEN",
        ),
        (
            "print('s3cret' * 100_000)",
            "printed more than 64 KiB; it must print the value alone, or set and export TOKEN",
        ),
        (
            "import sys; sys.exit('x' * 5000)",
            (
                "ended with code 1; run it by hand to see why, or set and export TOKEN "
                f'(it says "{"x" * 200}")'
            ),
        ),
    ],
)
def test_each_failure_is_one_sentence(tmp_path: Path, code: str, problem: str) -> None:
    """It names the value, the program, what is wrong and what to try, and not what was printed."""
    with pytest.raises(ConfigError) as told:
        python(tmp_path, code).ask()
    where = f"{tmp_path}/r.toml: values.token: the command {sys.executable}"
    assert str(told.value) == f"{where} {problem}"
    assert "s3cret" not in str(told.value)


def test_a_program_that_is_not_there_is_told(tmp_path: Path) -> None:
    """Only the program is named: its arguments may be secret."""
    with pytest.raises(ConfigError) as told:
        telling(tmp_path, "no-such-tool", "--password", "s3cret").ask()
    assert str(told.value) == (
        f"{tmp_path}/r.toml: values.token: the command no-such-tool is not there; "
        "install it, or give its path, or set and export TOKEN"
    )


def test_a_command_that_does_not_end_is_ended(tmp_path: Path) -> None:
    """With all that it started, and after its time, also where it prints without end."""
    sleeping = (
        "import subprocess, sys; "
        "subprocess.run([sys.executable, '-c', 'import time; time.sleep(60)'])"
    )
    for code in (sleeping, "while True: print('x' * 9999)"):
        started = time.monotonic()
        with pytest.raises(ConfigError, match=r"had not ended after 0\.5 s; it must not wait"):
            python(tmp_path, code, seconds=0.5).ask()
        assert time.monotonic() - started < 10


def test_a_helper_that_stays_does_not_hold_the_value(tmp_path: Path) -> None:
    """A command may leave something running that keeps its output open."""
    code = (
        "import subprocess, sys; print('s3cret', flush=True); "
        "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(5)'])"
    )
    started = time.monotonic()
    assert python(tmp_path, code).ask() == "s3cret"
    assert time.monotonic() - started < 4
