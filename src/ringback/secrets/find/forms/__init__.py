"""What is told by its form alone: check digits, prefixes of makers, chance."""
