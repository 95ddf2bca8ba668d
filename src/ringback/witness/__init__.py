"""Payloads that prove what is said about schemas: some admit them, others do not."""

from ringback.witness.answer import Answer, Found, Nothing, Unknown
from ringback.witness.book import Book, Part
from ringback.witness.search import Search

__all__ = ["Answer", "Book", "Found", "Nothing", "Part", "Search", "Unknown"]
