"""Agendas from the network: one address, one deadline, and what a conference's page leads to."""
