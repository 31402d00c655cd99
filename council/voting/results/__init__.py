"""What is said of a counted poll: sentences, sectors, tables."""
