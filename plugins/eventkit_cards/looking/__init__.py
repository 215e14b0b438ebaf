"""From a picture to the texts of the codes in it: in a process of its own, with limits, and little else of eventkit."""
