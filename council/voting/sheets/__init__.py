"""Polls on several options: made step by step, and filled in."""
