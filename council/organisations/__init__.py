"""三社: social organisations, and the seats of the committee by sector."""
