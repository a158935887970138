"""A form with the usual kinds of field, one for a file, one for signing in."""

from django import forms


class Shop(forms.Form):
    """A small form with the usual kinds of field, some filled in wrongly."""

    name = forms.CharField(label="Name of the shop", max_length=80)
    started_on = forms.CharField(
        label="When did it open?", help_text="A month and a year are enough, for example March 2026."
    )
    income = forms.DecimalField(label="What it earned last week, in taka", max_digits=9, decimal_places=0)
    district = forms.ChoiceField(label="District", choices=[("BD.60.91", "Sylhet"), ("BD.20.15", "Chattogram")])
    place = forms.ChoiceField(
        label="Where does it stand?",
        choices=[("rented", "In a rented place"), ("own", "On the family's own ground"), ("street", "On the street")],
        widget=forms.RadioSelect,
    )
    notes = forms.CharField(label="Anything else", widget=forms.Textarea(attrs={"rows": 3}), required=False)


class Paper(forms.Form):
    """One file."""

    paper = forms.FileField(
        label="Trade licence", help_text="PDF or photo, up to 10 MB. A photo from the phone is fine."
    )


class SignIn(forms.Form):
    """Name and password."""

    login = forms.CharField(label="E-mail or phone", widget=forms.TextInput(attrs={"autocomplete": "username"}))
    password = forms.CharField(label="Password", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))
