"""Forms of the register, a module for each noun: people, numbers, erasing, protected files, demands."""
