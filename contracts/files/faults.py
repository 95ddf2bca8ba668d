"""The planted faults that the gate is measured by, and the habits that it must let pass."""

from contracts.files.access_faults import AUTH, REFUSALS
from contracts.files.byte_faults import BYTES, CONDITIONS, HEAD, RANGES
from contracts.files.form_faults import FORM, PREVIEW, UPDATE
from contracts.files.habits import HABITS
from contracts.files.list_faults import CATALOG, LIST
from contracts.files.tree_faults import THINGS, TREE
from contracts.planting import Fault, Habit

__all__ = ["FAULTS", "HABITS", "Fault", "Habit"]

FAULTS: tuple[Fault, ...] = (
    *BYTES,
    *RANGES,
    *HEAD,
    *CONDITIONS,
    *LIST,
    *CATALOG,
    *FORM,
    *PREVIEW,
    *UPDATE,
    *TREE,
    *THINGS,
    *AUTH,
    *REFUSALS,
)
"""Every planted fault, by kind; names are unique."""
