"""The counts of a survey add up, whatever the pieces and their order."""

import itertools
import pickle
import random
from pathlib import Path
from typing import Any

import pytest

from ringback.survey import Survey, SurveyState
from ringback.survey.counts.state import Fields, SeenMember, SurveySide
from ringback.survey.places.payload_places import SHAPES
from tests.unit.contract.making import agent, number, numbers, part
from tests.unit.survey.making import described, state_of, surveyed

STRING = {"type": "string"}
THING = "/components/schemas/Thing"


def bodies(seed: int, count: int) -> list[Any]:
    """Answers in many shapes, some with members that are not described."""
    chance = random.Random(seed)  # noqa: S311 -- test data, the same every time
    kinds = [
        part(type="voice_rime", speaker=""),
        part(type="voice_azure", voice_name="v", style={"a": 1}),
        part(type="voice_azure", voice_name="v", style={"b": [None, 2.5]}),
        part(type="voice_new", x=1),
    ]
    found = []
    for _ in range(count):
        extra = {f"k{chance.randrange(70)}": chance.choice([1, "a", None])}
        voice = chance.choice(kinds)
        inner = agent(voice=voice, initial_message=chance.choice([..., "", "hello"]))
        body = number(active=chance.choice([..., True, False]), inbound_agent=inner)
        found.append(body | (extra if chance.random() < 0.9 else {}))
    return found


@pytest.mark.parametrize("reading", ["published", "strict"])
def test_pieces_in_any_order_and_grouping_make_the_same_whole(reading: str) -> None:
    """As one survey of everything; and a state survives pickling."""
    contract = numbers(reading)
    pieces = [bodies(seed, 40) for seed in range(4)]
    whole = surveyed(contract, itertools.chain(*pieces), "get_number").state()
    states = [surveyed(contract, piece, "get_number").state() for piece in pieces]
    states = pickle.loads(pickle.dumps(states))  # noqa: S301 -- our own
    for one, two, three, four in itertools.permutations(states):
        assert one.merge(two).merge(three).merge(four) == whole
        assert one.merge(two.merge(three.merge(four))) == whole
    assert (
        len(whole.fields[SurveySide.RESPONSE, ("/components/schemas/PhoneNumber",)].found.members)
        == 0
    )


def test_a_member_that_a_piece_lacks_is_counted_in_its_objects(tmp_path: Path) -> None:
    """The share is out of all objects, those of pieces without the member included."""
    contract = described(tmp_path, {"Thing": {"type": "object", "properties": {"a": STRING}}})
    both = state_of(contract, [{}, {}]).merge(state_of(contract, [{"a": ""}]))
    assert both.members[SurveySide.RESPONSE, THING, "a"] == SeenMember(
        count=1, objects=3, some=True, full=False, operations=frozenset({"put_thing"})
    )


def test_what_one_piece_knows_the_whole_knows() -> None:
    """Whether a member was ever something, where an object stands, whose it is."""
    one = SeenMember(count=1, objects=2, some=True, operations=frozenset({"a"}))
    two = SeenMember(count=1, objects=1, full=True, operations=frozenset({"b"}))
    assert one.merge(two) == SeenMember(
        count=2, objects=3, some=True, full=True, operations=frozenset({"a", "b"})
    )
    three = Fields(objects=1, place="/a/long/one", operations=frozenset({"a"}))
    four = Fields(objects=1, place="/b", operations=frozenset({"b"}))
    both = Fields(objects=2, place="/b", operations=frozenset({"a", "b"}))
    assert three.merge(four) == four.merge(three) == both
    assert Fields(objects=1).merge(three).place == "/a/long/one"


def test_merging_changes_neither_part(tmp_path: Path) -> None:
    """An empty state adds nothing, and a state stays what it was."""
    contract = described(tmp_path, {"Thing": {"type": "object", "properties": {"a": STRING}}})
    one, two = state_of(contract, [{"a": "", "b": 1}]), state_of(contract, [{"b": {"c": "x"}}])
    kept = pickle.dumps(one)
    both = one.merge(two)
    assert both.merge(SurveyState()) == SurveyState().merge(both) == both
    assert pickle.loads(kept) == one  # noqa: S301 -- our own


