"""Counting: pure functions, one file for each method; whole numbers and fractions, never floats."""
