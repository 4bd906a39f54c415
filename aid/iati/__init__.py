"""Open data by the International Aid Transparency Initiative, activity standard 2.03."""
