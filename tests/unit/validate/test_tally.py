"""Findings counted in groups that add up."""

from ringback.finding import Finding, Severity
from ringback.validate.tally import GROUPS, Spot, Tally


def finding(message: str = "m", **more: object) -> Finding:
    """A finding about an answer."""
    whole = {"rule": "schema/response", "operation": "get", "schema": "/s", "cause": "type", **more}
    return Finding(message=message, **whole)  # type: ignore[arg-type]  # any members


def spot(line: int, file: str = "a.ndjson", entry: str = "") -> Spot:
    """A place in a log."""
    return Spot(file=file, line=line, entry=entry or f"line {line}")


def test_one_defect_is_one_finding() -> None:
    """With its count, its first three places, and of how many of the operation it is."""
    tally = Tally()
    tally.judged["get", 200] = 8
    tally.judged["get", 404] = 2
    tally.judged["put", 200] = 90
    for line in (3, 4, 7, 9):
        tally.found(spot(line), [finding(f"at {line}", instance=f"/a/{line}", line=line)])
    (found,) = tally.findings()
    assert (found.message, found.count, found.of, found.share) == ("at 3", 4, 10, 0.4)
    assert found.places == ("a.ndjson:3", "a.ndjson:4", "a.ndjson:7")
    assert (found.file, found.line, found.instance) == ("a.ndjson", 3, "/a/3")


def test_an_entry_counts_once() -> None:
    """However often it shows the same defect; other defects are other groups."""
    tally = Tally()
    tally.found(spot(1), [finding(), finding(), finding(cause="enum"), finding(schema="/t")])
    assert [each.count for each in tally.findings()] == [1, 1, 1]


def test_what_is_alike_in_other_files() -> None:
    """The same defect in two files is one finding, and has one fingerprint whatever the file."""
    first, second = Tally(), Tally()
    first.found(spot(1, "a"), [finding(file="a")])
    second.found(spot(1, "b"), [finding(file="b")])
    (alone,) = second.findings()
    first.merge(second)
    (both,) = first.findings()
    assert both.places == ("a:1", "b:1")
    assert both.fingerprint == alone.fingerprint


def test_entries_that_cannot_be_read_are_told_apart() -> None:
    """Each is a mistake of its own at its line; a defect that is a warning stays one."""
    tally = Tally()
    for line in (2, 5):
        broken = Finding(rule="recording/unreadable", message="is cut", file="a", line=line)
        tally.found(spot(line), [broken])
    tally.found(spot(7), [finding(severity=Severity.WARNING)])
    assert [(each.rule, each.line, each.count) for each in tally.findings()] == [
        ("recording/unreadable", 2, 1),
        ("recording/unreadable", 5, 1),
        ("schema/response", 7, 1),
    ]
    assert [each.places for each in tally.findings()][:2] == [(), ()]


def test_lines_of_a_later_part() -> None:
    """Move down by the lines that came before it."""
    whole, part = Tally(), Tally()
    part.found(spot(2), [finding(line=2)])
    part.found(spot(3), [Finding(rule="recording/invalid", message="m", file="a", line=3)])
    whole.merge(part, 100)
    first, second = whole.findings()
    assert (first.line, first.places) == (102, ("a.ndjson:102",))
    assert second.line == 103


def test_the_place_of_an_entry() -> None:
    """A line says it all; an entry of a document is named beside its line."""
    assert spot(4).text == "a.ndjson:4"
    assert Spot(file="b.har", entry="entry 3", line=120).text == "b.har:120 (entry 3)"
    assert Spot(file="c.json").text == "c.json"


def test_any_number_of_kinds() -> None:
    """Past a bound they are counted together, so that a hostile file fills no memory."""
    tally = Tally(whole=True)
    for at in range(3 * GROUPS):
        tally.found(spot(at), [finding(cause=f"additional {at}")])
        tally.found(spot(at), [Finding(rule="recording/invalid", message="m", line=at)])
        tally.aside("recording/no-operation", f"GET /{at}")
    assert sum(each.count for each in tally.findings()) == 6 * GROUPS
    assert len(tally.groups) < 2 * GROUPS
    assert len(tally.outside) < 250
    assert sum(tally.outside.values()) == 3 * GROUPS
    assert [
        each.message for each in tally.findings() if each.cause == "more than are told apart"
    ] == ["and more of them, the first: m"] * 2


def test_merging_counts_everything() -> None:
    """Entries, what was judged, what is out of scope, and groups in their order."""
    first, second = Tally(entries=2), Tally(entries=3)
    first.judged["get", 200] = 1
    second.judged["get", 200] = 2
    first.aside("recording/other-host", "a.example")
    second.aside("recording/other-host", "a.example")
    second.aside("recording/other-host", "b.example")
    second.found(spot(1), [finding("late")])
    first.merge(second)
    assert first.entries == 5
    assert first.judged == {("get", 200): 3}
    assert first.outside == {
        ("recording/other-host", "a.example"): 2,
        ("recording/other-host", "b.example"): 1,
    }
    assert [each.message for each in first.findings()] == ["late"]


def test_what_is_told_together_stays_so_when_parts_come_together() -> None:
    """Thousands of lines that are no JSON: the first are told apart, the rest is one finding."""
    whole = Tally()
    for part in range(2):
        tally = Tally()
        for line in range(1, 1_501):
            broken = Finding(rule="recording/unreadable", message="is cut", file="a", line=line)
            tally.found(spot(line), [broken])
        whole.merge(tally, lines=1_500 * part)
    *apart, more = whole.findings()
    assert len(apart) == 1_000
    assert (more.count, more.message) == (2_000, "and more of them, the first: is cut")
