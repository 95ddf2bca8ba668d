"""Scenarios side by side: rounds, locks, second looks, and a run that is cut short."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import pytest

from ringback.campaign.phases.boundaries.wrong_credentials import access_scenarios
from ringback.campaign.phases.lifecycle.creates import Create, creating_scenarios
from ringback.campaign.phases.lifecycle.refused_creates import RefusedCreates, refused_creates
from ringback.campaign.phases.reads.lists import listing_scenarios
from ringback.campaign.phases.setup.found_things import opening_scenarios
from ringback.campaign.phases.updates.refused_updates import refused_updates
from ringback.campaign.phases.updates.updates import updating_scenarios
from ringback.campaign.scheduler.scene import Scenario, Scene
from ringback.campaign.scheduler.stage import Play, Reply
from ringback.campaign.session.budget import Budget, Halt
from ringback.contract import Contract
from ringback.exchange import Lost, LostReason, Outcome, Request, Response
from ringback.finding import Finding, Severity
from ringback.operation import Operation
from ringback.verdict import NotJudged, RestoreState
from tests.unit.campaign.toys import Playground, Toys, Wire, spoken, told

ERROR = Response(status=500)
WRONG = "protocol/server-error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Reads these places one after the other, and keeps what it was answered."""

    operation: Operation
    urls: tuple[str, ...]
    lock: str = ""
    raises: bool = False
    statuses: list[int] = field(default_factory=list, hash=False)

    def narrowed(self, finding: Finding) -> Scenario:
        """The place that showed the finding."""
        url = finding.exchanges[0].request.url
        return replace(self, urls=(url,)) if url in self.urls else self

    def play(self, scene: Scene) -> Play:
        """One place a round."""
        for url in self.urls:
            step = scene.step(self.operation, {})
            assert step is not None
            request = replace(step.request, url=url)
            replies: Sequence[Reply] = yield [replace(step, request=request)]
            self.statuses.extend(each.status for each in replies)
            if self.raises:
                raise ValueError("the story is over")


def story(contract: Contract, *urls: str, lock: str = "", raises: bool = False) -> Story:
    """A story about the settings, at these places."""
    operation = contract.operation("read_settings")
    return Story(operation=operation, urls=urls, lock=lock, raises=raises)


def failing(url: str, *turns: int) -> Callable[[Request], Outcome]:
    """The toys, but for one place, that crashes at these of its turns; at all without any."""
    toys, turn = Toys(), 0

    def answer(request: Request) -> Outcome:
        nonlocal turn
        if request.url != url:
            return toys(request)
        turn += 1
        return ERROR if not turns or turn in turns else toys(replace(request, url="/settings"))

    return answer


def everything(ground: Playground) -> None:
    """The phases that write, on things of the run's own."""
    stage = ground.stage
    ground.scheduler.run(opening_scenarios(stage))
    ground.stand()
    ground.scheduler.run(creating_scenarios(stage))
    ground.scheduler.run(updating_scenarios(stage))
    ground.scheduler.run(refused_updates(stage))
    ground.scheduler.run(listing_scenarios(stage))


def test_what_all_want_leaves_together(toys: Contract) -> None:
    """The next step of each scenario leaves in their order; two answers in a row are waited for."""
    wire = Wire(Toys(), width=8)
    ground = Playground(toys, wire)
    stories = [story(toys, "/settings", "/settings?2"), story(toys, "/settings?1")]
    ground.scheduler.run(stories, phase="stories")
    batches = [["GET /settings", "GET /settings?1"], ["GET /settings?2"]]
    spent = ground.scheduler.spent["stories"]
    assert (wire.batches, spent.waits, spent.requests) == (batches, 2, 3)
    assert [each.statuses for each in stories] == [[200, 200], [200]]


def test_no_more_than_its_lanes_are_under_way(toys: Contract) -> None:
    """With two lanes, the third scenario begins when one has ended."""
    wire = Wire(Toys(), width=8)
    stories = [story(toys, f"/settings?{n}", f"/settings?{n}b") for n in range(3)]
    Playground(toys, wire).scheduler.run(stories, lanes=2)
    urls = ["?0", "?1", "?0b", "?1b", "?2", "?2b"]
    assert wire.sent == [f"GET /settings{each}" for each in urls]


@pytest.mark.parametrize(("width", "waits"), [(1, 6), (2, 3), (3, 2), (8, 2)])
def test_no_more_than_the_width_are_under_way(toys: Contract, width: int, waits: int) -> None:
    """Three stories of two requests: what has no room leaves as soon as an answer has come."""
    wire = Wire(Toys(), width=width)
    ground = Playground(toys, wire)
    stories = [story(toys, f"/settings?{n}", f"/settings?{n}b") for n in range(3)]
    ground.scheduler.run(stories, phase="stories")
    assert ground.scheduler.spent["stories"].waits == waits
    assert max(map(len, wire.batches)) == min(width, 3)


