"""People made up for the bench, and copies of them with the slips that address books show.

A letter is mistyped, given and family name are swapped, an accent or an address is lost, a name is abbreviated or
familiar, the employer is a new one. Among them are what is alike and no duplicate: namesakes, families with one
number, switchboards, offices' addresses.
"""

# ruff: noqa: RUF001  # letters of other scripts look like Latin ones

from __future__ import annotations

import random
import unicodedata

import bench_names

SHARE = 0.05
"""Copies, of all records."""

LOCALES = sorted(bench_names.GIVEN)
GIVEN = {locale: text.split() for locale, text in bench_names.GIVEN.items()}
FAMILY = {locale: text.split() for locale, text in bench_names.FAMILY.items()}
KNOWN_AS = {name: text.split() for name, text in bench_names.KNOWN_AS.items()}
TITLES = bench_names.TITLES
MAIL = bench_names.MAIL.split()
CYRILLIC = dict(zip(bench_names.CYRILLIC.split()[::2], bench_names.CYRILLIC.split()[1::2], strict=True))


class Person(dict):
    """A record in the making: name parts, points and facts by name; an absent one is empty."""

    def __missing__(self, key):
        return ""

    @property
    def name(self):
        return " ".join(filter(None, (self["given"], self["family"])))


def latin(text):
    """As a passport has it, without accents."""
    told = "".join(CYRILLIC.get(letter, letter) for letter in text.lower()).replace("-", "")
    plain = unicodedata.normalize("NFKD", told.replace("ł", "l").replace("ß", "ss").replace("ı", "i"))
    return "".join(letter for letter in plain if (letter.isalnum() and letter.isascii()) or letter == " ")


class World:
    """People who are all different, but not always look so."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.firms = [self.firm() for _ in range(6000)]
        self.taken = set()
        self.families = {locale: self.family_names(locale) for locale in LOCALES}

    def firm(self):
        chance = self.chance
        stem = "".join(chance.choice("bdfgklmnprstvz") + chance.choice("aeiou") for _ in range(chance.randint(2, 4)))
        return stem.title() + chance.choice((" GmbH", " Inc.", " Ltd", " AG", "", "", " Labs", " SARL", " Group"))

    def family_names(self, locale):
        """The usual ones, and many that few have, as it is: half of all people have a name of the long tail."""
        endings = bench_names.ENDINGS[locale].split()
        stems = "аеиоубвгдзклмнпрст" if locale == "ru" else "aeioubcdfghklmnprstvwz"
        vowels = set(stems[:5])
        rare = set()
        while len(rare) < 4000:
            stem = ""
            for _ in range(self.chance.randint(2, 5)):
                stem += self.chance.choice([x for x in stems if not stem or (x in vowels) != (stem[-1] in vowels)])
            rare.add((stem + self.chance.choice(endings)).title())
        return FAMILY[locale], sorted(rare)

    def family_name(self, locale):
        usual, rare = self.families[locale]
        if self.chance.random() < 0.5:
            return usual[min(int(self.chance.paretovariate(0.6)) - 1, 10**6) % len(usual)]
        return rare[int(len(rare) * self.chance.random() ** 2)]

    def given_name(self, locale):
        names = GIVEN[locale]
        return names[int(len(names) * self.chance.random() ** 1.7)]

    def person(self):
        chance = self.chance
        locale = chance.choice(LOCALES)
        who = Person(locale=locale, given=self.given_name(locale), family=self.family_name(locale))
        if locale in {"pl", "ru"} and who["given"][-1] in "aая" and who["family"].endswith(("ski", "ов", "ев", "ин")):
            who["family"] = who["family"][:-1] + "a" if locale == "pl" else who["family"] + "а"
        if chance.random() < 0.85:
            who["organization"] = self.firms[int(len(self.firms) * chance.random() ** 2)]
        who["title"] = chance.choice(TITLES) if chance.random() < 0.6 else ""
        who["email"] = self.address(who) if chance.random() < 0.92 else ""
        if chance.random() < 0.7 or not who["email"]:
            who["phone"] = self.number()
        if chance.random() < 0.25:
            who["handle"] = (
                latin(who["given"])[:1] + latin(who["family"]).replace(" ", "") + str(chance.randint(1, 9999))
            )
        return who

    def number(self):
        return f"+{self.chance.choice((1, 33, 34, 39, 44, 48, 49, 7, 90))}{self.chance.randint(10**8, 10**10 - 1)}"

    def address(self, who):
        chance = self.chance
        given, family = latin(who["given"]).replace(" ", ""), latin(who["family"]).replace(" ", "")
        local = chance.choice(
            (f"{given}.{family}", f"{given[:1]}{family}", f"{given[:1]}.{family}", given, f"{family}")
        )
        if who["organization"] and chance.random() < 0.6:
            return f"{local}@{latin(who['organization']).replace(' ', '')}.com"
        number = chance.choice(("", chance.randint(1, 99), chance.randint(1960, 2008)))
        return f"{given}.{family}{number}@{chance.choice(MAIL)}"

    def people(self, number):
        """So many, with families, switchboards, offices' addresses and namesakes among them."""
        chance = self.chance
        found = []
        taken = self.taken
        switchboards = {}
        while len(found) < number:
            who = self.person()
            of_family = False
            if found and chance.random() < 0.02:  # of the family of another: their name, their number or address
                other = chance.choice(found)
                who["family"] = other["family"]
                who["locale"] = other["locale"]
                who["given"] = self.given_name(other["locale"])
                if who["given"] == other["given"]:
                    continue
                kind = chance.choice(("phone", "email"))
                who[kind] = other[kind]
                of_family = True
            elif found and chance.random() < 0.02:  # a namesake
                other = chance.choice(found)
                who["given"], who["family"], who["locale"] = other["given"], other["family"], other["locale"]
                who["email"] = self.address(who)
            if who["organization"] and chance.random() < 0.05:
                who["phone"] = switchboards.setdefault(who["organization"], self.number())
            if who["organization"] and chance.random() < 0.01:
                who["email"] = f"info@{latin(who['organization']).replace(' ', '')}.com"
            elif who["email"] in taken and not of_family:
                who["email"] = who["email"].replace("@", f"{len(found)}@")
            taken.add(who["email"])
            found.append(who)
        return found


