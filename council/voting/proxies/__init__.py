"""Voting for somebody else, on written authority."""
