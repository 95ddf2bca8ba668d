"""What a part of a campaign took: waits, requests and seconds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What a part of a campaign took.

    `waits` are answers that were waited for one after the other, `processor` is seconds of this
    process's CPU, `seconds` of the clock.
    """

    waits: int = 0
    requests: int = 0
    seconds: float = 0.0
    processor: float = 0.0

    def __add__(self, other: "Spent") -> "Spent":
        """Both together."""
        return Spent(
            waits=self.waits + other.waits,
            requests=self.requests + other.requests,
            seconds=self.seconds + other.seconds,
            processor=self.processor + other.processor,
        )

    def __sub__(self, other: "Spent") -> "Spent":
        """What has come to it since the other."""
        return Spent(
            waits=self.waits - other.waits,
            requests=self.requests - other.requests,
            seconds=self.seconds - other.seconds,
            processor=self.processor - other.processor,
        )
