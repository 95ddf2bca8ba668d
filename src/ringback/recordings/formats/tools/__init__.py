"""Records as other tools store them, a module a form."""
