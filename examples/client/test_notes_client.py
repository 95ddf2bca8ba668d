"""The client against a mock that is made of the description."""

import httpx
import pytest
from notes_client import NotesClient, UnavailableError

from ringback.mock import router


@pytest.fixture
def api():
    """A fresh mock; what the client asked wrongly fails the test."""
    return router("openapi.yaml")


@pytest.fixture
def client(api):
    """The client, which asks the mock."""
    return NotesClient(httpx.MockTransport(api.handler))


def test_a_note_is_read_as_it_was_kept(client):
    """The mock keeps what it is given."""
    assert client.read(client.keep("milk")) == "milk"


def test_a_note_that_is_not_there(client):
    """What nobody made is a documented 404."""
    assert client.read(7) is None


@pytest.mark.parametrize("failure", ["timeout", "closed", "unavailable"])
def test_an_api_that_can_not_be_asked(api, client, failure):
    """Each way to fail is one error of the client."""
    api.get_note.fails(failure)
    with pytest.raises(UnavailableError):
        client.read(1)