def mistyped(chance, text):
    """A letter left out, twice, wrong, or changed places with the next."""
    if len(text) < 3:
        return text
    at = chance.randrange(len(text) - 1)
    letter = chance.choice("abcdefghijklmnoprstuvwyz" if text.isascii() or text[0] < "\u0400" else "абвгдезиклмнопрст")
    made = chance.choice(
        (
            text[:at] + text[at + 1 :],
            text[: at + 1] + text[at:],
            text[:at] + letter + text[at + 1 :],
            text[:at] + text[at + 1] + text[at] + text[at + 2 :],
        )
    )
    return made if made != text else text + letter


def plain_copy(chance, who):
    """The near-duplicates of an address book that was filled from two sides."""
    copy = Person(who)
    slip = chance.choice(("typo", "typo", "order", "accent", "case", "initial", "none"))
    if slip == "typo":
        part = chance.choice(("given", "family"))
        copy[part] = mistyped(chance, who[part])
    elif slip == "order":
        copy["given"], copy["family"] = who["family"], who["given"]
    elif slip == "accent":
        stripped = [latin(who[part]).title() for part in ("given", "family")]
        copy["given"], copy["family"] = stripped
    elif slip == "case":
        change = chance.choice((str.upper, str.lower))
        copy["given"], copy["family"] = change(who["given"]), change(who["family"])
    elif slip == "initial":
        copy["given"] = who["given"][0] + "."
    if who["email"] and who["phone"]:
        copy[chance.choice(("email", "phone", "title"))] = ""
    return copy


def hard_copy(world, who):
    """Somebody seen again years later: called otherwise, elsewhere employed, and never by the same address."""
    chance = world.chance
    copy = Person(who)
    for _ in range(chance.choice((1, 1, 2))):
        slip = chance.choice(("short", "short", "order", "typo", "typo", "initial", "latin"))
        if slip == "short":
            copy["given"] = chance.choice(KNOWN_AS.get(who["given"], [who["given"]]))
        elif slip == "order":
            copy["given"], copy["family"] = copy["family"], copy["given"]
        elif slip == "typo":
            part = chance.choice(("given", "family"))
            copy[part] = mistyped(chance, copy[part])
        elif slip == "initial":
            copy["given"] = copy["given"][0] + "."
        else:
            copy["given"], copy["family"] = latin(copy["given"]).title(), latin(copy["family"]).title()
    if chance.random() < 0.5:
        copy["organization"] = chance.choice(world.firms)
        copy["title"] = chance.choice(TITLES)
    copy["email"] = world.address(copy) if chance.random() < 0.7 else ""
    if copy["email"] in world.taken:
        copy["email"] = ""
    if chance.random() < 0.55:
        copy["phone"] = chance.choice(("", world.number()))
    if chance.random() < 0.5:
        copy["handle"] = ""
    return copy


def generated(seed, number, kind):
    """Records in random order, and the pairs of positions that are one person."""
    world = World(seed)
    originals = world.people(round(number / (1 + SHARE)))
    copied = world.chance.sample(range(len(originals)), number - len(originals))
    copies = [
        plain_copy(world.chance, originals[one]) if kind == "plain" else hard_copy(world, originals[one])
        for one in copied
    ]
    return mixed(world.chance, originals, copied, copies)


def mixed(chance, originals, copied, copies):
    """All records shuffled, with the pairs of their new positions."""
    everyone = originals + copies
    order = list(range(len(everyone)))
    chance.shuffle(order)
    place = {old: new for new, old in enumerate(order)}
    pairs = {tuple(sorted((place[original], place[len(originals) + number]))) for number, original in enumerate(copied)}
    return [everyone[old] for old in order], pairs
