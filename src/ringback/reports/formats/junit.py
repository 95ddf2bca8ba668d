"""The report for CI servers: JUnit XML in the form that the usual ones read."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from xml.etree import ElementTree as ET

from ringback.finding import Severity
from ringback.reports.interface import (
    details,
    findings_of,
    line_of,
    not_judged,
    seconds_of,
    several,
    verdict_line,
    whys,
)
from ringback.reports.scribe import Scribe, ShownFinding
from ringback.verdict import Inconclusive, Kept, Run

_COUNTED = {"failures": "failure", "errors": "error", "skipped": "skipped"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """One test case: `outcome` is None where it passed, `seconds` what it took."""

    suite: str
    name: str
    outcome: str | None = None
    kind: str = ""
    message: str = ""
    text: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class JunitReport:
    """A suite an operation (else an area of rules); a case each rule that it was asked by.

    A case each finding, too, skipped rule or reason. What is told of an operation's time is what
    its answers took, spread over the cases of its suite: which rule took it nobody can say.
    """

    def render(self, run: Run, scribe: Scribe) -> str:
        """The document, in ASCII with character references, so that any reader takes it."""
        suites: dict[str, list[_Case]] = {}
        for case in _cases(run, scribe):
            suites.setdefault(case.suite, []).append(case)
        for asked in run.asked:
            name = scribe.place(asked.operation)
            if suites.get(name):
                share = asked.seconds / len(suites[name])
                suites[name] = [replace(case, seconds=share) for case in suites[name]]
        title = f"ringback {scribe.place(run.command)}"
        root = ET.Element("testsuites", name=title)
        for name, cases in suites.items():
            suite = ET.SubElement(root, "testsuite", name=name)
            _count(suite, cases, sum(case.seconds for case in cases))
            _fill(suite, cases)
        _count(root, [case for cases in suites.values() for case in cases], seconds_of(run))
        ET.indent(root)
        document = ET.tostring(root, encoding="us-ascii", xml_declaration=False).decode("ascii")
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{document}\n'


def _cases(run: Run, scribe: Scribe) -> Iterator[_Case]:
    """Everything that the run tells, as cases: never none, which servers take for a mistake."""
    for line in run.exercised:
        yield _Case(suite="exercised", name=scribe.text(line))
    found = findings_of(run, scribe)
    yield from map(_finding, found)
    yield from _asked(run, scribe, {(each.operation, each.rule) for each in found})
    for skipped in run.skipped:
        rule = scribe.place(skipped.rule)
        why = scribe.text(skipped.why)
        yield _Case(suite=_area(rule), name=rule, outcome="skipped", message=why)
    for what, why in not_judged(run, scribe):
        yield _Case(suite="not judged", name=what, outcome="skipped", message=why)
    reasons = whys(run, scribe)
    if isinstance(run.verdict, Inconclusive):
        for why in reasons or ["nothing could be judged"]:
            yield _Case(
                suite="verdict", name=why, outcome="error", kind="inconclusive", message=why
            )
    if isinstance(run.verdict, Kept):
        yield _Case(suite="verdict", name="kept", text=verdict_line(run, scribe))


def _asked(run: Run, scribe: Scribe, found: Collection[tuple[str | None, str]]) -> Iterator[_Case]:
    """What each operation was asked and is not told of: the rules that held.

    An area whose rules are not told apart holds where no rule of it is told of.
    """
    areas = {(operation, _area(rule)) for operation, rule in found}
    for each in run.asked:
        operation = scribe.place(each.operation)
        for name, count in each.rules.items():
            rule = scribe.place(name)
            if (operation, rule) not in (found if "/" in rule else areas):
                text = f"asked {several(count, 'time')}"
                yield _Case(suite=operation, name=rule, text=text)


def _finding(found: ShownFinding) -> _Case:
    """An error as a failure; what breaks no verdict as a passed case that says something."""
    where = line_of(found) or None
    schema = None if found.schema is None else f"schema {found.schema or '/'}"
    still = bool(found.operations) or (bool(found.places) and found.share is None)
    many = found.count > 1 and not still
    times = f"shown by {found.count} exchanges" if many else None
    lines = (found.message, found.instance, schema, where, times, *details(found), found.reproduce)
    is_error = found.severity == Severity.ERROR.value and found.accepted is None
    return _Case(
        suite=found.operation or _area(found.rule),
        name=" ".join(filter(None, (found.rule, found.instance or found.schema or where))),
        outcome="failure" if is_error else None,
        kind=found.rule,
        message=found.message,
        text="\n".join(filter(None, lines)),
    )


def _area(rule: str) -> str:
    """The area of a rule: `law` of `law/echo`."""
    return rule.partition("/")[0]


def _count(element: ET.Element, cases: list[_Case], seconds: float) -> None:
    """The totals that a suite, or all of them, has as attributes."""
    outcomes = Counter(case.outcome for case in cases)
    element.set("tests", str(len(cases)))
    for attribute, outcome in _COUNTED.items():
        element.set(attribute, str(outcomes[outcome]))
    element.set("time", f"{seconds:.3f}")


def _fill(suite: ET.Element, cases: list[_Case]) -> None:
    """The cases, each under a name of its own: servers take those of one name for one."""
    seen: Counter[str] = Counter()
    for case in cases:
        seen[case.name] += 1
        name = case.name if seen[case.name] == 1 else f"{case.name} ({seen[case.name]})"
        element = ET.SubElement(suite, "testcase", name=name, classname=case.suite)
        element.set("time", f"{case.seconds:.3f}")
        if case.outcome is not None:
            child = ET.SubElement(element, case.outcome, message=case.message)
            if case.kind:
                child.set("type", case.kind)
            child.text = case.text or None
        elif case.text:
            ET.SubElement(element, "system-out").text = case.text
