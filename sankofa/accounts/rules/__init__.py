"""The pure core of permission: grants and facts go in, a decision with its reason comes out."""
