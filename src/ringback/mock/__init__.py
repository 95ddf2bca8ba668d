"""Mocks that are made of a contract: they refuse what the API refuses, and can't drift from it."""

from ringback.mock.mock_errors import ClientMistakeError, MockFlawError
from ringback.mock.opening import mock_of, router

__all__ = ["ClientMistakeError", "MockFlawError", "mock_of", "router"]
