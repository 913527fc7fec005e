"""What a sentence says that a model could test."""
