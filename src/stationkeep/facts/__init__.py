"""Facts: the records of a pack, its reader and its checks; dated, sourced values."""
