"""Voting without a phone: codes on paper for a terminal, and ballots that staff enter."""
