"""What a letter is made from: everything that was noted, in one record for each."""
