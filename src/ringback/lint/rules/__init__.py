"""The rules over one description, by what they are about."""
