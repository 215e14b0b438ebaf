"""From the texts of codes to people: what each holds, what it would change, and taking in what the user accepts."""
