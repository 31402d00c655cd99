"""From announced to published: the clock, votes over days, subjects, more time, another run."""
