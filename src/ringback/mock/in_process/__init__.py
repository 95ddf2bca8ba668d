"""The mock for clients in the same process: respx routes, and a target of ringback's own."""
