"""What happens in a turn, without any device, model or window."""

__version__ = "0.1.0"
