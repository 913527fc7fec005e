"""English as far as the reader knows it: words and names, tags, clauses, verbs, dates, conditions, whose a thing is."""
