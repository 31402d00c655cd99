"""职务: who acts for the community, for how long, and who gave it."""
