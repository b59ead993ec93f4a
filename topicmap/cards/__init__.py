"""What is said of a map, a topic or a paper: cards of plain values without any markup."""
