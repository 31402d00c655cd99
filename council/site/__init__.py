"""The public pages of a community: what is discussed, what was decided, what became of it.

Composes the queries of the other features and owns no table; nobody needs to sign in.
"""
