"""What columns are called, in English, German, French and Spanish: phrases for each field, words for each label.

The phrases are in the form of ``headings.words``: lower case, no accents, no punctuation, ``email`` in one word. Those
behind ``weak`` count only where a better column is not there.
"""

from __future__ import annotations

TEXTS = {
    "name": """
        name; full name; display name; complete name; first and last name; first name last name; first last name;
        last name first name; surname first name; name surname; name first name; fullname; displayname;
        vollstandiger name; voller name; ganzer name; vor und nachname; vorname nachname; vorname und nachname;
        vorname name; nachname vorname; name vorname; anzeigename; teilnehmername; teilnehmer name;
        nom; nom complet; nom et prenom; prenom et nom; nom prenom; prenom nom; nom affiche; nom a afficher;
        nombre; nombre completo; nombre y apellidos; nombre y apellido; nombre apellidos; apellidos y nombre;
        apellidos nombre; nombre para mostrar; nombre mostrado
    """,
    "weak name": "file as; badge name; name on badge; name for badge; name on name tag; speichern unter; classer sous",
    "given": """
        first name; given name; forename; fore name; christian name; first; given; fname; firstname; givenname;
        vorname; vornamen; rufname; prenom; prenoms; primer nombre; nombre de pila; nombres
    """,
    "family": """
        last name; family name; surname; sur name; last; family; lname; lastname; familyname; nachname; familienname;
        zuname; nom de famille; nom famille; nom usuel; apellido; apellidos; primer apellido; segundo apellido
    """,
    "middle": """
        middle name; additional name; middle; middle initial; middlename; second given name; weitere vornamen;
        zweiter vorname; zweitname; deuxieme prenom; autres prenoms; second prenom; segundo nombre
    """,
    "prefix": """
        name prefix; prefix; honorific; honorific prefix; salutation; anrede; namensprafix; akademischer titel;
        akademischer grad; titel; civilite; prefixe; tratamiento; prefijo
    """,
    "suffix": "name suffix; suffix; honorific suffix; namenszusatz; namenssuffix; suffixe; sufijo",
    "nickname": """
        nickname; nick name; nick; preferred name; goes by; known as; spitzname; nutzname; surnom; apodo; alias;
        sobrenombre
    """,
    "organization": """
        company; company name; organization; organisation; organization name; organisation name; org; employer;
        current company; current employer; affiliation; institution; institute; university; school; firm;
        business name; company organization; company organisation; organization company; organisation company;
        what company do you work for; which company do you work for; what organization do you work for; where do you
        work;
        who do you work for; company affiliation; company or organization; company or organisation; company school;
        startup;
        firma; firmenname; unternehmen; unternehmensname; arbeitgeber; einrichtung; institut; hochschule; universitat;
        verein; firma organisation; unternehmen organisation; firma institution; organisationsname;
        societe; nom de la societe; entreprise; nom de l entreprise; employeur; etablissement; organisme;
        societe organisation; universite; empresa; nombre de la empresa; compania; organizacion; institucion;
        universidad; entidad; empresa organizacion; empleador
    """,
    "department": """
        department; organization department; org unit; business unit; division; abteilung; bereich; departement;
        service; departamento; seccion
    """,
    "title": """
        job title; jobtitle; title; position; job; job position; job role; role title; current position; current title;
        organization title; organisation title; company position; company role; designation; professional title;
        jobtitel; jobbezeichnung; berufsbezeichnung; stellenbezeichnung; funktion; position im unternehmen; stelle;
        rolle im unternehmen; fonction; poste; titre; titre du poste; intitule du poste; cargo; puesto;
        puesto de trabajo; titulo; titulo del trabajo
    """,
    "weak title": """
        occupation; profession; headline; tagline; function; beruf; tatigkeit; arbeitstitel; metier; profesion;
        ocupacion
    """,
    "note": """
        notes; note; comment; comments; remark; remarks; memo; notizen; notiz; bemerkung; bemerkungen; anmerkung;
        anmerkungen; kommentar; kommentare; remarque; remarques; commentaire; commentaires; nota; notas; comentario;
        comentarios; observaciones
    """,
    "weak note": """
        bio; biography; short bio; about; about me; about you; self introduction; biografie; kurzbiografie; uber mich;
        biographie; a propos; biografia; acerca de; sobre mi
    """,
    "birthday": """
        birthday; birth date; birthdate; date of birth; dob; bday; geburtstag; geburtsdatum; geboren; geboren am;
        date de naissance; naissance; anniversaire; fecha de nacimiento; nacimiento; cumpleanos
    """,
    "birth year": "birth year; year of birth; geburtsjahr; annee de naissance; ano de nacimiento",
    "birth month": "birth month; month of birth; geburtsmonat; mois de naissance; mes de nacimiento",
    "birth day": "birth day; day of birth; jour de naissance; dia de nacimiento",
    "tags": """
        tags; tag; labels; categories; group membership; groups; keywords; kategorien; schlagworter; schlagworte;
        stichworter; gruppen; etiketten; etiquettes; mots cles; groupes; libelles; etiquetas; categorias;
        palabras clave; grupos
    """,
    "interests": """
        interests; interest; topics; topics of interest; areas of interest; area of interest; fields of interest;
        interested in; hobby; hobbies; skills; expertise; areas of expertise; interessen; interesse;
        interessengebiete; interessensgebiete; themen; hobbys; kenntnisse; centres d interet; centre d interet;
        interets; competences; intereses; areas de interes; temas de interes; temas; aficiones; habilidades
    """,
    "role": """
        ticket type; ticket; ticket name; ticket title; ticket class; ticket category; product; registration type;
        registration category; attendee type; type of attendee; attendee category; attendee role; participant type;
        participant category; participant role; guest type; visitor type; delegate type; badge; badge type;
        badge category; pass; pass type; admission; admission item; admission type; event role; conference role;
        participation; participation type; role at event; attending as; i am attending as; teilnehmertyp;
        teilnehmerart; teilnehmerkategorie; ticketart; tickettyp; ticketkategorie; ticketname; produkt; teilnahmeart;
        teilnahme als; rolle auf der veranstaltung; type de billet; type de participant; type d inscription; billet;
        categorie de participant; produit; tipo de entrada; tipo de asistente; tipo de participante;
        tipo de inscripcion; tipo de boleto; entrada; producto; event host; user type; profile type
    """,
    "weak role": "role; roles; type; rolle; rol; category; kategorie; categorie; categoria",
    "status": """
        status; approval status; attendee status; order status; registration status; participant status; ticket status;
        guest status; rsvp; rsvp status; response; attending; going; teilnahmestatus; anmeldestatus; bestellstatus;
        antwort; statut; statut de la commande; statut d inscription; reponse; estado; estado de la inscripcion;
        respuesta
    """,
    "do_not_contact": """
        do not contact; do not email; do not call; do not mail; dont contact; no contact; dnc; unsubscribed;
        unsubscribe; opt out; opted out; opted out of email; email opt out; has opted out of email; email opted out;
        marketing opt out; unsub time; no emails; no newsletter; nicht kontaktieren; nicht anschreiben;
        keine kontaktaufnahme; kein kontakt; keine werbung; keine emails; abgemeldet; abbestellt; kontaktsperre;
        werbesperre; ne pas contacter; ne pas demarcher; desabonne; desabonnee; desinscrit; desinscrite;
        refuse le contact; no contactar; no llamar; no enviar correos; dado de baja; de baja; baja
    """,
    "may_contact": """
        may contact; may be contacted; may we contact you; can we contact you; contact allowed; contact permitted;
        ok to contact; okay to contact; consent to contact; consent to be contacted; subscribed; subscriber status;
        email subscriber status; email subscription status; email marketing status; kontakt erlaubt; kontakt ok;
        darf kontaktiert werden; kontaktaufnahme erlaubt; abonniert; peut etre contacte; contact autorise; abonne;
        puede ser contactado; se puede contactar; suscrito
    """,
    "uid": """
        uid; uuid; guid; attendee id; attendee number; api id; guest id; guest api id; user id; userid; member id;
        contact id; person id; participant id; registrant id; profile id; swapcard id; record id; lead id; id;
        pseudonymization id; barcode number; barcode; badge id; badge number; ticket id; ticket number; ticket code;
        registration id; registration number; teilnehmer id; teilnehmernummer; kontakt id; ticketnummer;
        identifiant; numero de billet; identificador; numero de entrada
    """,
    "order": """
        order code; order number; order id; order; order no; bestellcode; bestellnummer; bestellung; bestell nr;
        numero de commande; commande; code commande; codigo de pedido; numero de pedido; pedido
    """,
    "position": "position id; positionid; positions id; item number; positionsnummer",
    "events": "events; event roles",
    "handles": "handles; social handles",
}
"""Phrases of each field, by field or by ``weak`` and the field, separated by semicolons."""

