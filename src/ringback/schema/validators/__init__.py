"""What decides whether a value is valid, and schemas that can be judged."""
