"""Secret ballots: envelopes, and the keys that lie outside the database."""
