"""Random streams keyed by (study seed, purpose, member, day), and the distributions of uncertain facts."""
