"""会场: the screens of a meeting in session, composed of the other features' pieces."""
