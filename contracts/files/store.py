"""What the service holds: documents with their bytes, and folders inside folders."""

import hashlib
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

SESSION = "q7hV3rYb2mXd9sKf"
"""The value of the cookie that opens the account; made up, opens nothing else."""

_START = datetime(2024, 5, 1, 8, 0, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document: what its owner says of it, and its bytes; `revision` counts the uploads."""

    id: str
    title: str
    labels: tuple[str, ...]
    content: bytes
    media_type: str
    created_at: str
    revision: int = 1


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder with those in it; only the outermost of a tree has an id, in the store."""

    name: str
    children: tuple["Folder", ...] = ()


@dataclass(slots=True, kw_only=True)
class Store:
    """All state: documents in the order in which they came, and folders, both by id."""

    documents: dict[str, Document] = field(default_factory=dict)
    folders: dict[str, Folder] = field(default_factory=dict)
    made: int = 0

    def new_id(self) -> str:
        """A version 4 uuid that nothing has yet; the same sequence in every fresh store."""
        self.made += 1
        digest = hashlib.sha256(f"files {self.made}".encode()).digest()
        return str(uuid.UUID(bytes=digest[:16], version=4))

    def now(self) -> str:
        """The time by the store's own clock: a second for each thing made, alike in every run."""
        return (_START + timedelta(seconds=self.made)).isoformat().replace("+00:00", "Z")

    def add(self, title: str, labels: tuple[str, ...], content: bytes, media_type: str) -> Document:
        """A new document, behind the others."""
        document = Document(
            id=self.new_id(),
            title=title,
            labels=labels,
            content=content,
            media_type=media_type,
            created_at=self.now(),
        )
        self.documents[document.id] = document
        return document


def fresh_store() -> Store:
    """The state that every app starts with: a text, an image, and a document without bytes."""
    store = Store()
    store.add("Terms of use", ("legal", "public"), b"Be kind.\r\nPay in time.\r\n", "text/plain")
    store.add("Logo", ("brand",), b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xfe", "image/png")
    store.add("Empty", (), b"", "application/octet-stream")
    return store
