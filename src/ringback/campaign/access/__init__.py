"""Who asks: the account and its credentials, valid and invalid, and where they come from."""