SHARED = {
    "name": "name; nom; nombre",
    "title": "title; titre; titulo; titel",
    "role": "role; roles; type; rolle; rol; category; kategorie; categorie; categoria",
}
"""Phrases that mean one thing or another: the columns beside them, or what is in them, tell which."""

STREET = "street; street address; address; strasse; adresse; anschrift; rue; calle; direccion; mailing address"
PLACES = {
    "street": f"{STREET}; street name; strasse und hausnummer; mailing street; address line; adresszeile; domicilio",
    "extended": "extended address",
    "city": "city; town; ort; stadt; wohnort; ville; ciudad; poblacion; localidad; mailing city",
    "region": "state; region; province; county; state province; bundesland; kanton; provincia; mailing state",
    "code": """
        zip; zipcode; zip code; postal code; post code; postcode; zip postal code; plz; postleitzahl; code postal;
        codigo postal
    """,
    "country": "country; country region; land; land region; pays; pays region; pais; pais region; mailing country",
    "box": "po box; address po box; postfach; boite postale; apartado; apartado postal",
    "formatted": "address formatted; full address; formatted",
}
"""Parts of a postal address."""

POINTS = {
    "email": """
        email emails mail mails courriel courriels correo correos emailadresse mailadresse emailaddress
        messagerie
    """,
    "phone": """
        phone phones telephone telephones tel telefon telefone telefono telefonos telefonnummer rufnummer fon fone
        phonenumber telefonnr landline festnetz
    """,
    "url": """
        website websites webpage homepage url urls web webseite webadresse internetseite weblink blog site
        sitio portfolio
    """,
}
"""Words that say how somebody is reached."""

