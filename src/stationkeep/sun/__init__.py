"""F10.7 and Ap: what the sun did, what NASA expected of it, and daily members of a forecast made on a date."""
