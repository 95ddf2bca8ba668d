"""What answers: a service over HTTP, or an app in this process."""
