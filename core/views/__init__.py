"""What happens at each URL of core."""
