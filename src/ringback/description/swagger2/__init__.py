"""Swagger 2.0 made OpenAPI 3.0, with where each part stood."""
