"""How people phrase questions and instructions: the list that the grammar is measured on."""