@pytest.mark.parametrize(("width", "seconds"), [(1, 0.0), (1, 0.3), (8, 0.3), (50, 0.0)])
def test_latency_changes_nothing(toys: Contract, width: int, seconds: float) -> None:
    """The same requests leave in the same order, near or far, however wide the door."""
    near, far = Wire(Toys(), width=1), Wire(Toys(), width=width, seconds=seconds)
    grounds = [Playground(toys, near), Playground(toys, far)]
    for each in grounds:
        everything(each)
    assert near.sent == far.sent

    assert max(map(len, far.batches)) <= width


@pytest.mark.parametrize(
    ("locks", "batches"),
    [
        (("", ""), [["a1", "b1"], ["a2"], ["b2"]]),
        (("one", "other"), [["a1", "b1"], ["a2"], ["b2"]]),
        (("one", "one"), [["a1"], ["a2"], ["b1"], ["b2"]]),
    ],
)
def test_a_lock_keeps_two_apart(
    toys: Contract, locks: tuple[str, str], batches: list[list[str]]
) -> None:
    """Scenarios with the same lock follow each other; all others go side by side."""
    wire = Wire(Toys(), width=8)
    stories = [
        story(toys, f"/settings?{name}1", f"/settings?{name}2", lock=lock)
        for name, lock in zip("ab", locks, strict=True)
    ]
    Playground(toys, wire).scheduler.run(stories)
    assert wire.batches == [[f"GET /settings?{each}" for each in batch] for batch in batches]


def test_what_waits_for_a_lock_lets_others_pass(toys: Contract) -> None:
    """A scenario behind one that waits for its lock is begun before it."""
    wire = Wire(Toys(), width=8)
    stories = [
        story(toys, "/settings?a", "/settings?b", lock="one"),
        story(toys, "/settings?c", lock="one"),
        story(toys, "/settings?d"),
    ]
    Playground(toys, wire).scheduler.run(stories)
    assert wire.batches == [
        ["GET /settings?a", "GET /settings?d"],
        ["GET /settings?b"],
        ["GET /settings?c"],
    ]


def test_what_is_found_is_played_again_alone(toys: Contract) -> None:
    """The part that showed it is asked once more with nothing else under way, and then held."""
    wire = Wire(failing("/settings?x"), width=8)
    ground = Playground(toys, wire)
    both = [story(toys, "/settings?a", "/settings?x"), story(toys, "/settings?b", "/settings?c")]
    found = ground.found(both)
    assert [(each.rule, each.operation, each.severity) for each in found] == [
        (WRONG, "read_settings", Severity.ERROR)
    ]
    assert wire.batches == [
        ["GET /settings?a", "GET /settings?b"],
        ["GET /settings?x"],
        ["GET /settings?c"],
        ["GET /settings?x"],
    ]


@pytest.mark.parametrize(
    ("turns", "rules", "asked"),
    [
        ((1, 2), [(WRONG, Severity.ERROR)], 2),
        ((1, 4), [(WRONG, Severity.ERROR)], 4),
        ((1,), [("flaky", Severity.WARNING)], 4),
    ],
)
def test_what_is_not_seen_again_is_flaky(
    toys: Contract, turns: tuple[int, ...], rules: list[tuple[str, Severity]], asked: int
) -> None:
    """It is asked three times more at most; only what shows again is an error."""
    wire = Wire(failing("/settings?x", *turns))
    found = Playground(toys, wire).found([story(toys, "/settings?x")])
    assert [(each.rule, each.severity) for each in found] == rules
    assert wire.sent == ["GET /settings?x"] * asked


def test_a_known_cause_is_not_looked_at_again(toys: Contract) -> None:
    """The second scenario that shows the same thing adds to its count, and sends nothing more."""
    wire = Wire(failing("/settings?x"))
    ground = Playground(toys, wire)
    found = ground.found([story(toys, "/settings?x"), story(toys, "/settings?x")], lanes=1)
    assert ([each.count for each in found], len(wire.sent)) == ([2], 3)


def test_a_scenario_that_raises_ends_alone(toys: Contract) -> None:
    """The others go on, and what could not be judged is named."""
    ground = Playground(toys, Wire(Toys(), width=8))
    good, bad = story(toys, "/settings?a", "/settings?b"), story(toys, "/settings", raises=True)
    assert ground.found([bad, good]) == []
    assert (good.statuses, bad.statuses) == ([200, 200], [200])
    assert ground.session.crashes.entries == (
        NotJudged(what="read_settings: a scenario", why="ValueError: the story is over"),
    )


