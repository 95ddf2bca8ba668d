"""The commands of a page, run in their order, and what they print held against the page."""

import contextlib
import io
import os
import re
import shlex
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ringback.cli import main
from tests.acceptance.driving import TABLES, environment, wait_for
from tests.documentation.page import Block, Command, Page
from tests.documentation.scenes import Stage, entered
from tests.documentation.shown_lines import ANYTHING, difference, updated

_LEFT_OUT = ("RINGBACK_", "NO_COLOR", "FORCE_COLOR", "GITHUB_", "CI")
_SHELL = re.compile(r"[|&;<>*\n]")
# A pytest of a page needs no plugin of others, and leaves nothing behind.
_LIGHT = "-p no:schemathesis -p no:cacheprovider -p no:xdist"
_SECONDS = 120  # that a command may take


@dataclass(slots=True)
class Runner:
    """Runs what a page has, one block after the other."""

    stage: Stage
    variables: dict[str, str]
    behind: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def real(self, text: str) -> str:
        """What stands in the place of the names of the page."""
        return _replaced(text, self.stage.names)

    def as_shown(self, text: str) -> str:
        """The names of the page in the place of what stands there."""
        folder = {str(self.stage.folder): "/home/me/project"}
        return _replaced(text, {real: name for name, real in self.stage.names.items()} | folder)

    def put(self, block: Block) -> None:
        """Write a block into its file, if it is of one; apply a patch."""
        for note, mode in (("file", "w"), ("append", "a")):
            if note in block.notes:
                path = self.stage.folder / block.notes[note]
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open(mode, encoding="utf-8") as file:
                    file.write(self.real(block.text))
        if block.language == "diff" and "not run" not in block.notes:
            self._shell("git apply -", block.text.encode())

    def run(self, command: Command) -> tuple[int, list[str]]:
        """The exit code, and the lines that were printed, in the page's names."""
        text = self.real(command.text).replace(".venv/bin/", "")
        words = shlex.split(text, comments=True)
        if words[0] == "export":
            given = (word.partition("=") for word in words[1:])
            self.variables.update({name: told for name, _, told in given if ANYTHING not in told})
            return 0, []
        if text.endswith(" &"):
            self._start(text[:-2])
            return 0, []
        if words[0] == "ringback" and not self.stage.apart and not _SHELL.search(text):
            code, printed = self._here(words[1:])
        else:
            code, printed = self._shell(text)
        return code, [line.rstrip() for line in self.as_shown(printed).splitlines()]

    def _here(self, arguments: Sequence[str]) -> tuple[int, str]:
        """A command of ringback in this process."""
        said = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
        with _set(self.stage.folder, self.variables), contextlib.ExitStack() as stack:
            stack.enter_context(contextlib.redirect_stdout(said))
            stack.enter_context(contextlib.redirect_stderr(said))
            try:
                main(list(arguments))
            except SystemExit as ended:
                code = ended.code
        said.seek(0)
        assert isinstance(code, int)
        return code, said.read()

    def _environment(self) -> dict[str, str]:
        """That of a process: the programs of the tests come first."""
        programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        more = {"PATH": programs, "COLUMNS": "120", "PYTEST_ADDOPTS": _LIGHT}
        return environment({**more, **self.variables})

    def _shell(self, text: str, stdin: bytes = b"") -> tuple[int, str]:
        """Any other command."""
        done = subprocess.run(  # noqa: S603 -- a command of our own pages
            ["bash", "-c", _of_the_tests(text)],  # noqa: S607 -- the shell that there is
            cwd=self.stage.folder,
            env=self._environment(),
            input=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=_SECONDS,
            check=False,
        )
        return done.returncode, done.stdout.decode()

    def _start(self, text: str) -> None:
        """A command that goes on behind the others; wait until it answers at its port."""
        started = subprocess.Popen(  # noqa: S603 -- a command of our own pages
            ["bash", "-c", f"exec {_of_the_tests(text)}"],  # noqa: S607 -- as above
            cwd=self.stage.folder,
            env=self._environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.behind.append(started)
        port = re.search(r"--port (\d+)", text)
        assert port, f"{text}: no --port"
        wait_for(lambda: started.poll() is not None or _answers(int(port[1])))
        assert started.poll() is None, f"{text}: ended"

    def end(self) -> None:
        """End what still goes on."""
        for started in self.behind:
            started.terminate()
            started.wait(20)


def run_page(page: Page) -> Iterator[tuple[Command, int, list[str]]]:
    """The commands of a page with their exit codes and lines, run as they are asked for."""
    with entered(page.scene) as stage:
        runner = Runner(stage=stage, variables=dict(stage.variables))
        try:
            for block in page.blocks:
                runner.put(block)
                for command in block.commands() if block.is_run else ():
                    yield (command, *runner.run(command))
        finally:
            runner.end()


def differences(page: Page) -> Iterator[str]:
    """What is not as the page says, a text for each command of which that is so."""
    for command, code, printed in run_page(page):
        place = f"{page.name}:{command.line}: {command.text}"
        if code != command.exit_code:
            said = "\n".join(printed)
            yield f"{place}\nexit {code}, not {command.exit_code}:\n{said}"
        elif command.shown:
            told = difference(command.shown, printed)
            if told:
                yield f"{place}\n{told}"


def update(page: Page) -> bool:
    """Write what the commands print into the page, where it shows something else."""
    lines = page.path.read_text("utf-8").splitlines()
    found = list(run_page(page))
    changed = False
    for command, code, printed in reversed(found):
        assert code == command.exit_code, f"{page.name}:{command.line}: exit {code}\n{printed}"
        if command.shown and difference(command.shown, printed):
            begin = command.line + command.text.count("\n")
            lines[begin : begin + len(command.shown)] = updated(command.shown, printed)
            changed = True
    if changed:
        page.path.write_text("\n".join(lines) + "\n", "utf-8")
    return changed


def _of_the_tests(text: str) -> str:
    """The ringback of these tests: it need not be installed as a program."""
    return re.sub(r"(^|[;&|] )ringback ", rf"\1{sys.executable} -m ringback ", text)


def _answers(port: int) -> bool:
    """Whether somebody listens."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def _replaced(text: str, names: Mapping[str, str]) -> str:
    if not names:
        return text
    longest = sorted(names, key=len, reverse=True)
    return re.sub("|".join(map(re.escape, longest)), lambda found: names[found[0]], text)


@contextlib.contextmanager
def _set(folder: Path, variables: dict[str, str]) -> Iterator[None]:
    """Stand in a folder with these variables, and without those of whoever runs the tests."""
    before, place = dict(os.environ), Path.cwd()
    kept = {key: text for key, text in before.items() if not key.startswith(_LEFT_OUT)}
    try:
        os.environ.clear()
        os.environ.update(kept | TABLES | variables)
        os.chdir(folder)
        yield
    finally:
        os.chdir(place)
        os.environ.clear()
        os.environ.update(before)
