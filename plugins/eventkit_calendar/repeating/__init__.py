"""Sessions that repeat: rules, dates, and what stands in for single ones."""
