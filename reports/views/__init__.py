"""What happens at each URL of reports."""
