"""Calls for projects and who wins them: reviewers' marks, scores, ranks.  Rules so far.

Nouns: proposal, criterion, weight, review, mark, score, rank.  Sources: responsible-finance rules on competitions for
diaspora projects (weights published beforehand, three reviewers, raw and reviewer-centred scores side by side).
"""
