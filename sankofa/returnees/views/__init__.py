"""Pages of the register, a module for each noun: people, corrections, numbers, erasing, protected files, demands."""
