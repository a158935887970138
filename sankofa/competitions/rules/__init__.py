"""The pure core of competitions: what reviewers gave, what it comes to, who stands before whom."""
