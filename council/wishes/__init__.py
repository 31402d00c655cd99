"""Micro-wishes (微心愿): from a slip of paper to thanks, one claimer at a time."""
