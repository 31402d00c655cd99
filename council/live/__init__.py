"""News to open pages: topics, the hub, the socket. Knows no feature."""
