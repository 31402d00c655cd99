"""送达: who was told of an owners' vote, when and how (OWN-10, OWN-15, RES-14)."""
