"""A document's text: decoded, parted into blocks, sentences and words."""
