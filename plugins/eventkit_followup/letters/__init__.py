"""Letters as messages of RFC 5322: written quickly, read back, and refused where they are not what was meant."""
