"""Templates: their files, which one is chosen, and rendering them within limits."""
