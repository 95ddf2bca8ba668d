"""Rules over the document: its form, its references, its names."""
