"""The command line: reads arguments, calls one service, renders its result."""
