"""The page of a case: who, what next, what is to do, what happened, the score, what is owed.  Everybody is invented."""

from decimal import Decimal

WORDS = ("doing well", "some difficulty", "needs help now")

IDENTITY = {
    "name": "Amina Rahman",
    "native_name": "আমিনা রহমান",
    "native_language": "bn",
    "initials": "AR",
    "code": "SK-24-00917-K",
    "about": ["woman, 31", "Sylhet Sadar", "came back from Oman 5 months ago"],
    "tags": [
        {"label": "Plan in delivery", "kind": "info"},
        {"label": "Owes more than 6 months of income", "kind": "care"},
        {"label": "Consent: case work, Gram Unnayan", "kind": "good"},
    ],
    "action": {"url": "#", "label": "Start follow-up"},
    "more": [
        {"url": "#", "label": "Write a note"},
        {"url": "#", "label": "Hand over to a colleague"},
        {"url": "#", "label": "Print the plan"},
        {"url": "#", "label": "Close the case", "danger": True},
    ],
    "why_url": "#",
    "seen_url": "#",
}

NEXT = {
    "title": "Next: third-month follow-up visit, by Tuesday 24 November",
    "note": "3 days left. Her mother-in-law's scholarship form can be done on the same visit.",
    "url": "#",
    "label": "Begin the visit form",
    "why_url": "#",
}

TASKS = {
    "title": "To do",
    "groups": [
        {
            "title": "Assess",
            "rows": [
                {"label": "Assess needs and family", "state": "Completed", "kind": "done"},
                {"label": "First score", "state": "Completed", "kind": "done"},
                {"label": "Debt talk: lender who threatened", "url": "#", "state": "In progress", "kind": "care"},
            ],
        },
        {
            "title": "Deliver",
            "rows": [
                {
                    "label": "Sewing machine: training first",
                    "note": "Course ends 2 December",
                    "state": "Cannot start yet",
                    "kind": "plain",
                },
                {
                    "label": "Referral: Gram Unnayan, shop stock loan",
                    "url": "#",
                    "state": "Waiting for answer, day 4 of 7",
                    "kind": "info",
                },
            ],
        },
        {
            "title": "Follow up",
            "rows": [{"label": "Third-month visit and score", "url": "#", "state": "due 24 November"}],
        },
    ],
}

TIMELINE = {
    "title": "What happened",
    "link": {"url": "#", "label": "Everything"},
    "kinds": [
        {"url": "#", "label": "All", "current": True},
        {"url": "#", "label": "Notes"},
        {"url": "#", "label": "Help given"},
        {"url": "#", "label": "Loans"},
        {"url": "#", "label": "Who looked"},
    ],
    "entries": [
        {
            "title": "Referral sent to Gram Unnayan",
            "url": "#",
            "by": "S. Das",
            "at": "17 November, 10:12",
            "datetime": "2026-11-17T10:12",
            "note": "consent of 12 November; sent: name, phone, shop, loan wish",
        },
        {"title": "Training: money and business, session 4 of 6", "by": "BRAC Learning Centre", "at": "15 November"},
        {
            "title": "File opened in an emergency",
            "by": "R. Karim",
            "at": "9 November, 21:40",
            "note": "reason: threat at the door; the supervisor was told",
            "kind": "care",
        },
        {
            "title": "Grant part 1 delivered: shop shelves, 18,500 taka",
            "by": "S. Das",
            "at": "3 November",
            "note": "photo and signature",
        },
        {
            "title": "Score recorded: 0.41",
            "by": "Sankofa",
            "at": "June 2026",
            "note": "economic 0.35, social 0.52, psychosocial 0.40",
        },
    ],
}

SIDE = {
    "label": "Case",
    "entries": [
        {"url": "#", "label": "Overview", "current": True},
        {"url": "#", "label": "Person and family", "count": 4},
        {"url": "#", "label": "Score"},
        {"url": "#", "label": "Debts", "changed": True},
        {"url": "#", "label": "Plan and help", "count": 5},
        {"url": "#", "label": "Credit"},
        {"url": "#", "label": "Referrals", "count": 1},
        {"url": "#", "label": "Papers", "count": 7},
        {"url": "#", "label": "Consent"},
        {"url": "#", "label": "Who looked"},
    ],
}

SCORE = {
    "url": "#",
    "dimensions": [
        {"key": "economic", "label": "Economic", "percent": 35, "word": WORDS[2], "value": "0.35"},
        {"key": "social", "label": "Social", "percent": 52, "word": WORDS[1], "value": "0.52"},
        {"key": "psychosocial", "label": "Psychosocial", "percent": 40, "word": WORDS[1], "value": "0.40"},
    ],
    "together": {"label": "Together", "percent": Decimal("41.3"), "word": WORDS[1], "value": "0.41"},
    "answered": "28 of 31 answered, 20 June",
    "scheme": "our own way of scoring, not the official one.",
    "explain_url": "#",
}

SCORE_UNKNOWN = {
    "dimensions": [
        {"key": "economic", "label": "Economic", "percent": 71, "word": WORDS[0], "value": "0.71"},
        {"key": "social", "label": "Social", "percent": None, "word": "not known: 2 of 9 answered"},
        {"key": "psychosocial", "label": "Psychosocial", "percent": None, "word": "not asked yet"},
    ],
    "answered": "12 of 31 answered, 2 November",
    "scheme": "too few answers for a score together.",
}

DEBTS = {
    "title": "What she owes",
    "link": {"url": "#", "label": "All 3 debts"},
    "sums": True,
    "rows": [
        {"label": "Uncle, for the journey", "value": "85,000"},
        {"label": "Neighbour", "value": "12,000"},
        {"label": "Shop credit", "value": "4,500"},
        {"label": "Together, taka", "value": "101,500", "total": True},
    ],
}

HOUSEHOLD = {
    "title": "Household",
    "short": True,
    "rows": [
        {"label": "Lives with", "value": "husband, two children, mother-in-law"},
        {"label": "Earns", "value": "husband, day labourer; she, from the shop"},
        {"label": "Home", "value": "rented, 2 rooms"},
        {"label": "Health", "value": None},
    ],
    "unknown": ["Phone of a relative", "School of the younger child", "Land", "Bank account"],
}
