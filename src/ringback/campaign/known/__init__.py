"""What a run knows: identifiers that requests name, another account's things, what was shown."""
