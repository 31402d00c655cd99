"""个人信息: masking, consent, who looked, and one's own data."""
