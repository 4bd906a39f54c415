"""What happens at each URL of meetings."""
