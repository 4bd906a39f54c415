"""One check page for each document: the rules of programs/wording/checks fed from the registers."""
