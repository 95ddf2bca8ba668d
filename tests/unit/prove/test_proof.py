"""The tasks of a proof, campaigns on faults, and what is told of them."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from ringback import prove
from ringback.errors import UsageError
from ringback.prove.campaigns import keep_calm, prove_fault
from ringback.prove.interface import Calm, Fate, Proof, Proved, Terms
from ringback.prove.pool import Hunt, Rest, Shapes
from ringback.prove.proof import WantedFaults, left_out, tasks
from ringback.prove.proof_report import as_json, score, text
from ringback.prove.remembering import remembering
from tests.unit.prove.making import Row, app_of, stage, things

SCHEMA = Path(prove.__file__).parent / "schema" / "proof.schema.json"
THING = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}
RIGHT = {"id": "a"}
FAULTS = (
    Row(name="id-missing", app=app_of({})),
    Row(name="id-a-number", app=app_of({"id": 1})),
    Row(name="other-missing", app=app_of({}), rule="protocol/allow"),
    Row(name="id-of-another-kind", app=app_of({}), kind="other"),
)
STAGE = stage(things(THING), *FAULTS, value=RIGHT)
CAUGHT = Proved(
    name="c", kind="shape", rule="schema/response", fate=Fate.CAUGHT, came=("schema/response",)
)
MISSED = Proved(name="m", kind="state", rule="law/echo", fate=Fate.MISSED, came=("law/frame",))
UNSEEN = Proved(name="u", kind="shape", rule="schema/response", fate=Fate.MISSED, why="not seen")
SAME = Proved(name="s", kind="tag", rule="schema/response", fate=Fate.EQUIVALENT)
CALM = Calm(service="the reference", seed=0)
ALARMED = Calm(service="the reference", seed=1, alarms=("law/echo update /a",))


@pytest.mark.parametrize(
    ("wanted", "hunted", "left"),
    [
        (WantedFaults(), [0, 2, 3], 1),
        (WantedFaults(everything=True), [0, 1, 2, 3], 0),
        (WantedFaults(kinds=("other",)), [3], 0),
        (WantedFaults(names=("id-a-number",)), [1], 0),
        (WantedFaults(names=("id-*",)), [0, 1, 3], 0),
        (WantedFaults(names=("id-*",), kinds=("hand-made",)), [0, 1], 0),
    ],
)
def test_which_faults_are_planted(wanted: WantedFaults, hunted: list[int], left: int) -> None:
    """One of each rule, kind and first word stands for the rest, unless all or some are named."""
    todo = tasks(STAGE, wanted)
    assert [each.fault for each in todo if isinstance(each, Hunt)] == hunted
    assert left_out(STAGE, todo, wanted) == left


def test_the_longest_tasks_come_first() -> None:
    """Right services under each seed, then the shape faults in one task, then one a fault."""
    wanted = WantedFaults(names=("id-missing", "read 200 /: null"), seeds=2)
    assert tasks(STAGE, wanted) == [
        Rest(seed=0),
        Rest(seed=1),
        Shapes(names=frozenset({"read 200 /: null"})),
        Hunt(fault=0),
    ]


@pytest.mark.parametrize(
    ("wanted", "problems"),
    [
        (
            WantedFaults(kinds=("nope",), names=("no-such",)),
            (
                (
                    "--kind nope: no fault is of this kind "
                    "(there are: type, null, required, hand-made, other)"
                ),
                "--only no-such: no fault has this name",
            ),
        ),
        (
            WantedFaults(kinds=("other",), names=("id-missing",)),
            ("--only and --kind together leave no fault",),
        ),
    ],
)
def test_a_name_that_names_nothing_is_a_mistake(
    wanted: WantedFaults, problems: tuple[str, ...]
) -> None:
    """A proof of nothing would be green."""
    with pytest.raises(UsageError) as raised:
        tasks(STAGE, wanted)
    assert raised.value.problems == problems


@pytest.mark.parametrize(
    ("fault", "terms", "expected"),
    [
        (FAULTS[0], Terms(), (Fate.CAUGHT, ("schema/response",))),
        (FAULTS[0], Terms(ignore=("schema",)), (Fate.MISSED, ())),
        (FAULTS[2], Terms(), (Fate.MISSED, ("schema/response",))),
    ],
)
def test_a_fault_is_caught_by_its_own_rule_alone(
    fault: Row, terms: Terms, expected: tuple[Fate, tuple[str, ...]]
) -> None:
    """What another rule finds is told, and does not count."""
    found = prove_fault(remembering(STAGE), fault, terms)
    assert (found.fate, tuple(sorted(found.came))) == expected


def test_a_fault_that_only_the_forms_object_to_is_equivalent() -> None:
    """The same campaign under the forms' reading proves what the loose one does not ask."""
    loose = stage(things({"type": "object"}), forms=things(THING), value=RIGHT)
    assert prove_fault(remembering(loose), FAULTS[0], Terms()).fate is Fate.EQUIVALENT


