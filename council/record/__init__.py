"""存证: the append-only record of the council's acts."""
