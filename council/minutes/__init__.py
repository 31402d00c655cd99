"""会议纪要: from the record of a meeting to a signed, published document."""
