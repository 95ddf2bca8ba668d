"""`[targets.NAME]`: where a run goes, by which way, and what it may do there."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ringback.config import EVERY_OTHER, ResponseTimes, TargetSettings, Value, Writes
from ringback.config_reader.tables import TableReader
from ringback.errors import did_you_mean
from ringback.hosts import proxy_problem, url_problem

_BOTH = frozenset(
    {
        "values",
        "accounts",
        "timeout",
        "writes",
        "production",
        "irreversible",
        "rate",
        "max_requests",
        "max_time",
        "max_response_time",
    }
)
_WAY = frozenset(
    {"verify", "certificate", "proxy", "private", "http2"}
)  # to what is not in this process
_PAIR = 2  # a certificate, and its key where that is a file of its own


def read_targets(reader: TableReader, tables: Mapping[str, Any]) -> dict[str, TargetSettings]:
    """The targets that the configuration names; what is wrong with them is told to the reader."""
    return {
        name: found
        for name, entry in tables.items()
        if (found := _read(reader, f"targets.{name}", entry)) is not None
    }


def _read(reader: TableReader, place: str, entry: Any) -> TargetSettings | None:
    if not isinstance(entry, dict) or len({"app", "url"} & entry.keys()) != 1:
        reader.problems.append(f"{place} needs either app or url")
        return None
    here = f"{place}."
    known = _BOTH | _WAY | {"app", "url", "path"}
    reader.only(entry, set(known), here)
    for name in sorted(entry.keys() & _WAY) if "app" in entry else ():
        reader.problems.append(f"{here}{name} is for a url; an app is called in this process")
    url = reader.text(entry, "url", here)
    problem = url_problem(url) if url else None
    if problem:
        reader.problems.append(f"{here}url: {url} {problem}")
    values, own_values = _values(reader, entry, here)
    return TargetSettings(
        app=reader.text(entry, "app", here),
        url=url,
        values=values,
        own_values=own_values,
        path=reader.text(entry, "path", here),
        accounts=reader.named_texts(entry, "accounts", here),
        timeout=reader.seconds(entry, "timeout", here),
        writes=_writes(reader, entry, here),
        production=reader.flag(entry, "production", here),
        irreversible=tuple(reader.texts(entry.get("irreversible", []), f"{here}irreversible")),
        rate=reader.rate(entry, "rate", here),
        max_requests=reader.whole(entry, "max_requests", here),
        max_time=reader.seconds(entry, "max_time", here),
        max_response_time=_response_times(reader, entry, here),
        verify=_verify(reader, entry, here),
        certificate=_certificate(reader, entry, here),
        proxy=_proxy(reader, entry, here),
        private=reader.flag(entry, "private", here),
        http2=reader.flag(entry, "http2", here),
    )


def _values(
    reader: TableReader, entry: Mapping[str, Any], here: str
) -> tuple[str, dict[str, Value]]:
    """The mapping that is named, or the values that stand there."""
    told = entry.get("values", "")
    if isinstance(told, dict):
        return "", reader.values(told, f"{here}values.")
    if not isinstance(told, str):
        reader.problems.append(
            f"{here}values must be a table of values, or name a mapping as module:NAME"
        )
        return "", {}
    return told, {}


def _writes(reader: TableReader, entry: Mapping[str, Any], here: str) -> Writes | None:
    told = entry.get("writes")
    if told is None:
        return None
    names = [each.value for each in Writes]
    if told not in names:
        hint = did_you_mean(told, names) if isinstance(told, str) else ""
        named = ", ".join(f'"{name}"' for name in names)
        reader.problems.append(f"{here}writes must be one of {named}{hint}")
        return None
    if told == Writes.ALL and entry.get("production") is True:
        text = 'is not for a production target, where nothing is to stay; say "own" or "none"'
        reader.problems.append(f'{here}writes = "all" {text}')
    return Writes(told)


def _response_times(reader: TableReader, entry: Mapping[str, Any], here: str) -> ResponseTimes:
    """One bound for all operations, or a table of them by operation, `*` for the others."""
    name = "max_response_time"
    if not isinstance(entry.get(name), dict):
        return ResponseTimes(usual=reader.seconds(entry, name, here))
    table = reader.sub(entry, name, here)
    told = {key: reader.seconds(table, key, f"{here}{name}.") for key in table}
    usual = told.pop(EVERY_OTHER, None)
    return ResponseTimes(
        usual=usual, named={key: each for key, each in told.items() if each is not None}
    )


def _verify(reader: TableReader, entry: Mapping[str, Any], here: str) -> Path | bool:
    told = entry.get("verify", True)
    if isinstance(told, bool):
        return told
    if not isinstance(told, str) or not told:
        reader.problems.append(f"{here}verify must be the path of a CA bundle, or false")
        return True
    return _file(reader, told, f"{here}verify")


def _certificate(reader: TableReader, entry: Mapping[str, Any], here: str) -> tuple[Path, ...]:
    told = entry.get("certificate")
    if told is None:
        return ()
    names = [told] if isinstance(told, str) else told
    good = isinstance(names, list) and all(isinstance(name, str) and name for name in names)
    if not good or not 1 <= len(names) <= _PAIR:
        reader.problems.append(
            f"{here}certificate must be a path, or a list of two: the certificate, then its key"
        )
        return ()
    return tuple(_file(reader, name, f"{here}certificate") for name in names)


def _file(reader: TableReader, told: str, where: str) -> Path:
    path = reader.path(told)
    if not path.is_file():
        reader.problems.append(f"{where}: there is no file {path}; paths are from {reader.file}")
    return path


def _proxy(reader: TableReader, entry: Mapping[str, Any], here: str) -> str:
    url = reader.text(entry, "proxy", here)
    problem = proxy_problem(url) if url else None
    if problem:
        reader.problems.append(f"{here}proxy: {problem}")
    return url
