"""名册: buildings, units, households and people of a community, and how they come in."""
