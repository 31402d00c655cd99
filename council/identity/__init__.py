"""居民: who somebody is, that it was checked, and how they sign in."""