def test_a_campaign_ends_with_what_it_looks_for() -> None:
    """The first held error of the rule is enough: fewer requests than a whole campaign."""
    asked = []

    def counting(value: object) -> object:
        def make() -> object:
            app = app_of(value)()

            async def counted(scope: object, receive: object, send: object) -> None:
                """Note the request, and pass it on."""
                asked.append(scope)
                await app(scope, receive, send)

            return counted

        return make

    terms = Terms(random_cases=8)
    prove_fault(STAGE, Row(name="x", app=counting({})), terms)
    early = len(asked)
    prove_fault(STAGE, Row(name="x", app=counting({}), rule="law/echo"), terms)
    assert 0 < early < len(asked) - early


def test_false_alarms_are_told_by_rule_and_place() -> None:
    """The message holds values of the service, so it stays away."""
    calm = keep_calm(STAGE, "thing", app_of({"id": 1}), 0, Terms(calm_cases=0))
    assert "schema/response read /id" in calm.alarms


@pytest.mark.parametrize(
    ("proof", "line"),
    [
        (
            Proof(reading="strict", proved=(CAUGHT, SAME), calm=(CALM,), seconds=48.06),
            (
                "proof: 1 of 1 observable faults caught, 1 equivalent under strict, "
                "0 findings on the reference under 1 seed in 48.1 s"
            ),
        ),
        (
            Proof(reading="r", proved=(CAUGHT, MISSED), calm=(CALM, ALARMED), seconds=1),
            (
                "proof: 1 of 2 observable faults caught, 0 equivalent under r, "
                "1 findings on the reference under 2 seeds in 1.0 s"
            ),
        ),
        (
            Proof(reading="r", proved=(CAUGHT,), calm=(), seconds=1),
            (
                "proof: 1 of 1 observable faults caught, 0 equivalent under r, "
                "no right service asked in 1.0 s"
            ),
        ),
    ],
)
def test_the_score(proof: Proof, line: str) -> None:
    """What was caught of what could be, what could not, and the false alarms."""
    assert score(proof) == line


@pytest.mark.parametrize(
    ("proved", "calm", "complete"),
    [
        ((CAUGHT, SAME), (CALM,), True),
        ((CAUGHT, UNSEEN), (CALM,), False),
        ((CAUGHT,), (CALM, ALARMED), False),
    ],
)
def test_when_a_proof_is_complete(
    proved: tuple[Proved, ...], calm: tuple[Calm, ...], complete: bool
) -> None:
    """One miss or one false alarm is too much."""
    proof = Proof(reading="r", proved=proved, calm=calm, seconds=0)
    assert proof.complete is complete


def test_the_table_and_every_miss_by_name() -> None:
    """A row a kind, then misses, equivalents, alarms and what was left out."""
    proof = Proof(
        reading="r",
        proved=(CAUGHT, MISSED, UNSEEN, SAME),
        calm=(CALM, ALARMED),
        seconds=2,
        left_out=5,
    )
    assert text(proof).splitlines()[2:-2] == [
        "kind   planted  caught  missed  equivalent  caught by",
        "shape        2       1       1           0  schema/response 1",
        "state        1       0       1           0",
        "tag          1       0       0           1",
        "",
        "missed:",
        "  m (state): law/echo was expected, law/frame came",
        "  u (shape): schema/response was expected, nothing came (not seen)",
        "",
        "equivalent under r, because it admits them:",
        "  s (tag)",
        "",
        "called wrong, and right:",
        "  the reference, seed 1: law/echo update /a",
        "",
        (
            "5 hand-made faults were left out: each has the rule, the kind and the first word "
            "of one that was planted; --all plants them too"
        ),
    ]


def test_the_json_is_as_its_schema_says() -> None:
    """The form is kept in the package, and a whole proof has it."""
    proof = Proof(
        reading="r", proved=(CAUGHT, MISSED, UNSEEN, SAME), calm=(CALM, ALARMED), seconds=2
    )
    written = json.loads(as_json(proof))
    schema = json.loads(SCHEMA.read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(written)
    assert [each["name"] for each in written["missed"]] == ["m", "u"]
