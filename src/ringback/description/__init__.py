"""Read an OpenAPI description with its overlays and references, and the place of every value."""

from ringback.description.bundle import Dangling
from ringback.description.description import Description, Place
from ringback.description.loading import leaving_out, load
from ringback.description.reading.tree import Trap
from ringback.description.structure import SchemaSpot

__all__ = ["Dangling", "Description", "Place", "SchemaSpot", "Trap", "leaving_out", "load"]