@pytest.mark.parametrize("most", [1, 2, 3, 7, 12, 19, 40, 150, 300])
def test_a_run_that_is_halted_leaves_nothing(toys: Contract, most: int) -> None:
    """Wherever the budget ends: what was made until then is known, and is deleted in the end."""
    service = Toys()
    ground = Playground(toys, Wire(service, width=5), Budget(requests=most))
    before = dict(service.store)
    with pytest.raises(Halt, match=f"stopped after {most} requests"):
        everything(ground)
    made = {path for path, each in service.store.items() if path.startswith("/pets/")}
    known = {f"/pets/{each.keys['pets']}" for each in ground.stage.world.left()}
    assert {"/".join(each.split("/")[:3]) for each in made} <= known
    restored = ground.close().restored
    assert (service.store, restored.notes) == (before, ())
    assert restored.state is (
        RestoreState.RESTORED if ground.session.wrote else RestoreState.UNTOUCHED
    )


@pytest.mark.parametrize("lost", [1, 2, 5, 16, 30])
def test_an_answer_that_is_lost_leaves_nothing(toys: Contract, lost: int) -> None:
    """A create whose answer never came has made something all the same: it goes as well."""
    service, count = Toys(), 0

    def answer(request: Request) -> Outcome:
        nonlocal count
        found = service(request)
        if request.method == "POST" and request.url == "/pets":
            count += 1
            if count == lost:
                return Lost(reason=LostReason.TIMEOUT, detail="no answer")
        return found

    ground = Playground(toys, Wire(answer, width=4))
    before = dict(service.store)
    everything(ground)
    assert count > lost
    assert ground.close().restored.state is RestoreState.RESTORED
    assert service.store == before


class Open(Toys):
    """Lets anybody make pets: those of nobody are of the first account."""

    def account(self, request: Request) -> str:
        """Nobody is turned away from creates."""
        return "first" if request.method == "POST" else Toys.account(self, request)


def test_what_nobody_was_allowed_to_make_is_deleted(toys: Contract) -> None:
    """Creates without valid credentials that were accepted are found, and undone by the account."""
    service = Open()
    ground = Playground(toys, Wire(service))
    ground.stand()
    scenarios = access_scenarios(ground.stage, [toys.operation("make_pet")], {"token": "first"})
    found = ground.found(scenarios)
    assert {(each.rule, each.operation) for each in found} == {("auth/required", "make_pet")}
    assert ground.close().restored.state is RestoreState.RESTORED
    assert [*service.store] == ["/settings"]


class Numbered(Toys):
    """Accepts one body that is to be refused: an age of 100."""

    def body(self, request: Request, schema: str, kind: str = "application/json") -> object:
        """The body, with no bound of the age."""
        text = (request.body or b"").replace(b'"age":100', b'"age":99')
        return Toys.body(self, replace(request, body=text), schema, kind)


def test_only_the_part_that_showed_it_is_played_again(toys: Contract) -> None:
    """Of twelve bodies that are to be refused, the one that was accepted is sent again."""
    wire = Wire(Numbered(), width=20)
    ground = Playground(toys, wire)
    ground.stand()
    scenarios = [
        each
        for each in refused_creates(ground.stage)
        if isinstance(each, RefusedCreates) and each.operation.id == "make_pet"
    ]
    wire.batches.clear()
    found = ground.found(scenarios, lanes=1)
    assert [(each.rule, each.operation, each.instance) for each in found] == [
        ("request/accepted-invalid", "make_pet", "/age")
    ]
    posts = [batch.count("POST /pets") for batch in wire.batches]
    sizes = [len(each.samples) for each in scenarios]
    assert sum(posts) == sum(sizes) + 1
    assert posts.count(1) == 1 + sizes.count(1)


def test_only_what_was_made_is_deleted(toys: Contract) -> None:
    """Things that stood there before the run are read, and never written."""
    service = Toys()
    service.store["/pets/900"] = {"id": 900, "name": "Rex", "kind": "dog", "age": 3, "walks": 0}
    service.owners["/pets/900"] = "first"
    before = dict(service.store)
    wire = Wire(service)
    ground = Playground(toys, wire)
    everything(ground)
    ground.close()
    assert service.store == before
    assert [each for each in wire.written if "/pets/900" in each] == []


def test_a_message_names_what_was_seen(toys: Contract) -> None:
    """A finding of a law is held with its rule, its operation, its cause and its sentence."""

    class Forgetful(Toys):
        def make(self, path: str, thing: dict[str, object], account: str) -> Response:
            answer = Toys.make(self, path, thing, account)
            made = self.store[f"{path}/{self.number}"]
            return told({**made, "walks": 7}, 201) if "walks" in made else answer

    ground = Playground(toys, Wire(Forgetful()))
    ground.stand()
    creates = (each for each in creating_scenarios(ground.stage) if isinstance(each, Create))
    assert spoken(ground.found(creates)) == [
        (
            *("law/read-back", "make_pet", ""),
            "the answer to the write had 7 at /walks, and a read after it 0",
        )
    ]
