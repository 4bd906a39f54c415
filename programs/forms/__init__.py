"""What may be typed about programs, tasks, activities and associations."""
