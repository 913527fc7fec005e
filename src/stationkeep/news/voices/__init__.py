"""Who speaks, and whose text it is."""
