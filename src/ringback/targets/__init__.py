"""What answers: a service over HTTP, an app in this process, or a mock of the description."""
