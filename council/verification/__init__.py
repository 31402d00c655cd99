"""核验: how it is checked that somebody is who the roll says."""
