"""What the change since an older description touches, for a run that is asked about it."""

from collections.abc import Callable, Sequence

from ringback.campaign.known.patch import Patch
from ringback.changes.pairs.touched import touched
from ringback.commands.setup.description_sources import Read, Side
from ringback.contract import Contract


def patch_of(
    subject: Contract,
    forms: Contract,
    older: Read,
    elsewhere: Callable[[str], Side],
    chosen: Sequence[str] | None,
) -> Patch:
    """The patch from an older description to that of the subject; `chosen` are ids, None for all.

    Coverage goes by the concrete `forms`: where these are another reading than the subject,
    `elsewhere` answers the older side under it.
    """
    same = forms.reading == subject.reading
    description = older.description if same else elsewhere(forms.reading).load()
    return Patch(
        against=older.name,
        older=Contract(description, forms.reading),
        touched=touched(description, forms.description),
        chosen=None if chosen is None else frozenset(chosen),
    )
