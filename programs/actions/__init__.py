"""Everything that changes tasks, programs, activities and associations."""
