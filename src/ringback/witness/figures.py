"""Numbers that may be what schemas ask for: plain ones, and those beside each bound."""

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_LARGEST = 2**1023  # beyond it a number is no double, and few validators agree about it


def figures(schemas: Sequence[Mapping[str, Any]], *, whole: bool) -> Iterator[int | float]:
    """Candidates for a number that these schemas are about, with a fraction or without."""
    seen: set[Fraction] = set()
    for number in _all(schemas):
        exact = Fraction(number)
        if exact not in seen and (exact.denominator == 1) == whole and abs(exact) < _LARGEST:
            seen.add(exact)
            yield int(exact) if whole else float(exact)


def _all(schemas: Sequence[Mapping[str, Any]]) -> Iterator[int | float | Fraction]:
    for raw in schemas:
        given = [raw[key] for key in ("example", "default", "const") if key in raw]
        listed = [*raw.get("examples", ())] if isinstance(raw.get("examples"), list) else []
        for each in (*raw.get("enum", ()), *given, *listed):
            if isinstance(each, int | float) and not isinstance(each, bool):
                yield each
    yield from (1, 0, 2, -1, 0.5, -0.5, 1.25, 100, 0.1)
    bounds = sorted({_exact(raw[key]) for raw in schemas for key in _BOUNDS if key in raw})
    for bound in bounds:
        yield from (bound, bound + 1, bound - 1, bound + Fraction(1, 2), bound - Fraction(1, 2))
        yield from (math.floor(bound), math.ceil(bound))
    yield from ((low + high) / 2 for low, high in pairwise(bounds))
    steps = sorted({abs(_exact(raw["multipleOf"])) for raw in schemas if raw.get("multipleOf")})
    both = [
        Fraction(
            math.lcm(a.numerator * b.denominator, b.numerator * a.denominator),
            a.denominator * b.denominator,
        )
        for a, b in pairwise(steps)
    ]
    for step in (*steps, *both):
        yield from (step, -step, 2 * step, 3 * step, 5 * step, 7 * step)
        yield from (step / 2, step + step / 2)  # no multiples
        for bound in bounds:
            nearest = step * round(bound / step)
            yield from (nearest, nearest + step, nearest - step)
    yield from (2**31, -(2**31) - 1, 2**53, 2**63, 1e300, -1e300)


def _exact(number: Any) -> Fraction:
    return Fraction(str(number))
