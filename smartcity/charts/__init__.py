"""What can be drawn: values and words in, a figure and its alt text out."""
