"""One format of a report a module: pure functions from what a run tells to text."""
