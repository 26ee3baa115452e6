"""Files of other systems, made by the tests themselves."""
