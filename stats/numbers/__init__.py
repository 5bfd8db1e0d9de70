"""What figures say: pure functions, each with its formula and its source. Null is unknown, never zero."""
