"""What the months of Bikram Sambat and of the two Hijri calendars are called, and which month a written word means.

Names are shown in the languages of the pages and, for people who read them so, in Nepali, Arabic, Dari and Pashto.  The
months of the sun are shown as Afghanistan calls them and understood as Iran does too.  Words are
understood in any of these and in the spellings that offices use.  Gregorian months are named by the language itself.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from sankofa.places.rules.calendars import Calendar

NAMES: Mapping[Calendar, Mapping[str, tuple[str, ...]]] = {
    Calendar.BIKRAM_SAMBAT: {
        "en": (
            "Baishakh", "Jestha", "Ashadh", "Shrawan", "Bhadra", "Ashwin",
            "Kartik", "Mangsir", "Poush", "Magh", "Falgun", "Chaitra",
        ),
        "fr": (
            "baishakh", "jestha", "ashadh", "shrawan", "bhadra", "ashwin",
            "kartik", "mangsir", "poush", "magh", "falgun", "chaitra",
        ),
        "ur": (
            "بیساکھ", "جیٹھ", "اساڑھ", "ساون", "بھادوں", "اسوج",
            "کاتک", "مگھر", "پوہ", "ماگھ", "پھاگن", "چیت",
        ),
        "ne": (
            "बैशाख", "जेठ", "असार", "साउन", "भदौ", "असोज",
            "कात्तिक", "मंसिर", "पुस", "माघ", "फागुन", "चैत",
        ),
    },
    Calendar.HIJRI: {
        "en": (
            "Muharram", "Safar", "Rabi al-Awwal", "Rabi al-Thani", "Jumada al-Ula", "Jumada al-Akhira",
            "Rajab", "Shaban", "Ramadan", "Shawwal", "Dhu al-Qadah", "Dhu al-Hijjah",
        ),
        "fr": (
            "mouharram", "safar", "rabia al-awal", "rabia ath-thani", "joumada al-oula", "joumada ath-thania",
            "rajab", "chaabane", "ramadan", "chawwal", "dhou al-qida", "dhou al-hijja",
        ),
        "ur": (
            "محرم", "صفر", "ربیع الاول", "ربیع الثانی", "جمادی الاول", "جمادی الثانی",
            "رجب", "شعبان", "رمضان", "شوال", "ذوالقعدہ", "ذوالحجہ",
        ),
        "ar": (
            "محرم", "صفر", "ربيع الأول", "ربيع الآخر", "جمادى الأولى", "جمادى الآخرة",
            "رجب", "شعبان", "رمضان", "شوال", "ذو القعدة", "ذو الحجة",
        ),
    },
    Calendar.SHAMSI: {
        "en": (
            "Hamal", "Sawr", "Jawza", "Saratan", "Asad", "Sunbula",
            "Mizan", "Aqrab", "Qaws", "Jadi", "Dalw", "Hut",
        ),
        "fr": (
            "hamal", "sawr", "jawza", "saratan", "asad", "sounbola",
            "mizan", "aqrab", "qaws", "jadi", "dalw", "hout",
        ),
        "ur": (
            "حمل", "ثور", "جوزا", "سرطان", "اسد", "سنبلہ",
            "میزان", "عقرب", "قوس", "جدی", "دلو", "حوت",
        ),
        "fa": (
            "حمل", "ثور", "جوزا", "سرطان", "اسد", "سنبله",
            "میزان", "عقرب", "قوس", "جدی", "دلو", "حوت",
        ),
        "ps": (
            "وری", "غویی", "غبرګولی", "چنګاښ", "زمری", "وږی",
            "تله", "لړم", "لیندۍ", "مرغومی", "سلواغه", "کب",
        ),
    },
}  # fmt: skip

_OTHER_SPELLINGS: Mapping[Calendar, tuple[str, ...]] = {
    Calendar.BIKRAM_SAMBAT: (
        "baisakh baisak vaishakh vaisakh वैशाख", "jeth jyestha jeshtha jet ज्येष्ठ जेष्ठ",
        "asar ashad asadh aashadh आषाढ असाढ",
        "saun sawan shravan srawan shrawon श्रावण", "bhadau bhado bhadon भाद्र भाद्रपद",
        "asoj aswin ashoj aashwin asojh आश्विन",
        "kattik kartick katik कार्तिक",
        "mansir marga mangshir margashirsha मार्ग मार्गशीर्ष मङ्सिर", "pus paush push पौष पुष",
        "mag maagh", "phagun fagun phalgun phalgoon फाल्गुन", "chait chaita chet चैत्र",
    ),
    Calendar.HIJRI: (
        "moharram muharam almuharram", "saffar", "rabialawal rabiulawwal rabiulawal rabiawwal rabiiawwal rabi1",
        "rabialakhir rabialakhira rabiulthani rabiussani rabiulakhir rabiithani rabi2 ربيعالثاني",
        "jumadalula jumadaalawwal jumadalawwal jamadiulawwal jumada1 جماديالاول",
        "jumadaalthani jumadaalthaniya jumadalakhira jamadiussani jumada2 جماديالثاني جماديالثانية",
        "rajjab", "shaaban shabaan sheban", "ramadhan ramzan ramazan", "shawal chawal",
        "dhualqidah dhulqadah dhulqidah zulqadah zulqada zulqaidah zilqad ziqad ذيالقعده ذیقعدہ ذيقعده",
        "dhulhijjah dhulhijja zulhijjah zulhijja zilhaj zulhaj ذيالحجه ذوالحج",
    ),
    Calendar.SHAMSI: (
        "hammal farvardin farwardin farvardeen wray فروردین",
        "saur sour thawr thaur ordibehesht ordibehest ghwayay اردیبهشت",
        "jauza joza djawza khordad khurdad ghbargolay خرداد", "tir chungash chungakh تیر",
        "assad mordad amordad zmaray مرداد امرداد",
        "sunbulah sonbola sombola sumbula shahrivar shahriwar wazhay شهریور",
        "meezan mehr tala مهر", "akrab aban laram آبان", "qaus qows qos azar lindai آذر",
        "jady jaddi dey marghumay دی", "dalwa dalv bahman salwagha بهمن", "hoot hut esfand isfand kab اسفند",
    ),
}  # fmt: skip
_ALIKE = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ه": "ہ", "ة": "ہ", "ۃ": "ہ", "آ": "ا", "أ": "ا", "إ": "ا"})


def month_name(calendar: Calendar, month: int, language: str) -> str:
    """Return what a month of another calendar is called, in a language; in English where it has no names of its own."""
    named = NAMES[calendar]
    return named.get(language, named["en"])[month - 1]


def month_meant(calendar: Calendar, word: str) -> int | None:
    """Return the month that a word names, in any language and many spellings; None where it names none."""
    return _meanings(calendar).get(_folded(word))


@cache
def _meanings(calendar: Calendar) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for names in NAMES[calendar].values():
        found |= {_folded(name): place for place, name in enumerate(names, start=1)}
    for place, spellings in enumerate(_OTHER_SPELLINGS[calendar], start=1):
        found |= {_folded(spelling): place for spelling in spellings.split()}
    return found


def _folded(word: str) -> str:
    """Return a word as it is compared: small letters, no blanks, letters of Arabic script that look alike as one."""
    parts = unicodedata.normalize("NFKD", word.casefold().translate(_ALIKE))
    kept = "".join(sign for sign in parts if not unicodedata.combining(sign)).translate(_ALIKE)
    return re.sub(r"[\s\-.'’ʿʾ`_]", "", kept)
