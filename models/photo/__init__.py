"""What is wrong with a photograph, what can be done about it, and the faces, codes and notes that are in its file."""
