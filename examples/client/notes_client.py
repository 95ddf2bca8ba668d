"""A client of the notes API."""

import httpx


class UnavailableError(Exception):
    """The API can't be asked at the moment."""


class NotesClient:
    """Keeps notes at the API; `transport` is how to get there."""

    def __init__(self, transport: httpx.BaseTransport | None = None) -> None:
        self._http = httpx.Client(base_url="https://notes.example", transport=transport)

    def keep(self, text: str) -> int:
        """Keep a note; its number."""
        answer = self._http.post("/notes", json={"text": text})
        return int(answer.raise_for_status().json()["id"])

    def read(self, number: int) -> str | None:
        """What a note says; None where there is none."""
        try:
            answer = self._http.get(f"/notes/{number}")
        except httpx.TransportError as error:
            raise UnavailableError from error
        if answer.status_code == 404:
            return None
        if answer.status_code == 503:
            raise UnavailableError
        return str(answer.raise_for_status().json()["text"])
