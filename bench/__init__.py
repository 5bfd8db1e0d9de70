"""The budgets, measured on an invented office in a database of its own. Ratios count; times vary by machine."""
