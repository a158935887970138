"""Pages of files coming in, a module for each step: letting in, the brake, taking a list back."""