NOISE = {
    "email": """
        address addresses adresse adresses value id direccion electronico electronicos electronique
        electroniques
    """,
    "phone": "number numbers nummer nr no numero value",
    "url": "page pages address adresse pagina link links value personal profile internet",
}
"""Words that say nothing more beside those."""

LABELS = {
    "home": """
        home private privat private privates privee prive personal personnel personnelle personlich
        particular domicile casa
    """,
    "work": """
        work business office professional geschaftlich dienstlich beruflich buro arbeit professionnel professionnelle
        bureau pro travail trabajo profesional oficina laboral
    """,
    "cell": """
        cell cellphone mobile handy mobil mobiltelefon mobilnummer mobilfunk handynummer movil celular portable gsm
        smartphone whatsapp
    """,
    "fax": "fax telefax faxnummer telecopie telecopieur",
    "pager": "pager biper",
    "main": "main haupttelefon",
    "car": "car auto autotelefon voiture coche",
    "video": "video",
    "": """
        other autre otro otra weitere weiteres andere primary secondary alternate alternative additional principal
        principale secondaire secundario secundaria primare sekundare preferred allgemein general direct
    """,
}
"""Words that say which of several it is, by label; those that say it without one are under the empty label."""

SAYS_PHONE = ("cell", "fax", "pager", "car")
"""Labels that only a number has, so that they need no word for one beside them."""

