"""The report as a page: what stands on it, and the templates that it is made with."""
