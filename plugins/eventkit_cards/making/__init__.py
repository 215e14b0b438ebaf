"""What is made of a card: pictures, drawings, pages, and the checks that they go through."""
