"""People made up in a second way: other names, other slips, other look-alikes than those of the first.

Names are made of syllables. Copies are misread by a scanner, cut off, have titles and firms within the name, double
names, or addresses mistyped. Look-alikes are fathers and sons, twins, and colleagues of one name.
"""

from __future__ import annotations

import random

from bench_made_up_people import MAIL, SHARE, TITLES, Person, latin, mistyped, mixed

SYLLABLES = """
    ka lo mi ran tes vor bel du shi nam ger pol ita sen bru cha mon dal fi ros hu wen tar lis gre zo pak ein
"""
GIVENS = """
    Amara Bjarne Chidi Dagmar Eamon Farida Goran Halina Ines Jiro Kwame Leila Magnus Nadia Oskar Priya Quentin Ravi
    Selma Tariq Uta Vikram Wanda Ximena Yara Zoltan Aino Bence Csilla Dieter Enzo Fiona Gita Hamid Ilse Joris Kaia
    Lars Mina Nils Olaf Petra Rania Sven Tove Ulla Vera Wim Yusuf Zsofia Bartholomew Alexander Katherine Benjamin
    Theodore Nathaniel Josephine Rebecca Jonathan Samuel Anne-Marie Jean-Paul Hans-Peter Maria José Karl-Heinz
"""
SYLLABLES, GIVENS = SYLLABLES.split(), GIVENS.split()
MISREAD = (("m", "rn"), ("l", "1"), ("o", "0"), ("e", "c"), ("u", "v"), ("h", "b"), ("i", "l"), ("cl", "d"))
NEIGHBOURS = dict(zip("qwertyuiopasdfghjklzxcvbnm", "wertyuiopqsdfghjklaxcvbnmz", strict=True))


def other_person(chance, families):
    family = chance.choice(families[: chance.choice((60, 600, len(families)))])
    firm = "".join(chance.choice(SYLLABLES) for _ in range(2)).title()
    given = chance.choice(GIVENS)
    if chance.random() < 0.15:
        given += " " + chance.choice((chance.choice("ABCDEFGHJKLM") + ".", chance.choice(GIVENS)))
    who = Person(given=given, family=family, organization=chance.choice((firm, firm, f"{firm} University", "")))
    local = latin(f"{given.split()[0]}{chance.choice(('_', '.', ''))}{family}").replace(" ", "")
    site = latin(who["organization"]).replace(" ", "-") or chance.choice(MAIL)
    who["email"] = chance.choice(
        (f"{local}{chance.randint(1, 10**5)}@{site}", f"{local}{chance.randint(1, 99)}@{site}.org")
    )
    who["phone"] = f"+1{chance.randint(2 * 10**9, 10**10 - 1)}" if chance.random() < 0.5 else ""
    who["title"] = chance.choice(("", *TITLES))
    who["birthday"] = f"{chance.randint(1950, 2005)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    if chance.random() < 0.7:
        who["birthday"] = ""
    return who


def slips(chance, who, families):
    """What scanned badges, exports that cut, and forms filled in a hurry make of a name."""
    given, family = who["given"], who["family"]
    misread, right = chance.choice(MISREAD)
    at = chance.randrange(len(family))
    near = NEIGHBOURS.get(family[at].lower(), "e")
    return (
        (given, family.replace(misread, right, 1)),
        (given, family[: max(4, len(family) - chance.randint(1, 3))]),
        (chance.choice(("Dr. ", "Prof. ", "Mr ", "Frau ")) + given, family),
        (given, f"{family}-{chance.choice(families)}"),
        (given, f"{family} ({who['organization'] or 'she/her'})"),
        (f"{family},", given),
        (given.split()[0], family),
        (given, family[:at] + near + family[at + 1 :]),
        (given.replace(" ", "").replace("-", ""), family.upper()),
    )


def other_copy(chance, who, families):
    """Somebody whose name came in another way."""
    copy = Person(who)
    copy["given"], copy["family"] = chance.choice(slips(chance, who, families))
    if chance.random() < 0.5:
        local, _, site = who["email"].partition("@")
        copy["email"] = chance.choice(("", mistyped(chance, local) + "@" + site, f"{local}@{chance.choice(MAIL)}"))
    if chance.random() < 0.5:
        copy["phone"] = chance.choice(("", who["phone"][2:]))
    if chance.random() < 0.3:
        copy["organization"] = chance.choice(("", who["organization"].split(" ")[0], who["organization"].upper()))
    return copy


def generated_otherwise(seed, number):
    """As ``generated``, with fathers and sons, twins, and colleagues of one name."""
    chance = random.Random(seed)
    families = ["".join(chance.choice(SYLLABLES) for _ in range(chance.randint(2, 4))).title() for _ in range(9000)]
    originals = []
    while len(originals) < round(number / (1 + SHARE)):
        who = other_person(chance, families)
        originals.append(who)
        alike = chance.random()
        if alike < 0.01:  # a son
            originals.append(
                Person(who, family=who["family"] + " Jr.", email=f"jr.{who['email']}", birthday="", title="")
            )
        elif alike < 0.02:  # a twin
            originals.append(Person(who, given=chance.choice([x for x in GIVENS if x[0] != who["given"][0]]), email=""))
        elif alike < 0.03:  # a colleague of the same name
            twin = other_person(chance, families)
            site = who["email"].partition("@")[2]
            email = f"{latin(who['family']).replace(' ', '')}{chance.randint(100, 10**5)}@{site}"
            twin.update(given=who["given"], family=who["family"], organization=who["organization"], email=email)
            originals.append(twin)
    copied = chance.sample(range(len(originals)), number - len(originals))
    copies = [other_copy(chance, originals[one], families) for one in copied]
    return mixed(chance, originals, copied, copies)
