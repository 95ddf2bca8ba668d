"""Numbers that may be what schemas ask for: plain ones, and those beside each bound."""

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from itertools import pairwise
from typing import Any

from ringback.sampling.scalars.string_candidates import own_values

_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_LARGEST = 2**1023  # beyond it a number is no double, and few validators agree about it


def number_candidates(
    schemas: Sequence[Mapping[str, Any]], *, whole: bool
) -> Iterator[int | float]:
    """Candidates for a number that these schemas are about, with a fraction or without."""
    seen: set[Fraction] = set()
    for number in _all(schemas):
        exact = Fraction(number)
        if exact not in seen and (exact.denominator == 1) == whole and abs(exact) < _LARGEST:
            seen.add(exact)
            yield int(exact) if whole else float(exact)


def distinct_number(raw: Mapping[str, Any], turn: int, *, whole: bool) -> int | float:
    """A small number within the bounds and of the step that a schema sets, another each turn."""
    step = abs(_exact(raw.get("multipleOf") or (1 if whole else Fraction(1, 100))))
    ends = {key: _exact(raw[key]) for key in _BOUNDS if key in raw}
    low = max((ends[key] for key in ("minimum", "exclusiveMinimum") if key in ends), default=None)
    high = min((ends[key] for key in ("maximum", "exclusiveMaximum") if key in ends), default=None)
    if low is None:
        low = min(5 * step, high - 90 * step) if high is not None else 5 * step
    beyond = low == ends.get("exclusiveMinimum")
    first = step * (math.floor(low / step) + 1 if beyond else math.ceil(low / step))
    many = 90 if high is None else max(1, min(90, (high - first) // step + 1))
    number = first + step * (turn % many)
    return int(number) if number.denominator == 1 else float(number)


def _all(schemas: Sequence[Mapping[str, Any]]) -> Iterator[int | float | Fraction]:
    for raw in schemas:
        for each in own_values(raw):
            if isinstance(each, int | float) and not isinstance(each, bool):
                yield each
    yield from (1, 0, 2, -1, 0.5, -0.5, 1.25, 100, 0.1)
    bounds = sorted({_exact(raw[key]) for raw in schemas for key in _BOUNDS if key in raw})
    for bound in bounds:
        yield from (bound, bound + 1, bound - 1, bound + Fraction(1, 2), bound - Fraction(1, 2))
        yield from (math.floor(bound), math.ceil(bound))
    yield from ((low + high) / 2 for low, high in pairwise(bounds))
    steps = sorted({abs(_exact(raw["multipleOf"])) for raw in schemas if raw.get("multipleOf")})
    both = [_common(a, b) for a, b in pairwise(steps)] + ([reduce(_common, steps)] if steps else [])
    for step in (*steps, *both):
        yield from (step, -step, 2 * step, 3 * step, 5 * step, 7 * step)
        yield from (step / 2, step + step / 2)  # no multiples
        for bound in bounds:
            nearest = step * round(bound / step)
            yield from (nearest, nearest + step, nearest - step)
    yield from (2**31, -(2**31) - 1, 2**53, 2**63, 1e300, -1e300)


def _common(one: Fraction, other: Fraction) -> Fraction:
    """The smallest number that is a multiple of both."""
    return Fraction(
        math.lcm(one.numerator * other.denominator, other.numerator * one.denominator),
        one.denominator * other.denominator,
    )


def _exact(number: Any) -> Fraction:
    return Fraction(str(number))
