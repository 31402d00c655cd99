"""会议 in session: who is called, who is there, what is on the agenda, what was said."""
