"""表决: rules, rolls, ballots, counts."""
