"""Which act a clause says, by whom, on what, and how firm it is."""
