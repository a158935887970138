"""The pure core of places: what a path means, and which place a spreadsheet's word stands for."""
