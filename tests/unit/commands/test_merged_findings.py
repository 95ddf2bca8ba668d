"""Findings of shards as those of one run."""

from dataclasses import replace

from ringback.campaign.run.grouping import UNSURE, fold, group_of
from ringback.commands.gate.merged_findings import merged_findings
from ringback.commands.gate.shard_reports import ShardReport
from ringback.finding import Finding, Severity
from ringback.ledger import FLAKY, as_flaky
from ringback.reports.retelling import StoredScribe
from ringback.reports.scribe import Scribe
from ringback.reports.stored import as_finding
from ringback.shard import Shard, ShardPart
from ringback.verdict import Broken, Run


def _report(index: int, findings: list[Finding], flaky: dict[str, str]) -> ShardReport:
    """What a shard tells of these findings, as its report has it."""
    whole = [(each, group_of(each)) for each in findings]
    lines, folded = fold(whole)
    shown = [Scribe(secrets={}).shown(each) for each in (*lines, *folded)]
    by_print = {each.fingerprint: each for each in shown}
    told = [as_finding(each, each.fingerprint) for each in shown]
    part = ShardPart(
        shard=Shard(index=index, of=2),
        groups={each.fingerprint: group for each, group in whole if group is not None},
        folded=tuple(told[len(lines) :]),
        flaky=flaky,
    )
    run = Run(command="check", verdict=Broken(findings=tuple(told[: len(lines)])), part=part)
    scribe = StoredScribe(secrets={}, findings=by_print)
    return ShardReport(file=f"{index}.json", run=run, part=part, scribe=scribe)


def _merged(
    one: list[Finding], other: list[Finding], flaky: dict[str, str] | None = None
) -> list[tuple[str, str, int]]:
    reports = [_report(1, one, {}), _report(2, other, flaky or {})]
    return [
        (each.fingerprint, each.severity, each.count)
        for each in merged_findings(reports, (), {"update"})
    ]


def _echoes(names: str) -> list[Finding]:
    return [
        Finding(rule="law/echo", message="no", operation="update", instance=f"/{name}")
        for name in names
    ]


def _whole(findings: list[Finding]) -> list[tuple[str, str, int]]:
    lines, _ = fold([(each, group_of(each)) for each in findings])
    return [(each.fingerprint, each.severity.value, each.count) for each in lines]


def test_many_places_are_one_cause_over_shards() -> None:
    """Three places in one shard and three in another are six of one run; so are six in the one."""
    assert _merged(_echoes("abc"), _echoes("def")) == _whole(_echoes("abcdef"))
    assert _merged(_echoes("abcdef"), _echoes("g")) == _whole(_echoes("abcdefg"))
    assert _merged(_echoes("ab"), _echoes("cd")) == _whole(_echoes("abcd"))


def test_one_cause_in_two_shards_is_one_finding() -> None:
    """With the counts of both."""
    (finding,) = _echoes("a")
    expected = [(finding.fingerprint, "error", 2)]
    assert _merged([finding], [finding]) == expected


def test_what_another_shard_saw_again_is_not_flaky() -> None:
    """Seen once by one shard, it is the finding that another one holds."""
    (held,) = _echoes("a")
    once = replace(as_flaky(held), severity=Severity.WARNING)
    assert once.rule == FLAKY
    told = {once.fingerprint: held.fingerprint}
    assert _merged([held], [once], told) == [(held.fingerprint, "error", 2)]


def test_a_refusal_is_an_error_where_another_shard_was_accepted() -> None:
    """One shard alone could not tell what an operation wants."""
    unsure = Finding(
        rule="request/refused-valid",
        message=f"refused{UNSURE}",
        severity=Severity.WARNING,
        operation="update",
    )
    assert _merged([unsure], []) == [(unsure.fingerprint, "error", 1)]
