"""All the mistakes of a command line at once: what several steps complain of is told together."""

from collections.abc import Iterator
from contextlib import contextmanager

from ringback.errors import ConfigError, DescriptionError, UsageError


class Mistakes:
    """Gathers what several steps complain of, so that a person can mend it in one go."""

    def __init__(self) -> None:
        self._problems: list[str] = []

    @contextmanager
    def gathered(self) -> Iterator[None]:
        """Keep the mistakes that are found inside, and go on behind."""
        try:
            yield
        except (UsageError, ConfigError, DescriptionError) as error:
            self._problems += str(error).splitlines()

    def tell(self) -> None:
        """UsageError with everything that was gathered, if anything was."""
        if self._problems:
            raise UsageError(tuple(dict.fromkeys(self._problems)))
