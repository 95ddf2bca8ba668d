"""What of a run is a shard's own: each scenario is judged by one of the shards alone."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from ringback.campaign.scheduler.repeated_scenario import Repeated
from ringback.campaign.scheduler.scene import Scenario
from ringback.shard import Shard


def _nothing(_scenario: Scenario) -> bool:
    return False


def anything(_scenario: Scenario) -> bool:
    """Everything else of the run goes by what such scenarios learn."""
    return True


class Share:
    """Deals the scenarios of a run out; a run that is no shard has all of them.

    All shards design the same scenarios in the same order for each operation, and make the same
    things stand, so that counting them tells whose each is. `designed` is how many there were,
    `owned` how many are this run's.
    """

    def __init__(self, shard: Shard | None) -> None:
        self._shard = shard
        self.designed: Counter[str] = Counter()
        self.owned = 0

    def of(
        self,
        place: str,
        scenarios: Iterable[Scenario],
        teaches: Callable[[Scenario], bool] = _nothing,
    ) -> Iterator[Scenario]:
        """Those of a part of the run (`place`) that are this shard's to judge.

        What `teaches` the run something is played by each shard, and judged by one.
        """
        for each in scenarios:
            if self._shard is None:
                yield each
                continue
            kind = f"{place}/{type(each).__name__}/{each.operation.id}"
            number = self.designed[kind]
            self.designed[kind] += 1
            if self._shard.owns(kind, number):
                self.owned += 1
                yield each
            elif teaches(each):
                yield Repeated(scenario=each)
