"""From a bare Python to a running Council: the environment is built here.

Only the standard library is imported in this package, because nothing else exists yet.
"""
