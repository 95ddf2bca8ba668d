"""Bodies that stand beside a recording: in files of its folder, or of its zip archive."""

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ringback.recordings.byte_streams.feed import LARGEST

_ABOVE = 8  # folders above a file in which one of a given name is looked for


class AttachedError(Exception):
    """A file beside the recording can't be read; its text says why, as the end of a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """What stands beside the file at `path`, or within it where it is an archive.

    Nothing that leads out of the folder is read.
    """

    path: Path
    archive: bool = False

    def read(self, name: str, folder: str | None = None) -> bytes:
        """The bytes of a file that stands beside, in `folder` above where one is named.

        Raises AttachedError.
        """
        plain = PurePosixPath(name)
        if not plain.parts or plain.is_absolute() or ".." in plain.parts or "\0" in name:
            raise AttachedError("names no file beside it")
        try:
            return self._packed(str(plain)) if self.archive else self._beside(plain, folder)
        except (KeyError, FileNotFoundError):
            raise AttachedError("names a file that is not there") from None
        except (
            OSError,
            zipfile.BadZipFile,
            zlib.error,
            NotImplementedError,
            RuntimeError,
        ) as error:
            why = getattr(error, "strerror", None) or error
            raise AttachedError(f"names a file that can't be read ({why})") from None

    def _beside(self, name: PurePosixPath, folder: str | None) -> bytes:
        for home in self._homes(folder):
            file = (home / name).resolve()
            if not file.is_relative_to(home.resolve()):
                raise AttachedError("names a link that leads out of its folder")
            if file.exists() and not file.is_file():
                raise AttachedError("names no plain file")
            with file.open("rb") as stream:
                return _bounded(stream.read(LARGEST + 1))
        raise FileNotFoundError

    def _homes(self, folder: str | None) -> Iterator[Path]:
        """The folder that names go from."""
        if folder is None:
            yield self.path.parent
            return
        above = list(self.path.absolute().parents)[:_ABOVE]
        yield from (home for each in above if (home := each / folder).is_dir())

    def _packed(self, name: str) -> bytes:
        with zipfile.ZipFile(self.path) as archive, archive.open(name) as stream:
            return _bounded(stream.read(LARGEST + 1))


def _bounded(data: bytes) -> bytes:
    if len(data) > LARGEST:
        raise AttachedError(f"names a file of more than {LARGEST:,} bytes")
    return data
