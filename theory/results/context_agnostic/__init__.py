"""Learning that depends on an object and not on its context: what the votes over contexts say of the risk."""
