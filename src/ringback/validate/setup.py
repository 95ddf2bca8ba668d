"""What judging recordings needs, as one value that can be sent to another process."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ringback.contract import Contract
from ringback.description import Description
from ringback.recordings import Mapping, Scope
from ringback.secrets import USUAL_RULES, HouseRules


class Looking(StrEnum):
    """How many payloads are looked at for what they show: none, a sample of many, or all."""

    NONE = "none"
    SAMPLE = "sample"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """The description under a reading, and how its recordings are judged.

    `bare` is the operation of bare payloads with a status, None for the request. `hosts` are in
    scope besides the servers. `rules` are what the house calls a secret. `max_age` is in days
    before `today`.
    """

    description: Description
    reading: str
    bare: tuple[str, int | None] | None = None
    mapping: Mapping | None = None
    hosts: tuple[str, ...] = ()
    strict_scope: bool = False
    expectations: bool = True
    looking: Looking = Looking.SAMPLE
    secrets: bool = False
    rules: HouseRules = USUAL_RULES
    max_age: int | None = None
    today: date = date(1970, 1, 1)

    def contract(self) -> Contract:
        """The contract, compiled anew."""
        return Contract(self.description, self.reading)

    def scope(self, contract: Contract) -> Scope:
        """Whose traffic is judged."""
        each = (url for it in contract.operations for url in (*it.servers, *it.open_servers))
        servers = dict.fromkeys(each)
        return Scope(servers, self.hosts)
