"""What a user can ask for: each a function that returns a result and prints nothing."""
