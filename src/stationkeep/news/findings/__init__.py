"""What is found of a sentence and written down of a document."""
