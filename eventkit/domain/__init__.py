"""What eventkit knows of the world: pure values and rules, standard library only."""
