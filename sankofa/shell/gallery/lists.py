"""Queues, tables, filters, numbers, offers, ways onward.  Everybody is invented."""

QUEUES = {
    "label": "My work",
    "entries": [
        {"url": "#", "label": "My tasks", "count": 12, "current": True},
        {"url": "#", "label": "Overdue", "count": 3, "urgent": True},
        {"url": "#", "label": "Sent back to me", "count": 1},
        {"url": "#", "label": "Referrals waiting", "count": 6},
        {"url": "#", "label": "Two different answers", "count": 2},
        {"url": "#", "label": "Possibly the same person", "count": 4},
    ],
}

TABLE = {
    "caption": "People in my care",
    "columns": [
        {"label": "Person", "sort_url": "#", "sorted": "ascending"},
        {"label": "Place"},
        {"label": "State"},
        {"label": "Owes, taka", "number": True},
        {"label": "Next visit", "sort_url": "#", "short": True},
    ],
    "rows": [
        {
            "url": "#",
            "cells": [
                "Amina Rahman",
                "Sylhet Sadar",
                {"value": "Plan in delivery", "tag": "info"},
                "101,500",
                "24 November",
            ],
        },
        {
            "url": "#",
            "cells": [
                "Jean-Baptiste Nsengiyumva-Ndayishimiye",
                "Saint-Louis du Sénégal",
                {"value": "Accompagnement psychosocial en attente d'approbation", "tag": "care"},
                "1,204,000",
                "25 November",
            ],
        },
        {
            "url": "#",
            "cells": [
                "Abdul Karim",
                "Companiganj",
                {"value": "Threatened by a lender", "tag": "danger"},
                None,
                "today",
            ],
        },
        {
            "url": "#",
            "cells": ["Anahit Sargsyan", "Gyumri", {"value": "Stands on her own", "tag": "good"}, "0", "in 3 months"],
        },
    ],
    "foot": ["Together", "", "", "1,305,500", ""],
}

FILTER = {
    "url": "#",
    "groups": [
        {
            "label": "State",
            "name": "state",
            "kind": "many",
            "choices": [
                {"value": "new", "label": "New", "count": 4},
                {"value": "plan", "label": "Plan in delivery", "count": 31, "checked": True},
                {"value": "closed", "label": "Closed", "count": 118},
            ],
        },
        {
            "label": "Came back from",
            "name": "from",
            "kind": "one",
            "choices": [
                {"value": "", "label": "Anywhere"},
                {"value": "OM", "label": "Oman", "count": 12, "checked": True},
                {"value": "SA", "label": "Saudi Arabia", "count": 40},
            ],
        },
    ],
    "clear_url": "#",
}

CHIPS = [{"label": "Plan in delivery", "remove_url": "#"}, {"label": "Came back from Oman", "remove_url": "#"}]

PAGES = {
    "shown": "1 to 25 of 312 people",
    "previous_url": "#",
    "next_url": "#",
    "entries": [
        {"label": "1", "url": "#"},
        {"label": "2", "current": True},
        {"label": "3", "url": "#"},
        {"label": "…"},
        {"label": "13", "url": "#"},
    ],
}

NUMBERS = [
    {
        "label": "In work or trade 6 months after return",
        "value": "62 %",
        "base": "31 of 50 people asked",
        "percent": 62,
        "kind": "economic",
    },
    {"label": "Paid on time last month", "value": "94 %", "base": "118 of 126 payments", "percent": 94, "kind": "good"},
    {
        "label": "Left again, district Habiganj",
        "few": True,
        "base": "shown from 5 people on, so that nobody can be recognised",
    },
    {"label": "Money sent home by relatives", "value": None, "base": "not asked in this round"},
]

SEARCH = {
    "url": "#",
    "query": "amina rah",
    "label": "Find a person first",
    "hint": "Name in any script, phone, case number, or name and birth year.",
    "searched": True,
    "create_url": "#",
    "create_label": "Register a new person",
}

EMPTY = {
    "title": "No visits yet",
    "text": "The first visit is planned by itself, 30 days after the plan is approved.",
    "icon": "calendar",
    "url": "#",
    "label": "Plan a visit now",
}

WORK = {
    "label": "Reading the partner's list",
    "done": 214,
    "total": 1200,
    "note": "3 rows could not be read so far; they wait for you with the reason.",
}

NOTICES = [
    {
        "title": "The form changed on 1 November",
        "text": "Two questions about debts are new.",
        "url": "#",
        "label": "See them",
    },
    {"title": "Saved", "text": "Her plan is with N. Chowdhury for approval.", "kind": "good"},
    {
        "title": "Two things before a loan",
        "kind": "care",
        "points": ["The shop has run 3 months; 6 are asked for.", "2 sessions of the money course are left."],
    },
    {
        "title": "A lender has threatened her",
        "text": "Make her safe first.",
        "url": "#",
        "label": "What to do now",
        "kind": "danger",
    },
]

OFFERS = [
    {
        "title": "Save first with the women's group",
        "tag": {"label": "Costs nothing", "kind": "good"},
        "back": "100",
        "first": True,
        "earned": {"label": "1,900 earned in a week", "percent": 100},
        "paid": {"label": "380 of it saved", "percent": 20, "kind": "tall good"},
        "note": "380 a week for 26 weeks gives 9,880 of your own.",
        "rows": [
            {"label": "In your hand today", "value": "0"},
            {"label": "In your hand in May", "value": "9,880"},
            {"label": "You can lose", "value": "nothing"},
        ],
    },
    {
        "title": "Gram Unnayan, shop loan",
        "tag": {"label": "Checked lender", "kind": "info"},
        "back": "113",
        "earned": {"label": "1,900 earned in a week", "percent": 100},
        "paid": {"label": "435 of it paid", "percent": 23, "kind": "tall act"},
        "note": "435 a week for 26 weeks. First loans are small; bigger ones come later.",
        "rows": [
            {"label": "In your hand", "value": "10,000"},
            {"label": "You pay back", "value": "11,310"},
            {"label": "If you are late", "value": "20 a week"},
            {"label": "You can lose", "value": "guarantor pays"},
        ],
        "small": "Effective rate 62.2 % a year, nominal 48.6 %",
    },
    {
        "title": "Market trader's credit",
        "tag": {"label": "Price above our limit", "kind": "care"},
        "back": "160",
        "earned": {"label": "1,900 earned in a week", "percent": 100},
        "paid": {"label": "616 of it paid", "percent": 32, "kind": "tall danger"},
        "note": "616 a week for 26 weeks, and you may only buy from him.",
        "rows": [
            {"label": "In your hand", "value": "10,000"},
            {"label": "You pay back", "value": "16,016"},
            {"label": "If you are late", "value": "10 of every 100"},
            {"label": "You can lose", "value": "your stock"},
        ],
    },
]

WAYS = [
    {
        "url": "#",
        "label": "Work or a business",
        "note": "a job, a certificate for a skill, training, tools",
        "icon": "work",
    },
    {"url": "#", "label": "Debts and money", "note": "old debts, saving, what a loan really costs", "icon": "money"},
    {
        "url": "#",
        "label": "Health and a heavy heart",
        "note": "a doctor, a counsellor, someone to call",
        "icon": "heart",
    },
    {"url": "#", "label": "Papers", "note": "identity card, passport, certificates", "icon": "document"},
    {"url": "#", "label": "Children and family", "note": "school, scholarships, housing", "icon": "people"},
    {"url": "#", "label": "Wages not paid, or wronged", "note": "complaint, legal help", "icon": "scales"},
]
