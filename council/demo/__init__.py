"""The demo community, loaded through the application's own actions and nothing else.

A real installation never imports this package.
"""
