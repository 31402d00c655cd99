"""The frozen roll of a poll, and how two officers change it."""
