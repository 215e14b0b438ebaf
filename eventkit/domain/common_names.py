"""Names so common that two people have the same by chance, and organisations' words that tell nothing.

A few contacts cannot tell how common a name is; these are counted as if many more had been seen.
"""

# ruff: noqa: RUF001  # Russian legal forms look like Latin words

from __future__ import annotations

import re

from eventkit.domain.nicknames import FULL_NAMES
from eventkit.domain.personal_names import words_of

_VERY_COMMON = words_of("""
    john james robert michael william david mary jennifer linda richard thomas charles daniel matthew paul mark
    george anna maria peter jan hans andreas stefan christian martin markus jose juan carlos antonio manuel
    francisco luis ana carmen jean pierre marie philippe nicolas giuseppe giovanni marco andrea francesco luca
    aleksandr sergei dmitri elena olga natalia tatiana irina ivan mohammed ahmed ali wei smith johnson williams
    brown jones davis miller wilson taylor muller schmidt schneider fischer weber meyer wagner garcia rodriguez
    martinez hernandez lopez gonzalez perez sanchez fernandez rossi russo ferrari bianchi bernard dubois ivanov
    smirnov kuznetsov petrov nguyen tran kim lee park wang li zhang chen liu yang huang singh kumar khan patel silva
    santos
""")
_COMMON = words_of("""
    jane anne susan lisa karen nancy laura sarah emma julia kevin brian jason eric steven andrew kenneth joshua ryan
    lucas noah leon felix jonas tim lena lea sophie klaus uwe jens ralf frank heike petra sabine monika ursula pedro
    pablo javier miguel angel rosa isabel lucia marta sara camille julie claire chloe sylvie isabelle alessandro
    matteo lorenzo chiara giulia francesca paola roberto mario mikhail andrei aleksei nikolai vladimir svetlana
    ekaterina yulia fatima omar hassan hussein ahmad mustafa mehmet ayse yusuf yuki hiroshi kenji takashi minsu
    jiwoo raj amit priya anil sunil sanjay anita joao ana paulo piotr anna katarzyna tomasz anderson thomas jackson
    white harris clark lewis robinson walker young allen king wright scott hill green adams baker nelson carter
    mitchell roberts turner phillips campbell parker evans edwards collins stewart morris murphy cook rogers morgan
    cooper peterson reed bailey bell kelly howard ward cox richardson wood watson brooks bennett gray hughes price
    myers long ross foster hoffmann becker schulz koch bauer richter klein wolf schroder neumann schwarz zimmermann
    braun kruger hofmann hartmann lange schmitt werner schmitz krause meier lehmann schmid schulze maier kohler
    herrmann konig walter mayer huber kaiser fuchs peters lang scholz moller weiss jung hahn keller gomez ruiz diaz
    moreno munoz alvarez romero alonso gutierrez navarro torres dominguez vazquez ramos gil ramirez robert petit
    durand leroy moreau simon laurent lefebvre michel garcia david bertrand roux vincent fournier morel esposito
    romano colombo ricci marino greco bruno gallo conti costa giordano mancini rizzo lombardi moretti vasiliev popov
    sokolov mikhailov novikov fedorov morozov volkov alekseev lebedev semenov egorov pavlov kozlov ivanova smirnova
    kuznetsova petrova popova choi kang cho yoon lim han shin sato suzuki takahashi tanaka watanabe ito yamamoto
    nakamura kobayashi kato zhao wu zhou xu sun ma zhu hu guo lin he gao luo le pham hoang sharma gupta das ram shah
    cohen levy yilmaz kaya demir oliveira souza pereira ferreira rodrigues almeida nowak kowalski wisniewski wojcik
    de jong jansen bakker visser smit andersson johansson karlsson nilsson hansen olsen larsen nielsen jensen
    pedersen andersen ahmed ali hussain abdullah ibrahim
""")
_SHARES = ((_VERY_COMMON, 0.004), (_COMMON, 0.0015), (FULL_NAMES, 0.001))
_UNHEARD = 0.00001

_LEGAL_FORMS = words_of("""
    gmbh mbh ag kg kgaa ohg ug se ev gbr inc incorporated llc llp ltd limited plc corp corporation co company sa sas
    sarl srl spa bv nv oy ab as aps kft sp zoo doo pty pvt the and und et y de cie holding group ooo ооо ао
""")
_BREAKS = re.compile(r"[-+_@]+")

EVERYBODYS_MAIL = words_of("""
    gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com icloud.com me.com mac.com aol.com
    gmx.de gmx.net gmx.at gmx.ch web.de t-online.de freenet.de posteo.de mailbox.org proton.me protonmail.com pm.me
    mail.ru yandex.ru bk.ru list.ru rambler.ru orange.fr free.fr laposte.net wanadoo.fr sfr.fr libero.it virgilio.it
    tiscali.it alice.it hotmail.fr hotmail.it hotmail.es hotmail.co.uk yahoo.fr yahoo.it yahoo.es yahoo.de
    yahoo.co.uk btinternet.com comcast.net verizon.net att.net qq.com 163.com 126.com sina.com naver.com wp.pl o2.pl
    onet.pl interia.pl seznam.cz bluewin.ch fastmail.com hey.com zoho.com tutanota.com
""")
"""Where anybody may have an address, and several."""

OFFICES = words_of("""
    info information office kontakt contact contacto contatti hello hallo hi mail email post admin administration
    sales vertrieb support help service events event press presse media marketing team jobs hr career careers
    reception sekretariat secretary noreply no-reply webmaster postmaster buero accueil commercial ventas
    comunicacion segreteria orders booking bookings speakers community conference organizers orga
""")
"""The part before the @ of addresses that are nobody's own."""


def share_of(word: str) -> float:
    """Which share of all people has this word in the name, roughly."""
    return next((share for words, share in _SHARES if word in words), _UNHEARD)


def organization_core(key: str) -> str:
    """A folded organisation without its legal form; the whole where it is nothing else."""
    words = _BREAKS.sub(" ", key.replace(".", "")).split()
    core = [word for word in words if word not in _LEGAL_FORMS]
    return " ".join(core or words)
