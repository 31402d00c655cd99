"""公文格式: what a community settles of the look of its documents."""
