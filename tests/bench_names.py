"""Names that people have, in eight languages: given names, family names, and what more of these end in."""

# ruff: noqa: RUF001  # letters of other scripts look like Latin ones

from __future__ import annotations

GIVEN = {
    "en": """
        James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph
        Jessica Thomas Sarah Christopher Karen Charles Lisa Daniel Nancy Matthew Betty Anthony Margaret Mark Sandra
        Donald Ashley Steven Kimberly Andrew Emily Paul Donna Joshua Michelle Kenneth Carol Kevin Amanda Brian
        Melissa George Deborah Timothy Stephanie Ronald Rebecca Edward Sharon Jason Laura Jeffrey Cynthia Ryan
        Dorothy Jacob Amy Gary Kathleen Nicholas Angela Eric Shirley Jonathan Emma Stephen Brenda Larry Pamela
        Justin Nicole Scott Anna Brandon Samantha Benjamin Katherine Samuel Christine Gregory Helen Alexander Debra
        Patrick Rachel
    """,
    "de": """
        Peter Michael Thomas Andreas Wolfgang Klaus Jürgen Stefan Christian Uwe Werner Hans Frank Matthias Markus
        Jan Sebastian Tobias Florian Martin Daniel Alexander Björn Jörg Günter Ralf Bernd Heinz Maximilian Philipp
        Maria Ursula Monika Petra Elisabeth Sabine Renate Helga Karin Brigitte Andrea Claudia Susanne Katharina Anna
        Julia Christine Nicole Stefanie Sandra Anja Heike Martina Gabriele Silke Birgit Angelika Katrin Franziska
        Lena
    """,
    "fr": """
        Jean Pierre Michel André Philippe Alain Bernard Jacques Daniel Patrick Gérard Christian Nicolas Christophe
        Thierry Laurent François Éric Frédéric Stéphane Olivier Julien Sébastien Alexandre Guillaume Antoine Maxime
        Marie Jeanne Françoise Monique Catherine Nathalie Isabelle Jacqueline Anne Sylvie Martine Nicole Valérie
        Sophie Sandrine Céline Élodie Aurélie Émilie Camille Hélène Véronique Brigitte Chantal Hélène Léa Chloé Zoé
    """,
    "es": """
        Antonio José Manuel Francisco David Juan Javier Daniel Carlos Jesús Alejandro Miguel Rafael Pedro Pablo
        Ángel Sergio Fernando Jorge Luis Alberto Álvaro Diego Adrián Raúl Iván Rubén Enrique Óscar Ramón María
        Carmen Ana Isabel Laura Cristina Marta Dolores Lucía Josefa Elena Teresa Pilar Paula Raquel Ángela Rosa
        Beatriz Mercedes Sofía Rocío Nuria Silvia Inés Mónica Verónica Concepción Guadalupe Montserrat Alicia
    """,
    "it": """
        Giuseppe Giovanni Antonio Mario Luigi Francesco Angelo Vincenzo Pietro Salvatore Carlo Franco Domenico Bruno
        Paolo Michele Giorgio Aldo Sergio Luciano Andrea Marco Alessandro Matteo Lorenzo Davide Luca Stefano
        Federico Riccardo Maria Anna Giuseppina Rosa Angela Giovanna Teresa Lucia Carmela Caterina Francesca
        Antonietta Paola Laura Chiara Giulia Sara Martina Elisa Valentina Alessandra Silvia Federica Elena
        Elisabetta Daniela Michela
    """,
    "pl": """
        Piotr Krzysztof Andrzej Tomasz Paweł Jan Michał Marcin Stanisław Jakub Adam Łukasz Mateusz Marek Grzegorz
        Wojciech Mariusz Dariusz Maciej Zbigniew Rafał Robert Kamil Jerzy Dawid Szymon Kacper Ryszard Bartosz Jacek
        Anna Maria Katarzyna Małgorzata Agnieszka Barbara Ewa Krystyna Elżbieta Magdalena Joanna Zofia Aleksandra
        Monika Teresa Danuta Natalia Karolina Marta Julia Beata Dorota Janina Alicja Jolanta Grażyna Iwona Paulina
    """,
    "ru": """
        Александр Сергей Дмитрий Андрей Алексей Максим Евгений Иван Михаил Николай Владимир Юрий Виктор Павел Олег
        Игорь Константин Роман Виталий Антон Артём Денис Кирилл Илья Егор Никита Елена Ольга Наталья Татьяна Ирина
        Анна Светлана Мария Екатерина Юлия Анастасия Марина Людмила Галина Надежда Вера Виктория Ксения Дарья Полина
        Алина Валентина Лариса Евгения
    """,
    "tr": """
        Mehmet Mustafa Ahmet Ali Hüseyin Hasan İbrahim İsmail Osman Yusuf Murat Ömer Ramazan Halil Süleyman Abdullah
        Mahmut Recep Salih Fatih Kadir Emre Hakan Adem Kemal Yaşar Bekir Musa Metin Serkan Fatma Ayşe Emine Hatice
        Zeynep Elif Meryem Şerife Zehra Sultan Hanife Merve Havva Zeliha Esra Fadime Özlem Hacer Yasemin Hülya
        Cemile Sevim Gülsüm Leyla Dilek Büşra Aysel Songül Kübra Halime
    """,
}
FAMILY = {
    "en": """
        Smith Johnson Williams Brown Jones Miller Davis Wilson Anderson Taylor Moore Jackson White Harris Thompson
        Lewis Robinson Walker Young Allen King Wright Scott Hill Green Adams Nelson Baker Hall Campbell Mitchell
        Carter Roberts Phillips Evans Turner Parker Collins Edwards Stewart Morris Murphy Cook Rogers Morgan Cooper
        Peterson Bailey Reed Kelly Howard Ward Cox Richardson Wood Watson Brooks Bennett Gray Hughes Price Myers
        Long Foster Sanders Ross Powell Sullivan Russell Fisher Henderson Coleman Simmons Patterson Jordan Reynolds
        Hamilton Graham Wallace Cole West Bryant Ellis Gibson Ford Marshall Owens Burns Woods
    """,
    "de": """
        Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein
        Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Schmitz Krause
        Meier Lehmann Schmid Schulze Maier Köhler Herrmann König Walter Mayer Huber Kaiser Fuchs Peters Lang Scholz
        Möller Weiß Jung Hahn Schubert Vogel Friedrich Keller Günther Frank Berger Winkler Roth Beck Lorenz Baumann
    """,
    "fr": """
        Martin Bernard Dubois Thomas Robert Richard Petit Durand Leroy Moreau Simon Laurent Lefebvre Michel Garcia
        David Bertrand Roux Vincent Fournier Morel Girard André Lefèvre Mercier Dupont Lambert Bonnet François
        Martinez Legrand Garnier Faure Rousseau Blanc Guérin Muller Henry Roussel Nicolas Perrin Morin Mathieu
        Clément Gauthier Dumont Lopez Fontaine Chevalier Robin Masson Sanchez Gérard Nguyen Boyer Denis Lemaire
    """,
    "es": """
        García Rodríguez González Fernández López Martínez Sánchez Pérez Gómez Martín Jiménez Hernández Ruiz Díaz
        Moreno Muñoz Álvarez Romero Gutiérrez Alonso Navarro Torres Domínguez Ramos Vázquez Ramírez Gil Serrano
        Morales Molina Blanco Suárez Castro Ortega Delgado Ortiz Marín Rubio Núñez Medina Sanz Castillo Iglesias
        Cortés Garrido Santos Guerrero Lozano Cano Cruz Méndez Flores Prieto Herrera Peña León Márquez Cabrera
    """,
    "it": """
        Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti De Luca Costa
        Giordano Mancini Rizzo Lombardi Moretti Barbieri Fontana Santoro Mariani Rinaldi Caruso Ferrara Galli
        Martini Leone Longo Gentile Martinelli Vitale Lombardo Serra Coppola Marchetti Parisi Villa Conte Ferri
        Fabbri Bianco Marini Grasso Valentini Messina Sala Gatti Pellegrini Palumbo Sanna Farina Rizzi Monti
        Cattaneo Morelli Amato
    """,
    "pl": """
        Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański Woźniak Dąbrowski
        Kozłowski Jankowski Mazur Wojciechowski Kwiatkowski Krawczyk Kaczmarek Piotrowski Grabowski Zając Pawłowski
        Michalski Król Wieczorek Jabłoński Wróbel Nowakowski Majewski Olszewski Stępień Malinowski Jaworski Adamczyk
        Dudek Nowicki Pawlak Górski Witkowski Walczak Sikora Baran Rutkowski Michalak Szewczyk Ostrowski Tomaszewski
    """,
    "ru": """
        Иванов Смирнов Кузнецов Попов Васильев Петров Соколов Михайлов Новиков Фёдоров Морозов Волков Алексеев
        Лебедев Семёнов Егоров Павлов Козлов Степанов Николаев Орлов Андреев Макаров Никитин Захаров Зайцев Соловьёв
        Борисов Яковлев Григорьев Романов Воробьёв Сергеев Кузьмин Фролов Александров Дмитриев Королёв Гусев Киселёв
        Ильин Максимов Поляков Сорокин Виноградов Ковалёв Белов Медведев Антонов Тарасов Жуков Баранов Филиппов
    """,
    "tr": """
        Yılmaz Kaya Demir Çelik Şahin Yıldız Yıldırım Öztürk Aydın Özdemir Arslan Doğan Kılıç Aslan Çetin Kara Koç
        Kurt Özkan Şimşek Polat Korkmaz Özcan Çakır Erdoğan Yavuz Can Acar Şen Aktaş Güler Yalçın Güneş Bozkurt
        Bulut Keskin Ünal Turan Gül Özer Işık Kaplan Avcı Sarı Tekin Taş Köse Yüksel Ateş Aksoy Duman Çoban Toprak
    """,
}
ENDINGS = {
    "en": "ton ford well ham ley worth by den",
    "de": "mann bach hofer meier berg stein inger ler",
    "fr": "eau ier ard ot in aux elle ette",
    "es": "ez ero ado al illo osa era edo",
    "it": "ini etti elli oni ucci ato ano isi",
    "pl": "owski icki czyk ak ewicz ek iński ura",
    "ru": "ов ев ин енко ский чук цев ников",
    "tr": "oğlu er kan demir türk soy taş can",
}
KNOWN_AS = {
    "William": "Bill Will Billy",
    "Robert": "Bob Rob Bobby",
    "Richard": "Rick Dick Rich",
    "James": "Jim Jimmy",
    "John": "Jack Johnny",
    "Michael": "Mike Mick",
    "Elizabeth": "Liz Beth Betty Lizzie",
    "Margaret": "Maggie Peggy Meg",
    "Katherine": "Kate Kathy Katie",
    "Jennifer": "Jen Jenny",
    "Christopher": "Chris Kit",
    "Charles": "Charlie Chuck",
    "Thomas": "Tom Tommy",
    "Joseph": "Joe Joey",
    "Patricia": "Pat Trish Patty",
    "Deborah": "Debbie Deb",
    "Edward": "Ed Ted Eddie",
    "Anthony": "Tony",
    "Andrew": "Andy Drew",
    "Matthew": "Matt",
    "Daniel": "Dan Danny",
    "Samuel": "Sam",
    "Benjamin": "Ben",
    "Timothy": "Tim",
    "Steven": "Steve",
    "Kenneth": "Ken",
    "Rebecca": "Becky",
    "Alexander": "Alex Sascha",
    "Sebastian": "Basti",
    "Tobias": "Tobi",
    "Maximilian": "Max",
    "Wolfgang": "Wolf",
    "Johannes": "Hannes",
    "Katharina": "Kathi Käthe",
    "Elisabeth": "Lisa Elli Sissi",
    "Susanne": "Susi",
    "Franziska": "Franzi",
    "Stefanie": "Steffi",
    "Matthias": "Matze",
    "Philipp": "Lipp",
    "Ursula": "Uschi Ulla",
    "Francisco": "Paco Pancho",
    "José": "Pepe",
    "Jesús": "Chucho",
    "Enrique": "Quique",
    "Dolores": "Lola",
    "Concepción": "Concha",
    "Guadalupe": "Lupe",
    "Rafael": "Rafa",
    "Montserrat": "Montse",
    "Manuel": "Manolo",
    "Giuseppe": "Beppe Pino",
    "Giovanni": "Gianni",
    "Luigi": "Gigi",
    "Alessandro": "Sandro Ale",
    "Francesco": "Franco",
    "Lorenzo": "Enzo",
    "Salvatore": "Totò Turi",
    "Elisabetta": "Betta",
    "Krzysztof": "Krzysiek",
    "Tomasz": "Tomek",
    "Katarzyna": "Kasia",
    "Małgorzata": "Gosia",
    "Agnieszka": "Aga",
    "Joanna": "Asia",
    "Jakub": "Kuba",
    "Stanisław": "Staszek",
    "Александр": "Саша",
    "Алексей": "Лёша Алёша",
    "Дмитрий": "Дима Митя",
    "Екатерина": "Катя",
    "Мария": "Маша",
    "Наталья": "Наташа",
    "Евгений": "Женя",
    "Анастасия": "Настя",
    "Владимир": "Вова Володя",
    "Guillaume": "Guy",
    "Frédéric": "Fred",
    "Sébastien": "Seb",
    "Catherine": "Cathy",
    "Maxime": "Max",
}
TITLES = [
    "Software Engineer",
    "Product Manager",
    "Developer Advocate",
    "CTO",
    "CEO",
    "Consultant",
    "Data Scientist",
    "Student",
    "Professor",
    "Designer",
    "Head of Marketing",
    "Project Manager",
    "Researcher",
    "Recruiter",
    "System Administrator",
    "Founder",
    "Sales Manager",
    "Architect",
    "Team Lead",
    "Security Analyst",
    "QA Engineer",
    "Journalist",
    "Freelancer",
    "Community Manager",
    "Backend Developer",
    "DevOps Engineer",
]
MAIL = "gmail.com outlook.com gmx.de web.de yahoo.com mail.ru orange.fr libero.it icloud.com"
CYRILLIC = """
    а a б b в v г g д d е e ё e ж zh з z и i й y к k л l м m н n о o п p
    р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ъ - ы y ь - э e ю yu я ya
"""
