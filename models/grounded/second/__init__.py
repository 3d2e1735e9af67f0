"""What is tried where the first look at a question found no answer: other wordings of it, and places to look that are
too rare, or too easily meant otherwise, to be asked first."""
