"""The pure core of the score: schemes, the score of one person and of many, change, and the worked sheet."""
