"""How long any object stays in low orbit: drag learnt from its past, an ensemble of futures, dates of altitudes."""
