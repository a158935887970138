"""The currencies of the world: their codes, their numbers and how many decimals their amounts have.

Source: ISO 4217, list one, as it stands in 2026 (codes and numbers also in the Debian iso-codes list, LGPL-2.1+).
The number of decimals is ISO's "minor unit".  It says what an amount can hold, not which coins are in use: the taka
keeps two decimals although no poisha circulates, the CFA franc (XOF, XAF) and the Guinean franc (GNF) have none, and
the ouguiya (MRU) and the ariary (MGA) are written with two although a fifth of each is their smallest unit.
Rounding to coins that exist is a programme's policy, not a property of the currency.

Currencies that were withdrawn lately are kept with the day from which they no longer were in the list, because debts
and grants recorded in them must stay readable.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Currency:
    """One currency of the list.

    `exponent` is the number of decimals; None where an amount of money cannot be held at all (gold, test codes).
    `withdrawn_on` is the first day on which the currency was no longer in the list; None while it is.
    """

    code: str
    number: str
    exponent: int | None
    withdrawn_on: date | None = None


class UnknownCurrency(ValueError):
    """This is not the code of a currency in which money can be held."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def __str__(self) -> str:
        return f"{self.code!r} is not a currency of ISO 4217 in which money can be held."


_TWO_DECIMALS = """
    AED784 AFN971 ALL008 AMD051 AOA973 ARS032 AUD036 AWG533 AZN944 BAM977 BBD052 BDT050 BMD060 BND096 BOB068 BOV984
    BRL986 BSD044 BTN064 BWP072 BYN933 BZD084 CAD124 CDF976 CHE947 CHF756 CHW948 CNY156 COP170 COU970 CRC188 CUP192
    CVE132 CZK203 DKK208 DOP214 DZD012 EGP818 ERN232 ETB230 EUR978 FJD242 FKP238 GBP826 GEL981 GHS936 GIP292 GMD270
    GTQ320 GYD328 HKD344 HNL340 HTG332 HUF348 IDR360 ILS376 INR356 IRR364 JMD388 KES404 KGS417 KHR116 KPW408 KYD136
    KZT398 LAK418 LBP422 LKR144 LRD430 LSL426 MAD504 MDL498 MGA969 MKD807 MMK104 MNT496 MOP446 MRU929 MUR480 MVR462
    MWK454 MXN484 MXV979 MYR458 MZN943 NAD516 NGN566 NIO558 NOK578 NPR524 NZD554 PAB590 PEN604 PGK598 PHP608 PKR586
    PLN985 QAR634 RON946 RSD941 RUB643 SAR682 SBD090 SCR690 SDG938 SEK752 SGD702 SHP654 SLE925 SOS706 SRD968 SSP728
    STN930 SVC222 SYP760 SZL748 THB764 TJS972 TMT934 TOP776 TRY949 TTD780 TWD901 TZS834 UAH980 USD840 USN997 UYU858
    UZS860 VED926 VES928 WST882 XAD396 XCD951 XCG532 YER886 ZAR710 ZMW967 ZWG924
"""
_NO_DECIMALS = """
    BIF108 CLP152 DJF262 GNF324 ISK352 JPY392 KMF174 KRW410 PYG600 RWF646 UGX800 UYI940 VND704 VUV548 XAF950 XOF952
    XPF953
"""
_THREE_DECIMALS = "BHD048 IQD368 JOD400 KWD414 LYD434 OMR512 TND788"
_FOUR_DECIMALS = "CLF990 UYW927"
_NOT_AN_AMOUNT = "XAG961 XAU959 XBA955 XBB956 XBC957 XBD958 XDR960 XPD964 XPT962 XSU994 XTS963 XUA965 XXX999"

_WITHDRAWN = (
    Currency("CUC", "931", 2, date(2021, 7, 1)),
    Currency("HRK", "191", 2, date(2023, 1, 1)),
    Currency("SLL", "694", 2, date(2024, 4, 1)),
    Currency("ZWL", "932", 2, date(2024, 9, 1)),
    Currency("ANG", "532", 2, date(2025, 7, 1)),
    Currency("BGN", "975", 2, date(2026, 1, 1)),
)


def _listed(entries: str, exponent: int | None) -> list[Currency]:
    return [Currency(entry[:3], entry[3:], exponent) for entry in entries.split()]


CURRENCIES: Mapping[str, Currency] = MappingProxyType(
    {
        currency.code: currency
        for currency in sorted(
            [
                *_listed(_TWO_DECIMALS, 2),
                *_listed(_NO_DECIMALS, 0),
                *_listed(_THREE_DECIMALS, 3),
                *_listed(_FOUR_DECIMALS, 4),
                *_listed(_NOT_AN_AMOUNT, None),
                *_WITHDRAWN,
            ],
            key=lambda currency: currency.code,
        )
    }
)


def exponent(code: str) -> int:
    """Return how many decimals an amount in this currency has: 2 for BDT, 0 for XOF, 3 for TND.

    Raises UnknownCurrency for a code that is not in the list, or in which no amount can be held (XAU, XXX).
    """
    currency = CURRENCIES.get(code)
    if currency is None or currency.exponent is None:
        raise UnknownCurrency(code)
    return currency.exponent
