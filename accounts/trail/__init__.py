"""The audit trail: who, what, when, from which value to which, for every change to a person's data (SPEC 7.4)."""
