"""Who can stop what: fault logic over owners, exact probability, minimal cut sets, importance, clocks."""
