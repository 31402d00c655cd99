"""The commands of an installation; each module does one of them."""
