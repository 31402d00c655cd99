"""Polls that are no yes or no: what stands on the ballot, how one is written, how they count."""
