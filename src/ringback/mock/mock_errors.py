"""What a mock has a test fail by."""


class ClientMistakeError(AssertionError):
    """A client under test has sent what its API refuses: each sentence says what, and where."""


class MockFlawError(AssertionError):
    """The app behind a mock answers outside of the contract."""
