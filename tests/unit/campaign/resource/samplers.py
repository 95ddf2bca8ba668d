"""What makes values for a contract's requests in tests: no search, ids that are all alike."""

from ringback.campaign.resource.binding import Binder
from ringback.campaign.resource.bodies.fitted_bodies import Bodies
from ringback.campaign.resource.model import Graph
from ringback.contract import Contract
from ringback.sampling.result import Made, Unmade
from ringback.sampling.sampler import Sampler

UUID = "3c90c3cc-0d44-4b50-8888-8dd25736052a"


def _found(_schema: str) -> Made | Unmade:
    return Unmade(place="", why="nothing is looked for")


def sampler(contract: Contract) -> Sampler:
    """A sampler of what the contract's requests are held to."""
    return Sampler(admits=contract.requests.admits, uuid=lambda _path: UUID, search=_found)


def binder(graph: Graph, contract: Contract, **values: str) -> Binder:
    """A binder with these configured values."""
    return Binder(graph, contract, values, sampler(contract))


def bodies(graph: Graph, contract: Contract) -> Bodies:
    """The bodies of a contract, whose own names have `rb` in them."""
    return Bodies(contract, graph, sampler(contract), "rb")
