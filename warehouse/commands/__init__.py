"""The commands of `zhibiao`, one module each. Heavy libraries are imported when a command runs."""
