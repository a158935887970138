"""The pure core of four eyes: chains and thresholds, what verdicts come to, who may act next and why not."""
