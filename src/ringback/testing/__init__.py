"""The heavy half of the pytest plugin: exchanges of clients, and cassettes as items."""
