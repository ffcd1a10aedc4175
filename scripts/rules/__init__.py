"""The tables of docs/rules.md."""
