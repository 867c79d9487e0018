"""Who the school knows: persons, the families that they form, and who answers for them."""
