"""Pages of the register, a module for each noun: people, their numbers, erasing, protected files, demands."""
