"""The evidence for the claims on context-agnostic learning."""
