"""What questions that need reckoning are made of, one file a language, named as in `phrases`."""
