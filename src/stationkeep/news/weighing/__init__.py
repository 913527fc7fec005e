"""What weights learnt from annotated texts make of a reading."""
