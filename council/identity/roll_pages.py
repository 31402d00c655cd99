"""The roll."""

ROUTES = []
