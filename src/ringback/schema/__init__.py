"""The algebra of schemas: pure, without a network and without a validator of its own."""
