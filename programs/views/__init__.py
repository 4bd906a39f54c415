"""Pages of the programs, tasks, activities and associations."""
