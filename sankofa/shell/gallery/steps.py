"""Questions, checks, receipts, changes, approvals, consents.  Everybody is invented."""

QUESTION = {
    "number": 4,
    "total": 31,
    "section": "Economic",
    "text": "In the last 30 days, how often could your family not buy the food it needed?",
    "hint": "Think of everyone who eats from the same pot.",
    "why": "Food comes before everything else. If it was often short, we look for help this week, not next month.",
    "name": "food",
    "choices": [
        {"value": "never", "label": "Never"},
        {"value": "rarely", "label": "Rarely", "hint": "once or twice"},
        {"value": "sometimes", "label": "Sometimes", "hint": "3 to 10 times", "checked": True},
        {"value": "often", "label": "Often", "hint": "more than 10 times"},
    ],
    "apart": [{"value": "unknown", "label": "I don't know"}, {"value": "declined", "label": "I prefer not to say"}],
    "save_url": "#",
}

CHECK = {
    "title": "Check before you send",
    "lead": "Gram Unnayan will see this and nothing else.",
    "sections": [
        {
            "title": "Amina Rahman",
            "rows": [
                {"label": "Name", "value": "Amina Rahman", "change_url": "#"},
                {"label": "Phone", "value": "ends in 417", "change_url": "#"},
                {"label": "Phone of a relative", "value": "", "change_url": "#"},
            ],
        },
        {
            "title": "Her wish",
            "rows": [
                {"label": "What for", "value": "Stock for the shop: cloth and thread", "change_url": "#"},
                {"label": "How much", "value": "10,000 taka over 26 weeks", "change_url": "#"},
                {"label": "Consent", "value": "given 12 November, on paper", "change_url": "#"},
            ],
        },
    ],
    "submit": "Send referral to Gram Unnayan",
    "back_url": "#",
    "note": "The lender decides, and may say no. She can take back her consent at any time.",
}

RECEIPT = {
    "title": "The referral has been sent",
    "number": "RF-26-004182-T",
    "at": "17 November 2026, 10:12",
    "next": [
        "Gram Unnayan answers within 7 days, by 24 November.",
        "Rokeya Begum from Gram Unnayan will call Amina to arrange a visit.",
        "You will see the answer under Today, and Amina gets a text message without details.",
    ],
    "print_url": "#",
    "on_url": "#",
    "on_label": "Back to Amina",
}

CHANGES = {
    "caption": "Proposed corrections",
    "name": "accept",
    "rows": [
        {
            "id": "1",
            "label": "Birth year",
            "now": "1994",
            "proposed": "1995",
            "source": "passport, seen by S. Das",
            "checked": True,
        },
        {
            "id": "2",
            "label": "Upazila",
            "now": None,
            "proposed": "Sylhet Sadar",
            "source": "partner's list of 3 November, row 214",
        },
        {
            "id": "3",
            "label": "Phone",
            "now": "ends in 417",
            "proposed": "ends in 902",
            "source": "text message from the old number",
        },
    ],
}

COMPARE = {
    "title": "Are these one person?",
    "left": {"label": "SK-24-00917-K", "url": "#"},
    "right": {"label": "SK-26-01203-B", "url": "#"},
    "evidence": ["same phone", "birth year one apart", "names sound alike"],
    "rows": [
        {
            "label": "Name",
            "left": "Amina Rahman",
            "right": "Ameena Rohman",
            "same": False,
            "alike": "spelled differently",
        },
        {"label": "Birth year", "left": "1995", "right": "1994", "same": False, "alike": "1 year apart"},
        {"label": "Phone", "left": "ends in 417", "right": "ends in 417", "same": True},
        {"label": "Came back from", "left": "Oman", "right": None, "same": None},
    ],
}

APPROVAL = {
    "title": "Approval: grant of 40,000 taka",
    "stages": [
        {"label": "Asked for", "by": "S. Das", "at": "16 November, 16:02"},
        {
            "label": "Checked by the office",
            "by": "N. Chowdhury",
            "at": "17 November",
            "comment": "prices compared with two shops",
        },
        {"label": "Waiting for the fund (2 of 2)", "state": "current"},
    ],
    "why_not": "You asked for it yourself, so a second person must approve: M. Islam or F. Akter can.",
}

CONSENT = {
    "title": "What she allowed",
    "print_url": "#",
    "ask_url": "#",
    "rows": [
        {"purpose": "Keeping her file", "state": "given", "state_label": "Given", "note": "12 June, on paper"},
        {
            "purpose": "Sharing with Gram Unnayan",
            "state": "given",
            "state_label": "Given",
            "note": "12 November, for this loan only",
            "withdraw_url": "#",
        },
        {
            "purpose": "Text messages",
            "state": "withdrawn",
            "state_label": "Withdrawn",
            "note": "3 September: the phone is shared",
        },
        {"purpose": "Research", "state": "refused", "state_label": "Refused"},
    ],
}

TRACKER = {
    "label": "Loan at Gram Unnayan",
    "steps": [
        {"label": "Sent", "note": "17 November", "state": "done"},
        {"label": "Received", "note": "18 November", "state": "done"},
        {"label": "Visit by the lender", "note": "until 24 November", "state": "current"},
        {"label": "Decision"},
        {"label": "Paid out"},
    ],
}

STOP = {
    "title": "This loan would take 46 of every 100 taka left over",
    "text": [
        "After food and rent the family has 1,330 taka a week. Debts take 177 already; with this loan it would be 612.",
        "It is allowed. Go on only if Amina has seen the sum and says yes in her own words.",
    ],
    "submit": "She has seen it, go on",
    "back_url": "#",
    "back_label": "Back to the offers",
}
