"""Where an orbit passes, and so where an entry may come down; what a controlled entry asks for."""
