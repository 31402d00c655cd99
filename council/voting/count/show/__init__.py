"""Reports of any count: plain text, JSON and a picture. They print; they never count."""
