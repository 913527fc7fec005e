"""Orbital elements and ephemerides: read and written as others write them, turned into mean orbits."""
