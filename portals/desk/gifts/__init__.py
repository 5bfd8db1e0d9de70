"""Products that go to talents."""
