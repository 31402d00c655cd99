"""Paper and files: what all documents are made with. It knows no feature and no database."""