def test_a_state_does_not_change_when_the_survey_goes_on(tmp_path: Path) -> None:
    """What was given out is a value."""
    contract = described(tmp_path, {"Thing": {"type": "object", "properties": {"a": STRING}}})
    survey = Survey(contract)
    operation = contract.operation("put_thing")
    survey.answer(operation, 200, "application/json", {"b": {"c": 1}})
    state = survey.state()
    kept = pickle.loads(pickle.dumps(state))  # noqa: S301 -- our own
    survey.answer(operation, 200, "application/json", {"a": "x", "b": {"d": 1}, "e": 2})
    assert state == kept
    assert survey.state() != kept


def test_members_are_counted_in_objects_of_any_number_of_shapes(tmp_path: Path) -> None:
    """Past the shapes that are remembered, the names are counted one by one."""
    names = [f"m{index}" for index in range(10)]
    thing = {"type": "object", "properties": dict.fromkeys(names, STRING)}
    contract = described(tmp_path, {"Thing": thing})
    values = [
        {name: "x" for name in names if number >> int(name[1:]) & 1} for number in range(4 * SHAPES)
    ]
    state = state_of(contract, values)
    for name in names:
        member = state.members[SurveySide.RESPONSE, THING, name]
        assert (member.count, member.objects) == (2 * SHAPES, 4 * SHAPES)


def test_members_keep_their_counts_when_a_map_shows_itself(tmp_path: Path) -> None:
    """Objects with undocumented names are counted before and after there are too many of these."""
    thing = {"type": "object", "properties": {"a": STRING, "b": STRING}}
    contract = described(tmp_path, {"Thing": thing})
    values: list[Any] = [{"a": "x", f"k{index}": index} for index in range(200)]
    state = state_of(contract, [*values, *values, {"b": "x"}])
    member = state.members[SurveySide.RESPONSE, THING, "a"]
    assert (member.count, member.objects) == (400, 401)
    fields = state.fields[SurveySide.RESPONSE, (THING,)]
    assert fields.found.members == {}
    assert fields.found.rest is not None
    assert (fields.found.rest.count, fields.objects) == (400, 401)


def test_memory_is_bounded_whatever_the_names_are(tmp_path: Path) -> None:
    """Members of members with names that never come again leave no more than a few behind."""
    thing = {"type": "object", "properties": {"a": {"type": "object", "properties": {}}}}
    contract = described(tmp_path, {"Thing": thing})
    counter = itertools.count()

    def fresh(depth: int) -> Any:
        if not depth:
            return "x"
        return {f"{next(counter)}": fresh(depth - 1) for _ in range(3)}

    values = ({"a": fresh(3), "k" * 1_000 + str(index): fresh(5)} for index in range(500))
    assert len(pickle.dumps(state_of(contract, values))) < 5_000


def test_shapes_with_names_that_are_data_are_not_remembered(tmp_path: Path) -> None:
    """They hardly come again, and nothing of them is to stay."""
    contract = described(tmp_path, {"Thing": {"type": "object", "properties": {"a": STRING}}})
    keyed = [{"a": "x", f"{name}-12345": 1} for name in range(60)]
    named = [{"a": "x", f"k{name}": 1} for name in range(60)]
    for values in (keyed, named):
        survey = surveyed(contract, [{"a": "x"}, *values])
        (tree,) = survey._trees.values()
        assert [list(part.tally.shapes) for part in tree._parts] == [[("a",)]]


def test_a_payload_is_walked_however_deep_it_is(tmp_path: Path) -> None:
    """Without a recursion of our own, in described members and in undocumented ones."""
    thing = {"type": "object", "properties": {"next": {"$ref": f"#{THING}"}}}
    contract = described(tmp_path, {"Thing": thing})
    operation = contract.operation("put_thing")
    value: Any = {"other": 1}
    for _ in range(50_000):
        value = {"next": value}
    deep: Any = []
    for _ in range(50_000):
        deep = [deep]
    survey = Survey(contract)
    survey.answer(operation, 200, "application/json", value)
    survey.answer(operation, 200, "application/json", {"deep": deep})
    fields = survey.state().fields[SurveySide.RESPONSE, (THING,)]
    assert (set(fields.found.members), fields.objects) == ({"other", "deep"}, 50_002)
