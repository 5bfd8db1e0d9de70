"""What tracked links and discount codes brought."""
