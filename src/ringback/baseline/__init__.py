"""Accepted findings: who answers for them, why, and until when; a file that merges well in git."""

from ringback.baseline.accepted_findings import AcceptedFinding, read
from ringback.baseline.held_findings import Baseline

__all__ = ["AcceptedFinding", "Baseline", "read"]
