"""What campaigns brought."""
