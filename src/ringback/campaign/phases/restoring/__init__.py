"""The end: everything is put back, and reads say whether it is."""
