"""Secret votes whose key lies in three shares on paper."""
