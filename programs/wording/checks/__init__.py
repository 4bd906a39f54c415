"""What is wrong with a text before it goes up: pure rules over passages, values in, findings out."""
