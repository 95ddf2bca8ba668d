"""Random generation that hangs on the seed alone, not on what happens to be imported.

Hypothesis mixes constants into its draws that it finds in the local modules of the process
(hypothesis.internal.conjecture.providers). With them, a run on a service in this process and one
on the same service over HTTP would send different requests under the same seed. Another backend
is registered by the documented means, and is the standard one without those constants.
"""

from hypothesis.internal.conjecture.providers import AVAILABLE_PROVIDERS, HypothesisProvider

BACKEND = "ringback-steady"


class SteadyProvider(HypothesisProvider):
    """The standard provider; it looks for no constants, and so draws none."""

    def _maybe_draw_constant(self, *_args: object, **_options: object) -> None:
        """Never draw a constant: the requests by design hold the edges already."""


AVAILABLE_PROVIDERS[BACKEND] = SteadyProvider
