"""How fast people come in: ten thousand plain vCards, and a hundred thousand rows of a CSV file.

The anchors are whole processes that only parse the same file: vobject for the cards, and Python's own csv module.
The people are made up, in eight languages; nine in ten have an e-mail address, two in three a telephone.
"""

from __future__ import annotations

import csv
import io
import random
import sys
from typing import TYPE_CHECKING

from bench_timing import Bench

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROUNDS = 5
CARDS = 10_000
ROWS = 100_000
VOBJECT = "import sys, vobject; list(vobject.readComponents(open(sys.argv[1], encoding='utf-8', newline='').read()))"
DICT_READER = "import sys, csv; list(csv.DictReader(open(sys.argv[1], encoding='utf-8', newline='')))"
READER = "import sys, csv; list(csv.reader(open(sys.argv[1], encoding='utf-8', newline='')))"
COLUMNS = ("First Name", "Last Name", "Company", "Job Title", "Email", "Phone", "LinkedIn")
NAMES = """
en 44
Ada Beth Carl Dana Earl Fay Glen Hope Iris Jack
Ashby Brook Carter Dale Ellis Frost Grove Hale Ives Kirk
de 49
Anke Bernd Cora Dirk Elke Falk Gerd Heike Ines Jörg
Ahrens Böhm Conrad Dörr Engel Förster Götz Huber Jäger Kühn
fr 33
Aimée Benoît Chloé Denis Élise Fabien Gaël Hélène Inès Joël
Arnaud Blanc Chevalier Denis Étienne Fabre Girard Hervé Joly Lévy
es 34
Ana Begoña César Diego Elvira Félix Gema Hugo Inés Jesús
Álvarez Blanco Castro Díaz Estévez Fuentes Gómez Hierro Ibáñez León
pl 48
Adam Beata Cezary Danuta Edyta Filip Grażyna Halina Irena Jacek
Adamski Bąk Cieślak Dąbek Florczak Głąb Hałas Jabłoński Kępa Łącki
ru 7
Анна Борис Вера Глеб Дина Егор Жанна Захар Инна Клим
Авдеев Белов Власов Громов Дроздов Ершов Жуков Зимин Ильин Крылов
zh 86
伟 芳 娜 敏 静 丽 强 磊 军 洋
王 李 张 刘 陈 杨 赵 黄 周 吴
tr 90
Ayşe Barış Cem Deniz Elif Fatih Gül Hakan Işıl Kaan
Acar Bulut Çelik Demir Erdoğan Fırat Güneş Işık Kılıç Öztürk
"""  # noqa: RUF001  # Cyrillic letters, and the i without a dot of Turkish
"""Of each language its code and its country's for telephones, given names, and family names."""
COMPANIES = """
Acorn Birch Cedar Delta Ember Fjord Granite Harbour Iris Juniper Kestrel Lagoon Meadow Nimbus Onyx
"""
TITLES = ("Engineer", "Head of Product", "Développeuse", "Geschäftsführer", "Designer", "Data Scientist", "Organiser")


def main(folder: Path) -> None:
    """Measure, and print a line for each goal."""
    bench = Bench()
    cards, rows = folder / "people.vcf", folder / "people.csv"
    cards.write_bytes(made_up_cards(CARDS))
    rows.write_bytes(made_up_table(ROWS))
    print(
        f"{CARDS:,} cards made up: {cards.stat().st_size:,} bytes; {ROWS:,} rows: {rows.stat().st_size:,} bytes; "
        f"median of {ROUNDS} rounds in turns\n"
    )
    for number in range(ROUNDS):
        home, large = folder / f"people-{number}", folder / f"many-people-{number}"
        bench.run("start", "events", home=home)
        bench.run("start of many", "events", home=large)
        bench.time("python", [sys.executable, "-c", ""])
        bench.time("vobject", [sys.executable, "-c", VOBJECT, str(cards)])
        bench.run("cards", "import", cards, home=home)
        bench.run("cards again", "import", cards, home=home)
        bench.time("csv", [sys.executable, "-c", DICT_READER, str(rows)])
        bench.time("csv reader", [sys.executable, "-c", READER, str(rows)])
        bench.run("rows", "import", rows, home=large)
        bench.run("rows again", "import", rows, home=large)
    peak = bench.megabytes("import", rows, home=folder / "peak of people")
    bench.compare("import of cards, to vobject's parse", ["cards"], ["vobject"], 0.3)
    bench.compare("unchanged re-import of cards, to the same", ["cards again"], ["vobject"], 0.15)
    bench.compare("import of rows less start, to csv.DictReader", ["rows", "start"], ["csv", "python"], 25)
    bench.compare("unchanged re-import of rows, to the same", ["rows again", "start"], ["csv", "python"], 10)
    bench.compare("import of rows less start, to csv.reader", ["rows", "start"], ["csv reader", "python"], 50)
    bench.told(f"peak memory of importing {ROWS:,} rows, MB", peak, 500)
    bench.summary()


def made_up(size: int, *, seed: int = 1) -> Iterator[dict[str, str]]:
    """People as a table has them, by the names of its columns."""
    chance = random.Random(seed)
    lines = [line.split() for line in NAMES.strip().split("\n")]
    languages = list(zip(lines[::3], lines[1::3], lines[2::3], strict=True))
    companies = COMPANIES.split()
    for number in range(size):
        (language, code), given_names, family_names = chance.choice(languages)
        given, family = chance.choice(given_names), "-".join(chance.sample(family_names, 2))
        company = f"{chance.choice(companies)} {chance.choice(companies)} {number % 50}"
        yield {
            "First Name": given,
            "Last Name": family,
            "Company": company if chance.random() < 0.8 else "",
            "Job Title": chance.choice(TITLES) if chance.random() < 0.7 else "",
            "Email": f"{language}{number}@example.{chance.choice(('org', 'com', 'net'))}"
            if chance.random() < 0.9
            else "",
            "Phone": f"+{code} {chance.randint(100, 999)} {1_000_000 + number}" if chance.random() < 0.67 else "",
            "LinkedIn": f"https://www.linkedin.com/in/{language}-{number}" if chance.random() < 0.3 else "",
        }


def made_up_table(size: int) -> bytes:
    """A table of people, as platforms export them."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, COLUMNS)
    writer.writeheader()
    writer.writerows(made_up(size))
    return stream.getvalue().encode()


def made_up_cards(size: int) -> bytes:
    """Plain cards of vCard 3.0, as address books export them."""
    lines: list[str] = []
    for number, one in enumerate(made_up(size)):
        lines += ["BEGIN:VCARD", "VERSION:3.0", f"N:{one['Last Name']};{one['First Name']};;;"]
        lines += [f"FN:{one['First Name']} {one['Last Name']}", f"UID:00000000-0000-4000-8000-{number:012x}"]
        lines += [f"ORG:{one['Company']}"] if one["Company"] else []
        lines += [f"TITLE:{one['Job Title']}"] if one["Job Title"] else []
        lines += [f"EMAIL;TYPE=INTERNET;TYPE=WORK:{one['Email']}"] if one["Email"] else []
        lines += [f"TEL;TYPE=CELL:{one['Phone']}"] if one["Phone"] else []
        lines += [f"URL:{one['LinkedIn']}"] if one["LinkedIn"] else []
        lines.append("END:VCARD")
    return "".join(f"{line}\r\n" for line in lines).encode()
