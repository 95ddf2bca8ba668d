"""Read an OpenAPI description with its overlays and references, and the place of every value."""

from ringback.description.bundle import Dangling
from ringback.description.description import Description, Place
from ringback.description.loading import leaving_out, load
from ringback.description.structure import SchemaSpot
from ringback.description.tree import Trap

__all__ = ["Dangling", "Description", "Place", "SchemaSpot", "Trap", "leaving_out", "load"]
