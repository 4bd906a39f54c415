"""The demonstration: two real conferences with every stated fact, and invented items marked as such."""
