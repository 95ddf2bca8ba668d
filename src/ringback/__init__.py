"""ringback: does this API still keep its promise?"""

__version__ = "0.1.0"

__all__ = ["__version__"]
