"""Paper ballots and a show of hands, entered by two officers."""