FILLERS = """
    attendee attendees participant participants guest delegate visitor registrant member user person contact
    your what is are please enter provide give us the of a an s my current optional required
    teilnehmer teilnehmerin teilnehmende teilnehmenden teilnehmers besucher gast ihr ihre dein deine bitte der die das
    des du de la le les l d votre participante asistente su tu del el
"""
"""Words that say whose the column is, or nothing."""

OWN = "attendee participant guest delegate visitor registrant teilnehmer teilnehmerin teilnehmende besucher asistente"
"""Words that say it is of who is there, and not of who paid."""

ALONE = """
    attendee participant person contact delegate registrant teilnehmer teilnehmerin kontakt participante asistente
    speaker presenter referent referentin vortragende
"""
"""Words that are a name where they are all of the heading."""

SPEAKS = "speaker speakers presenter referent referentin vortragende vortragender ponente orateur"
"""Words that say it is of who speaks."""

PLATFORMS = {
    "linkedin": "linkedin",
    "x": "x twitter",
    "github": "github",
    "gitlab": "gitlab",
    "codeberg": "codeberg",
    "mastodon": "mastodon fediverse",
    "bluesky": "bluesky bsky",
    "threads": "threads",
    "instagram": "instagram insta",
    "facebook": "facebook",
    "xing": "xing",
    "youtube": "youtube",
    "tiktok": "tiktok",
    "telegram": "telegram",
    "matrix": "matrix",
    "discord": "discord",
    "slack": "slack",
    "skype": "skype",
    "twitch": "twitch",
    "reddit": "reddit",
    "medium": "medium",
    "orcid": "orcid",
    "keybase": "keybase",
    "xmpp": "jabber xmpp",
    "icq": "icq",
    "aim": "aim",
    "msn": "msn",
}
"""Words for the places where people have handles, by the name of the platform."""

PLATFORM_NOISE = """
    profile profil perfil url urls link handle handles username user name account konto cuenta usuario compte id page
    address im public benutzername nutzername social linkedin twitter formerly member
"""
"""Words that say nothing more beside the name of a platform."""

CALENDAR = """
    start; starts; start date; start time; startdate; starttime; begin; begins; end; ends; end date; end time; enddate;
    endtime; all day event; all day; dtstart; dtend; duration; summary; room; session; session title; track;
    beginn; ende; startdatum; startzeit; enddatum; endzeit; ganztagiges ereignis; raum; dauer; betreff;
    date de debut; heure de debut; date de fin; heure de fin; debut; fin; salle; objet; duree;
    fecha de inicio; hora de inicio; fecha de finalizacion; hora de finalizacion; inicio; sala; asunto; duracion;
    subject
"""
"""Headings of calendars and agendas, which are no tables of people."""

HONORIFICS = """
    dr prof mr mrs ms miss mx sir herr frau hr fr dipl ing mag phd m mme mlle monsieur madame sr sra srta don dona doña
    señor señora
"""
"""What stands before names."""

NO_GIVEN_NAME = "phd ph.d. md m.d. jr jr. sr sr. mba inc inc. ltd ltd. gmbh llc esq"
"""What stands behind a name and a comma, and is no given name."""

NOTHING = """
    - -- \u2014 \u2013 . / n/a n.a. na none null nil nan #n/a unknown no x keine keiner kein k.a. entfällt unbekannt
    nichts nein aucun aucune néant inconnu non ninguno ninguna desconocido nada
"""
"""What people write into a field of a form that they have nothing for."""

YES = "yes y true 1 x ja j wahr oui o vrai si sí s verdadero"
NO = "no n false 0 nein falsch non faux falso - none off"
