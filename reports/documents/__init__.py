"""Official documents: one block model, its renderers and the checker of finished PDFs."""
