"""What must hold of the things of an API over several exchanges, and what an API adds to it."""

from ringback.laws.knowledge import Knowledge, Law, Updated
from ringback.laws.likeness import Breach

__all__ = ["Breach", "Knowledge", "Law", "Updated"]
