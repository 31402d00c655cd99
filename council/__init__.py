"""Council (议事厅): a residents' community deliberates and decides."""

__version__ = "0.1.0"
