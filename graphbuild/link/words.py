"""Words by which names are told: parts of names, titles, and what only looks like a name."""

from __future__ import annotations

#: Words in names of organisations.
BODY = frozenset(
    """party ministry university bank inc corp co ltd group council committee union agency
    association institute company court congress parliament senate assembly commission department
    front movement army league federation organisation organization foundation authority bureau
    office club school college board society alliance coalition airlines airways church times post
    journal news press service fund corporation democrats conservatives brigade brigades forum
    network center centre plc gmbh ag s.a. command guard guards corps police force forces registry
    laboratory hospital museum trust chamber secretariat academy initiative campaign confederation
    consortium directorate llc holdings industries telecom airline tribune gazette herald newspaper
    tv fc""".split()
)


HONORIFIC = frozenset(
    """mr mr. mrs mrs. ms ms. dr dr. sir lord lady dame madame sheikh ayatollah rev rev. prof prof.
    gen gen. sen sen. rep rep. gov gov. col col. lt lt. capt capt. maj maj. adm adm. king queen
    prince princess pope justice""".split()
)


#: Last words of names of laws, events, places and works, which the recogniser often takes for bodies.
NO_BODY = frozenset(
    """act acts bill law charter treaty agreement accord accords pact convention protocol
    declaration resolution constitution war wars prix cup games olympics championship championships
    open festival award awards prize day summit election elections referendum programme program
    project plan strategy series chart airport stadium bridge street road avenue square palace tower
    hotel river lake mountain mountains island islands province district valley sea ocean highway
    station port peninsula gate plaza building crisis pandemic virus covid-19 revolution uprising
    massacre attack attacks scandal affair syndrome disease economy market amendment article
    exchequer doctrine calendar era dynasty bible koran quran test mp mep msp naval""".split()
)


#: Heads after which "of X" belongs to the name ("Bank of China", "Football Association of Zambia").
OF = frozenset(
    """bank university institute association union federation academy church chamber league
    organisation organization party movement society confederation college society house alliance
    council""".split()
)


#: Legal forms: the last words of names of firms.
LEGAL = frozenset(
    """Inc. Inc LLC Ltd. Ltd Corp. Corp Co. Co Cos L.P. LP PLC Plc plc LLP AG A.G. SA S.A. NV N.V.
    GmbH SpA S.p.A. BV B.V. AB Oyj Bhd Pty Corporation Incorporated Limited""".split()
)


#: Short forms that name things, which the recogniser often takes for bodies.
NO_BODY_SHORT = frozenset(
    """FDI GDP GNP LCD LNG LPG IPO IPOs VAT PC PCs DVD DVDs CD CDs ATM ATMs CEO CFO COO CTO R&D HIV DNA CPI
    PPI GPS SUV SUVs USB HDTV ADR ADRs EPS M&A HR AI EV EVs UFO MP MPs NGO NGOs DIY B2B P2P Q1 Q2 Q3 Q4 OTC
    WMD WMDs M1 M2 M3 M-1 M-2 M-3 M-1b CWT RPG MMORPG PIN SMS GMT BST EST
    HRH HH HE Euromarket Eurobond Eurobonds Euroyen Eurodollar""".split()
)


#: What ministries, departments and their heads are for, word by word.
FIELDS = frozenset(
    """foreign external affairs interior internal home defence defense finance treasury economy economic
    justice education health labor labour agriculture agricultural farm food commerce trade industry
    industrial transport transportation energy oil petroleum mines mining culture cultural environment
    environmental science technology tourism information communications telecommunications planning
    development housing sports sport youth women water irrigation power electricity religious welfare
    social public works employment security budget veterans urban fisheries forestry natural resources
    finances land lands human services family gender children climate research higher immigration competition
    enlargement taxation market markets regional policy consumer digital monetary homeland war construction
    railways aviation infrastructure reconstruction immigration integration posts rural local government
    and of the for , &""".split()
)


#: Words of address that are no name by themselves ("His Highness", "H.E. Dr.").
ADDRESS_ALONE = frozenset(
    """his her their your highness majesty excellency royal amiri crown late sheikh sheik shaikh sayyid imam
    hon hh h e h.e. hrh h.r.h. mk capt col gen lt sgt dr dr. mr mr. mrs mrs. ms ms. the""".split()
)


#: Last words of the names of places, which a recogniser may take for persons or bodies.
PLACE_HEADS = frozenset(
    """park drive dam street road avenue river lake island islands beach bay hill hills valley forest creek
    mountain mount bridge square airport stadium""".split()
)


NOT_NAMES = frozenset(
    """i he she it we they you who this that the a an and but or if in on at as by for of to from
    with so""".split()
)


PARTICLES = frozenset(
    """de da do dos das del della di du van von der den ten ter bin ibn ben al el abu le la al- san
    st st. y e""".split()
)


SPEECH = frozenset("""say tell add explain recall argue insist accuse reply urge vow reiterate""".split())


DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
#: Days of the week and months.
WEEKDAYS = DAYS | frozenset(
    """january february march april may june july august september october november december""".split()
)


#: Nouns for a firm that is not named.
FIRMS = frozenset("company companies firm firms bank banks".split())


#: Nouns for what belongs to another body as a part of it.
PART_NOUNS = frozenset("unit subsidiary affiliate division arm".split())


#: Short forms of the states of the US.
US_STATES = frozenset(
    """Ala. Ariz. Ark. Calif. Colo. Conn. Del. Fla. Ga. Ill. Ind. Kan. Ky. La. Md. Mass. Mich. Minn. Miss. Mo.
    Mont. N.C. N.D. N.H. N.J. N.M. N.Y. Neb. Nev. Okla. Ore. Pa. R.I. S.C. S.D. Tenn. Tex. Va. Vt. W.Va. Wash.
    Wis. Wyo.""".split()
)
