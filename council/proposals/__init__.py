"""Proposals (提案): filed, supported, answered, merged, put on an agenda, and what came of them."""
