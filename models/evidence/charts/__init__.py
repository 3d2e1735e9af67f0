"""Charts in pixels: kind, words and values, read by calibrating the axes with the numbers that stand beside them."""
