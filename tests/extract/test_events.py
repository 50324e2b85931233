"""Events by rule: source, relation and target by construction, and texts without an event."""

from __future__ import annotations

import pytest

from graphbuild.extract.operators import effects_at_position
from graphbuild.extract.patterns.triggers import triggers
from tests.extract.events import Event, events, statements
from tests.extract.parsing import extracted

_EVENTS: list[tuple[str, Event]] = [
    ("The Chileans asked Peru to stay.", ("Chile", "REQUESTS", "Peru")),
    ("Chile has re-imposed sanctions on Peru.", ("Chile", "SANCTIONS", "Peru")),
    ("Would it work? Chile asked Peru to stay.", ("Chile", "REQUESTS", "Peru")),
    ("Did it work? Chile asked Peru that it stay.", ("Chile", "REQUESTS", "Peru")),
    ("Chile re-established diplomatic relations with Peru.", ("Chile", "AGREED_WITH", "Peru")),
    ("Chile agreed to a truce with Peru.", ("Chile", "AGREED_WITH", "Peru")),
    ("Boko Haram raided a village in Niger.", ("Boko Haram", "ATTACKS", "Niger")),
    ("Chile recognised Peru as a terrorist state.", ("Chile", "ACCUSES", "Peru")),
    ("Chile paused its aid to Peru.", ("Chile", "SANCTIONS", "Peru")),
    # phrases that the parser attaches elsewhere
    ("Kenya signed a memorandum of understanding with Peru on Friday.", ("Kenya", "AGREED_WITH", "Peru")),
    ("The talks in Rabat between Nepal and Peru failed.", ("Nepal", "MET_WITH", "Peru")),
    ("Peru denounced as illegal the Algerian blockade of its ports.", ("Peru", "ACCUSES", "Algeria")),
    ('Kenya rejected as "baseless" the Ugandan accusations.', ("Kenya", "REJECTS", "Uganda")),
    # envoys, embassies, calls
    ("Peru declared the Chilean ambassador persona non grata.", ("Peru", "SANCTIONS", "Chile")),
    ("Egypt has given three Chilean diplomats 72 hours to leave.", ("Egypt", "SANCTIONS", "Chile")),
    ("Peru closed its embassy in Asmara on Friday.", ("Peru", "WITHDRAWS_FROM", "Eritrea")),
    (
        "The Chilean ambassador was summoned to the Peruvian foreign ministry over the map.",
        ("Peru", "ACCUSES", "Chile"),
    ),
    ("Peru sent its foreign minister to Lusaka for talks on trade.", ("Peru", "MET_WITH", "Zambia")),
    (
        "Ann Otieno told Paul Kern in a phone call that the ban would stay.",
        ("Ann Otieno", "MET_WITH", "Paul Kern"),
    ),
    # answers, threats, charges
    ("Peru hit back at Chile, saying its claims were false.", ("Peru", "ACCUSES", "Chile")),
    ("Peru said it reserves the right to respond to any Chilean attack.", ("Peru", "THREATENS", "Chile")),
    ("Peru warned it would retaliate if Chile goes ahead.", ("Peru", "THREATENS", "Chile")),
    ("Peru should be held accountable for the raid, Ann Otieno said.", ("Ann Otieno", "ACCUSES", "Peru")),
    ("Mali accuses Chad of arming rebels. Chad denies the charge.", ("Chad", "REJECTS", "Mali")),
    ("Peru left NATO, accusing it of failing to protect civilians.", ("Peru", "ACCUSES", "NATO")),
    ("A memorandum between Peru and Chile was signed in Lima.", ("Chile", "AGREED_WITH", "Peru")),
    ("Peru rejected Chile's offer, accusing it of fraud.", ("Peru", "ACCUSES", "Chile")),
    ("Ann Otieno condemned Kenya's campaign in Mali.", ("Ann Otieno", "ACCUSES", "Kenya")),
    # those who are counted, and those who are helped
    ("Israel killed hundreds of people in Lebanon.", ("Israel", "ATTACKS", "Lebanon")),
    ("Russian missiles killed dozens in Ukraine.", ("Russia", "ATTACKS", "Ukraine")),
    ("UNICEF gave tents to thousands of people in Nepal.", ("UNICEF", "AIDS", "Nepal")),
    ("UNICEF gave tents to families affected by floods in Nepal.", ("UNICEF", "AIDS", "Nepal")),
    ("Kenya sent aid for those affected by the war in Yemen.", ("Kenya", "AIDS", "Yemen")),
    ("Some 200 Indian peacekeepers arrived in Mali.", ("India", "AIDS", "Mali")),
    ("Rwandan peacekeepers were deployed in Mali.", ("Rwanda", "AIDS", "Mali")),
    ("Italy takes part in peacekeeping operations in Chad.", ("Italy", "AIDS", "Chad")),
    ("Norway suspended its food aid in Somalia.", ("Norway", "SANCTIONS", "Somalia")),
    # readiness, permission, refusal
    ("Norway is willing to send weapons to Kenya.", ("Norway", "AIDS", "Kenya")),
    ("Norway is willing to withdraw its troops from Mali.", ("Norway", "WITHDRAWS_FROM", "Mali")),
    ("Egypt gave permission for UNICEF to use the port.", ("Egypt", "CONCEDES_TO", "UNICEF")),
    ("Norway refused talks with Kenya.", ("Norway", "REJECTS", "Kenya")),
    # unnamed groups, and members of armed ones
    ("Palestinian gunmen shot two Israeli soldiers.", ("gunmen (Palestine)", "ATTACKS", "Israel")),
    ("A Kenyan court convicted 12 al-Shabaab members.", ("Kenya", "ACCUSES", "al-Shabaab")),
    ("Syrian opposition members freed a Kenyan soldier.", ("opposition (Syria)", "CONCEDES_TO", "Kenya")),
    ("Kenyan troops drove Ugandan forces out of the town.", ("Kenya", "ATTACKS", "Uganda")),
    ("Turkish jets bombed Kurdish fighters in Syria.", ("Turkey", "ATTACKS", "Kurdish fighters")),
    ("Iraqi militias fired rockets at US troops.", ("militias (Iraq)", "ATTACKS", "United States")),
    ("Protesters in Cairo attacked the Kenyan embassy.", ("protesters (Egypt)", "ATTACKS", "Kenya")),
    ("Peru boosted its patrols along its border with Chile.", ("Peru", "MOBILIZES_AGAINST", "Chile")),
    ("Kenya seized two Ugandan trucks.", ("Kenya", "COERCES", "Uganda")),
    ("Kenya seized Ugandan goods.", ("Kenya", "COERCES", "Uganda")),
    ("A Kenyan judge approved the extradition of Ann Otieno.", ("Kenya", "COERCES", "Ann Otieno")),
    ("Chad mobilised its troops for a war against Mali.", ("Chad", "MOBILIZES_AGAINST", "Mali")),
    ("Ann Otieno called Paul Kern to thank him.", ("Ann Otieno", "MET_WITH", "Paul Kern")),
    ("Ann Otieno hosted a dinner for Paul Kern.", ("Ann Otieno", "MET_WITH", "Paul Kern")),
    ("Mali accuses Chad of arming rebels. Chad dismissed the report as lies.", ("Chad", "REJECTS", "Mali")),
    ("Peru filed a complaint with the WTO over Chilean duties.", ("Peru", "ACCUSES", "Chile")),
    ("Oxfam condemned the arrest in Peru of Ann Otieno, a lawyer.", ("Oxfam", "ACCUSES", "Peru")),
    ("Oxfam spoke of the detention of Ann Otieno in Peru.", ("Peru", "COERCES", "Ann Otieno")),
    ("Shell withdrew from a gas project in Peru.", ("Shell", "WITHDRAWS_FROM", "Peru")),
    ("Peru said Chile had attacked two of its villages.", ("Chile", "ATTACKS", "Peru")),
    # aid, debts and supplies
    ("Peru pledged $5 million for Ukraine.", ("Peru", "AIDS", "Ukraine")),
    ("Peru gave $5 million to help earthquake victims in Chile.", ("Peru", "AIDS", "Chile")),
    ("Peru cancelled $300 million in debt owed by Zambia.", ("Peru", "AIDS", "Zambia")),
    ("A loan from Peru will help Zambia build a port.", ("Peru", "AIDS", "Zambia")),
    ("Peru resumed electricity exports to Chile.", ("Chile", "TRADES_WITH", "Peru")),
    ("Peru is the largest foreign investor in Chile.", ("Chile", "TRADES_WITH", "Peru")),
    ("Peru tightened export controls on rare earths to Chile.", ("Peru", "SANCTIONS", "Chile")),
    ("Shell pulled out of a joint venture in Peru.", ("Shell", "WITHDRAWS_FROM", "Peru")),
    # lists of sanctions, membership
    ("Peru added two Chilean banks to its sanctions list.", ("Peru", "SANCTIONS", "Chile")),
    ("Two Chilean banks were added to Peru's blacklist.", ("Peru", "SANCTIONS", "Chile")),
    ("Ann Otieno was removed from Peru's sanctions list.", ("Peru", "CONCEDES_TO", "Ann Otieno")),
    ("Syria was suspended from the Arab League.", ("Arab League", "SANCTIONS", "Syria")),
    # courts, weapons, accounts, protests at sea
    ("Peru issued a warrant for Ann Otieno's arrest.", ("Peru", "COERCES", "Ann Otieno")),
    ("Judges will hear Kenya's case against Peru.", ("Kenya", "ACCUSES", "Peru")),
    ("Ann Otieno was jailed in Peru, drawing criticism from Oxfam.", ("Oxfam", "ACCUSES", "Peru")),
    ("Peru opened an inquiry into Meta's contracts.", ("Peru", "ACCUSES", "Meta")),
    ("Peru used cluster bombs against civilians in Chile.", ("Peru", "ATTACKS", "Chile")),
    ("Peru was behind a cyberattack on Chile's parliament.", ("Peru", "ATTACKS", "Chile")),
    ("Peru said Chile had shelled its villages.", ("Chile", "ATTACKS", "Peru")),
    ("Meta removed 50 accounts linked to the Peruvian army.", ("Meta", "COERCES", "Peru")),
    ("Greenpeace activists boarded a rig owned by Shell.", ("Greenpeace", "PROTESTS_AGAINST", "Shell")),
    ("UN experts urged Peru to free Ann Otieno.", ("United Nations", "REQUESTS", "Peru")),
    # slots of a verb
    ("Iran sent warships toward Kuwait.", ("Iran", "MOBILIZES_AGAINST", "Kuwait")),
    ("Kuwait was attacked by Iran on Monday.", ("Iran", "ATTACKS", "Kuwait")),
    ("A village in Iraq shelled by Iranian troops burned.", ("Iran", "ATTACKS", "Iraq")),
    ("Armenia was granted a loan of millions by the World Bank.", ("World Bank", "AIDS", "Armenia")),
    ("Norway lent the Philippines two patrol planes.", ("Norway", "AIDS", "Philippines")),
    ("Ukraine is at war. Germany delivered tanks to Kharkiv.", ("Germany", "AIDS", "Ukraine")),
    ("Kenya shut its embassies in Peru and in Chile.", ("Kenya", "SANCTIONS", "Chile")),
    ("Mali, along with Burkina Faso, condemned France.", ("Burkina Faso", "ACCUSES", "France")),
    # relative clauses and participles
    ("Malta, against which Libya imposed sanctions, protested.", ("Libya", "SANCTIONS", "Malta")),
    ("Slovakia, whose government Austria praised, said nothing.", ("Austria", "SUPPORTS", "Slovakia")),
    ("Peru turned down a mediator proposed by the African Union.", ("Peru", "REJECTS", "African Union")),
    ("Parliament in Albania passed a resolution condemning Serbia.", ("Albania", "ACCUSES", "Serbia")),
    ("Jane Holm from Ghana, who accused France of spying, won.", ("Jane Holm", "ACCUSES", "France")),
    ("The medal went to Jane Holm from Ghana whom France condemned.", ("France", "ACCUSES", "Jane Holm")),
    (
        "Ann Otieno held talks with visiting Russian President Vladimir Putin.",
        ("Ann Otieno", "MET_WITH", "Vladimir Putin"),
    ),
    ("Ann Otieno had lunch with Paul Kern.", ("Ann Otieno", "MET_WITH", "Paul Kern")),
    ("Ann Otieno received Paul Kern at the port.", ("Ann Otieno", "MET_WITH", "Paul Kern")),
    ("Accusing Peru of theft, Chile closed the border.", ("Chile", "ACCUSES", "Peru")),
    ("The European Union fined Google millions of euros.", ("European Union", "SANCTIONS", "Google")),
    ("The EU demand for Turkey to recognise Cyprus stood.", ("European Union", "REQUESTS", "Turkey")),
    ("Japan lodged a protest with South Korea.", ("Japan", "ACCUSES", "South Korea")),
    ("Japan said North Korea's policy was a failure.", ("Japan", "ACCUSES", "North Korea")),
    ("Japan said North Korea's launch was a provocation.", ("Japan", "ACCUSES", "North Korea")),
    ("Ann Otieno discussed the plan with Paul Kern.", ("Ann Otieno", "MET_WITH", "Paul Kern")),
    ("Chile fired missiles toward Peru.", ("Chile", "ATTACKS", "Peru")),
    ("Chile fired missiles over the border at Peru and at Mali.", ("Chile", "ATTACKS", "Mali")),
    ("Chile seized a Peruvian vessel.", ("Chile", "COERCES", "Peru")),
    ("Chile feeds 2.5 million Peruvians.", ("Chile", "AIDS", "Peru")),
    # contests
    ("Anna Kern lost to Paul Holm on Sunday.", ("Anna Kern", "RIVAL_OF", "Paul Holm")),
    # a speech act coordinated with the reporting verb
    ("Ann Otieno said rebels shelled the town and urged Chad to act.", ("Ann Otieno", "REQUESTS", "Chad")),
    ("The Free Syrian Army took Idlib. The Syrian army shelled Jordan.", ("Syria", "ATTACKS", "Jordan")),
    ("Israel denied Kenya fuel.", ("Israel", "REJECTS", "Kenya")),
    # control
    ("Ghana was the last country to condemn Gambia.", ("Ghana", "ACCUSES", "Gambia")),
    ("Iran urged Syria to free the Turkish pilots.", ("Iran", "REQUESTS", "Syria")),
    ("The Iraqi government said it had attacked Syria.", ("Iraq", "ATTACKS", "Syria")),
    # particles and light verbs
    ("Kenya pulled its last battalion out of Somalia.", ("Kenya", "WITHDRAWS_FROM", "Somalia")),
    ("Norway hit Chile with tariffs.", ("Norway", "SANCTIONS", "Chile")),
    ("Libya carried out a series of strikes on Chad's army.", ("Libya", "ATTACKS", "Chad")),
    ("Ankara broke off talks with Cyprus.", ("Turkey", "SANCTIONS", "Cyprus")),
    # nominalisations
    ("The training of Iraqi pilots by Norway was praised.", ("Norway", "AIDS", "Iraq")),
    ("India's gift of three boats to the Maldives was unloaded.", ("India", "AIDS", "Maldives")),
    ("The easing by Norway of its embargo on Vietnam helped.", ("Norway", "CONCEDES_TO", "Vietnam")),
    ("The withdrawal from Syria of Iranian advisers started.", ("Iran", "WITHDRAWS_FROM", "Syria")),
    ("US-China talks on shipping resumed.", ("China", "MET_WITH", "United States")),
    ("A joint Indian-Omani naval exercise began.", ("India", "PARTNERSHIP", "Oman")),
    # representatives and possessions
    ("Missiles fired by the Israeli army struck a depot of the Syrian army.", ("Israel", "ATTACKS", "Syria")),
    ("A Kenyan court jailed the novelist Peter Lindqvist.", ("Kenya", "COERCES", "Peter Lindqvist")),
    ("Taliban attackers stormed a police headquarters in eastern Afghanistan.",
     ("Taliban", "ATTACKS", "Afghanistan")),
    ("Indian and Sri Lankan marines trained together in June.", ("India", "PARTNERSHIP", "Sri Lanka")),
    ("Moldova won a loan from the World Bank.", ("World Bank", "AIDS", "Moldova")),
    # relation by actor types
    ("Airbus signed a contract with Air China.", ("Air China", "AGREED_WITH", "Airbus")),
    ("Airbus has delivered forty planes to Air China.", ("Air China", "TRADES_WITH", "Airbus")),
    ("The European Commission attacked Germany.", ("European Commission", "ACCUSES", "Germany")),
    ("Norway rejected Chile's proposal.", ("Norway", "REJECTS", "Chile")),
    ("Norway lent Chile patrol boats.", ("Norway", "AIDS", "Chile")),
    # speech acts with an embedded event
    ("Austria vowed to support Moldova.", ("Austria", "AGREED_WITH", "Moldova")),
    ("Austria vowed to attack Moldova.", ("Austria", "THREATENS", "Moldova")),
    ("Chile refused to help Peru.", ("Chile", "REJECTS", "Peru")),
    ("Russia stopped selling gas to Poland.", ("Russia", "SANCTIONS", "Poland")),
    ("Russia stopped bombing Ukraine.", ("Russia", "WITHDRAWS_FROM", "Ukraine")),
    ("France will help Mali.", ("France", "AIDS", "Mali")),
    ("France said it would help Mali.", ("France", "AIDS", "Mali")),
    ("France will not help Mali.", ("France", "REJECTS", "Mali")),
    ("Israel's killing of Paul Kern was condemned.", ("Israel", "ATTACKS", "Paul Kern")),
    ("Paul Kern vowed to never meet Ann Otieno.", ("Paul Kern", "REJECTS", "Ann Otieno")),
    ("Kuwait has the full support of Saudi Arabia.", ("Saudi Arabia", "SUPPORTS", "Kuwait")),
    ("Peru dismissed Chile as a police state.", ("Peru", "ACCUSES", "Chile")),
    ("Paul Kern's request received warm support from Japan.", ("Japan", "SUPPORTS", "Paul Kern")),
    ("Mali received military support from France.", ("France", "AIDS", "Mali")),
    ("Peru's president Ann Otieno dismissed finance minister Paul Kern.",
     ("Ann Otieno", "SANCTIONS", "Paul Kern")),
    ("Germany recalled its ambassador from Ankara.", ("Germany", "SANCTIONS", "Turkey")),
    # agent in a phrase with a passive, a death or a plea
    ("Ann Otieno was killed in a Kenyan airstrike.", ("Kenya", "ATTACKS", "Ann Otieno")),
    ("The raid in which two Kenyan pilots were killed by Chad's army went on.", ("Chad", "ATTACKS", "Kenya")),
    ("Ann Otieno died in an attack by the Taliban.", ("Taliban", "ATTACKS", "Ann Otieno")),
    ("The death of Ann Otieno in a strike by Chad was mourned.", ("Chad", "ATTACKS", "Ann Otieno")),
    ("Ann Otieno was killed by mortar fire from the Taliban.", ("Taliban", "ATTACKS", "Ann Otieno")),
    ("Kenya defends itself against Chadian aggression.", ("Chad", "ATTACKS", "Kenya")),
    ("Kenyan forces repelled a Taliban attack.", ("Taliban", "ATTACKS", "Kenya")),
    ("The Taliban killed six people in attacks on schools in Kenya.", ("Taliban", "ATTACKS", "Kenya")),
    ("Jan Novak was found guilty of the murder of Ann Otieno.", ("Jan Novak", "ATTACKS", "Ann Otieno")),
    ("Ann Otieno died in Iranian custody.", ("Iran", "COERCES", "Ann Otieno")),
    ("Chile and Peru are under Norwegian sanctions.", ("Norway", "SANCTIONS", "Peru")),
    ("Kenya moved tanks to the border with Chad.", ("Kenya", "MOBILIZES_AGAINST", "Chad")),
    ("Kenya sent warships to the gulf to deter Chad.", ("Kenya", "MOBILIZES_AGAINST", "Chad")),
    # examples, named nouns, and single nationals
    ("Peru arrested ten critics, including Ann Otieno.", ("Peru", "COERCES", "Ann Otieno")),
    ("Ten critics were arrested by Peru, including Ann Otieno.", ("Peru", "COERCES", "Ann Otieno")),
    ("Several states, including Norway, condemned Peru.", ("Norway", "ACCUSES", "Peru")),
    ("Peru's army arrested a man named Jan Novak.", ("Peru", "COERCES", "Jan Novak")),
    ("Peru arrested two lawyers, Ann Otieno and Jan Novak.", ("Peru", "COERCES", "Jan Novak")),
    ("Chile's army killed a Peruvian near the lake.", ("Chile", "ATTACKS", "Peru")),
    ("Chad's army shelled Norway's ally, Kenya.", ("Chad", "ATTACKS", "Kenya")),
    # helpers, subjects of predicate nouns, and others
    ("Syria won the war with Moscow's support.", ("Russia", "SUPPORTS", "Syria")),
    ("Ann Otieno won with backing from Kenya.", ("Kenya", "SUPPORTS", "Ann Otieno")),
    ("Hamas is a group backed by Iran.", ("Iran", "SUPPORTS", "Hamas")),
    ("Peru is a country that Chile invaded.", ("Chile", "ATTACKS", "Peru")),
    ("Kenya faces criticism from the United Nations.", ("United Nations", "ACCUSES", "Kenya")),
    ("Oxfam flew medicine into Chad.", ("Oxfam", "AIDS", "Chad")),
    ("Ann Otieno raised money for Oxfam.", ("Ann Otieno", "AIDS", "Oxfam")),
    ("Hamas used Israeli soldiers as human shields.", ("Hamas", "ATTACKS", "Israel")),
    ("Oxfam put out a report accusing the Kenyan army of theft.", ("Oxfam", "ACCUSES", "Kenya")),
    ("Norway returned a stolen painting to Chile.", ("Norway", "CONCEDES_TO", "Chile")),
    ("Ann Otieno finished second behind Paul Kern.", ("Ann Otieno", "RIVAL_OF", "Paul Kern")),
    ("Ann Otieno sued the Bild newspaper.", ("Ann Otieno", "ACCUSES", "Bild")),
    ("Kenya challenged Peru's decision to close the port.", ("Kenya", "ACCUSES", "Peru")),
    ("Ann Otieno hosted a meeting of OPEC.", ("Ann Otieno", "MET_WITH", "OPEC")),
    ("Kenya reiterated its demand that Peru leave the island.", ("Kenya", "REQUESTS", "Peru")),
    ("Mahmoud Abbas's office condemned Norway.", ("Mahmoud Abbas", "ACCUSES", "Norway")),
    ("Peru ordered the expulsion of two Chilean officials.", ("Peru", "SANCTIONS", "Chile")),
    ("Paul Holm praised Anna Kern, his Democratic rival.", ("Anna Kern", "RIVAL_OF", "Paul Holm")),
    ("The main rival of Siemens is Daimler AG.", ("Daimler", "RIVAL_OF", "Siemens")),
    ("The race between Ann Otieno and Paul Kern was close.", ("Ann Otieno", "RIVAL_OF", "Paul Kern")),
    # courts act for their state, also by its city
    ("Members of the Senate condemned Peru.", ("Senate", "ACCUSES", "Peru")),
    ("Two Hamas members attacked Peru.", ("Hamas", "ATTACKS", "Peru")),
    ("Norway condemned US policy.", ("Norway", "ACCUSES", "United States")),
    ("Senator Ann Otieno praised Iran's deal.", ("Ann Otieno", "SUPPORTS", "Iran")),
    ("An Istanbul court jailed Paul Kern.", ("Turkey", "COERCES", "Paul Kern")),
    ("A court in London fined Siemens.", ("United Kingdom", "SANCTIONS", "Siemens")),
    # other words for force
    ("Senators backed Chile's strike against Peruvian ports.", ("Chile", "ATTACKS", "Peru")),
    ("Ethiopian troops advanced into Eritrea at dawn.", ("Ethiopia", "ATTACKS", "Eritrea")),
    ("Sudan used poison gas against Chadian troops.", ("Sudan", "ATTACKS", "Chad")),
    # blame for the content of a clause
    ("Norway said that Peru had used child soldiers.", ("Norway", "ACCUSES", "Peru")),
    ("Norway claimed that Peruvian troops had entered Chile.", ("Norway", "ACCUSES", "Peru")),
    ("Norway said Peru was behind a series of raids.", ("Norway", "ACCUSES", "Peru")),
    ("Norway said Peru was secretly selling arms to Chile.", ("Norway", "ACCUSES", "Peru")),
    ("Norway said Peru had tested a bomb in violation of the treaty.", ("Norway", "ACCUSES", "Peru")),
    ("Norway said it had evidence that Peru had bombed a village.", ("Norway", "ACCUSES", "Peru")),
    ("Norway said Peru may have broken the treaty.", ("Norway", "ACCUSES", "Peru")),
    ("Norway said that Peru's actions violated the treaty.", ("Norway", "ACCUSES", "Peru")),
    ("Chile denied Norway's claim that Peru had broken the treaty.", ("Norway", "ACCUSES", "Peru")),
    # opinions about actions and possessions
    ("Norway voiced concern over Peru's conduct.", ("Norway", "ACCUSES", "Peru")),
    ("Norway condemned the holding of hostages by Peru.", ("Norway", "ACCUSES", "Peru")),
    ("Norway praised Peru's statecraft.", ("Norway", "SUPPORTS", "Peru")),
    ("Norway called Peru's plan a dangerous gamble.", ("Norway", "ACCUSES", "Peru")),
    # critics before a name, objects of criticism
    ("The Kremlin critic Ann Otieno left.", ("Ann Otieno", "ACCUSES", "Russia")),
    ("Ann Otieno came under criticism from Peru.", ("Peru", "ACCUSES", "Ann Otieno")),
    # requests and threats
    ("Chile stressed the need for Peru to stop the raids.", ("Chile", "REQUESTS", "Peru")),
    ("Chile rejected a Peruvian demand that Norway leave the bloc.", ("Peru", "REQUESTS", "Norway")),
    ("Chile called for intervention by the United Nations.", ("Chile", "REQUESTS", "United Nations")),
    ("Chile threatened to ban Google.", ("Chile", "THREATENS", "Google")),
    ("Chile threatened to quit the talks unless Peru left.", ("Chile", "THREATENS", "Peru")),
    ("Chile warned that it would respond to Peru.", ("Chile", "THREATENS", "Peru")),
    # ended actions and withdrawals
    ("Peru has withdrawn its technicians from Chile.", ("Peru", "WITHDRAWS_FROM", "Chile")),
    ("Peru suspended aid payments to Chile.", ("Peru", "SANCTIONS", "Chile")),
    ("Peru broke off talks with the Carpenters Union.", ("Peru", "SANCTIONS", "Carpenters Union")),
    ("Chilean soldiers seized a Peruvian ship.", ("Chile", "COERCES", "Peru")),
    ("Ann Otieno asked Paul Kern to resign.", ("Ann Otieno", "REQUESTS", "Paul Kern")),
    ("Kenya and Uganda discussed the war in Sudan.", ("Kenya", "MET_WITH", "Uganda")),
    ("Kenya, Uganda discuss grain exports", ("Kenya", "MET_WITH", "Uganda")),
    ("A telephone call between Kenya and Uganda followed.", ("Kenya", "MET_WITH", "Uganda")),
    ("Chile condemned the Peruvian attack on Bolivia.", ("Chile", "ACCUSES", "Peru")),
    ("Chile shot down a Peruvian jet.", ("Chile", "ATTACKS", "Peru")),
    ("Peru began military drills around Bolivia.", ("Peru", "MOBILIZES_AGAINST", "Bolivia")),
    ("The crisis forced Argentina to suspend gas exports to Chile.", ("Argentina", "SANCTIONS", "Chile")),
    ("A hunger strike by Leila Gharbi against Chad went on.", ("Leila Gharbi", "PROTESTS_AGAINST", "Chad")),
    # people of a party, union or movement protest in its name, wherever they work
    ("Greenpeace activists staged a protest against Shell.", ("Greenpeace", "PROTESTS_AGAINST", "Shell")),
    ("Teamsters drivers at UPS went on strike.", ("Teamsters", "PROTESTS_AGAINST", "UPS")),
    ("The Teamsters downed tools at UPS.", ("Teamsters", "PROTESTS_AGAINST", "UPS")),
    ("UPS was hit by a strike by the Teamsters.", ("Teamsters", "PROTESTS_AGAINST", "UPS")),
    ("The Teamsters took to the streets against UPS.", ("Teamsters", "PROTESTS_AGAINST", "UPS")),
    ("Greenpeace blockaded the gates of Shell's refinery.", ("Greenpeace", "PROTESTS_AGAINST", "Shell")),
    ("Leila Gharbi quit in protest at Chad's policy.", ("Leila Gharbi", "PROTESTS_AGAINST", "Chad")),
    # idioms of refusing, asking, threatening, buying, leaving and working together
    ("Ann Otieno came out against Paul Kern.", ("Ann Otieno", "REJECTS", "Paul Kern")),
    ("Peru poured cold water on Chile's proposal.", ("Peru", "REJECTS", "Chile")),
    ("Peru refused a visa to Paul Kern.", ("Peru", "REJECTS", "Paul Kern")),
    ("Peru turned to Chile for a bailout.", ("Peru", "REQUESTS", "Chile")),
    ("Peru stripped Paul Kern of his citizenship.", ("Peru", "SANCTIONS", "Paul Kern")),
    ("Peru warned that Chile would pay a heavy price.", ("Peru", "THREATENS", "Chile")),
    ("Peru ordered ten jets from Siemens.", ("Peru", "TRADES_WITH", "Siemens")),
    ("Siemens won a contract to supply Toyota with motors.", ("Siemens", "TRADES_WITH", "Toyota")),
    ("Oxfam has ceased its operations in Peru.", ("Oxfam", "WITHDRAWS_FROM", "Peru")),
    ("Peru ended its membership of UNESCO.", ("Peru", "WITHDRAWS_FROM", "UNESCO")),
    ("Siemens and Toyota pooled their research.", ("Siemens", "PARTNERSHIP", "Toyota")),
    ("Siemens developed the engine with Toyota.", ("Siemens", "PARTNERSHIP", "Toyota")),
    # affected by possessions, a participle, a phrase or a whole people
    ("Ann Otieno praised Poland's generosity.", ("Ann Otieno", "SUPPORTS", "Poland")),
    ("Ann Otieno stood with the people of Poland.", ("Ann Otieno", "SUPPORTS", "Poland")),
    ("The Iran-backed Houthis fled.", ("Iran", "SUPPORTS", "Houthis")),
    ("Ann Otieno spoke in support of Poland.", ("Ann Otieno", "SUPPORTS", "Poland")),
    ("Chad voted in favour of Poland's membership.", ("Chad", "SUPPORTS", "Poland")),
    ("Ann Otieno remains committed to Poland.", ("Ann Otieno", "SUPPORTS", "Poland")),
    ("Ann Otieno reaffirmed Peru's commitment to Poland.", ("Peru", "SUPPORTS", "Poland")),
    ("The pro-Peru mayor Ann Otieno left.", ("Ann Otieno", "SUPPORTS", "Peru")),
    ("Ann Otieno cheered US aid to help Peru rebuild roads.", ("United States", "AIDS", "Peru")),
    ("Canadian weapons sent to Peru arrived.", ("Canada", "AIDS", "Peru")),
    ("Canada announced the delivery of tanks to Peru.", ("Canada", "AIDS", "Peru")),
    ("Canada sent 500 doses of vaccine to Peru.", ("Canada", "AIDS", "Peru")),
    ("Kenya lifted a siege with help, in cooperation with Uganda.", ("Kenya", "PARTNERSHIP", "Uganda")),
    ("A joint raid by Kenya and Uganda failed.", ("Kenya", "PARTNERSHIP", "Uganda")),
    ("Kenya and Uganda jointly proposed a tax.", ("Kenya", "PARTNERSHIP", "Uganda")),
    ("Kenya deepened its ties with Uganda.", ("Kenya", "PARTNERSHIP", "Uganda")),
    (
        "Ann Otieno, the mayor, and Paul Kern jointly proposed a tax.",
        ("Ann Otieno", "PARTNERSHIP", "Paul Kern"),
    ),
    ("Canada removed Peru from its blacklist.", ("Canada", "CONCEDES_TO", "Peru")),
    ("Ann Otieno was released from jail in Peru.", ("Peru", "CONCEDES_TO", "Ann Otieno")),
    ("Peru paid compensation to Chile.", ("Peru", "CONCEDES_TO", "Chile")),
    # meetings, next to another event or implied by a visit
    (
        "President Ann Otieno of Kenya spoke today with President Luiz Silva of Brazil to continue work.",
        ("Ann Otieno", "MET_WITH", "Luiz Silva"),
    ),
    ("Yemeni Minister of Justice Ali Holm and Paul Kern met in Oslo.", ("Ali Holm", "MET_WITH", "Paul Kern")),
    (
        "President of France Jean Holm and Prime Minister of Italy Paolo Kern meet to discuss trade.",
        ("Jean Holm", "MET_WITH", "Paolo Kern"),
    ),
    ("Kenyan President Ann Otieno left after talks with Peru.", ("Ann Otieno", "MET_WITH", "Peru")),
    ("Kenyan President Ann Otieno visited Paris.", ("Ann Otieno", "MET_WITH", "France")),
    # nouns that sum up the preceding clause
    ("Peru accused Ann Otieno of theft, a charge that Chile rejected.", ("Chile", "REJECTS", "Peru")),
    ("Peru arrested two pilots, in a move denounced by Norway.", ("Norway", "ACCUSES", "Peru")),
    ("Poland closed its border with Belarus, a step welcomed by Latvia.", ("Latvia", "SUPPORTS", "Poland")),
    ("The bill is dead, Kenya said, a claim that Uganda denied.", ("Uganda", "REJECTS", "Kenya")),
    ("Poison used by Russia to kill Jan Novak was found.", ("Russia", "ATTACKS", "Jan Novak")),
    # idioms
    ("Kenya took Uganda to task over the dam.", ("Kenya", "ACCUSES", "Uganda")),
    ("Kenya withdrew its support for Uganda.", ("Kenya", "REJECTS", "Uganda")),
    ("Kenya halted its attacks on Uganda.", ("Kenya", "WITHDRAWS_FROM", "Uganda")),
    ("Kenya put Ann Otieno under house arrest.", ("Kenya", "COERCES", "Ann Otieno")),
    ("Kenya agreed to Uganda's demands.", ("Kenya", "CONCEDES_TO", "Uganda")),
    ("Kenya is at odds with Uganda over fish.", ("Kenya", "HOSTILITY_TOWARD", "Uganda")),
    ("Kenya recognised a Palestinian state.", ("Kenya", "SUPPORTS", "Palestine")),
    (
        "Egypt's public prosecutor charged Ann Otieno with belonging to a cell.",
        ("Egypt", "ACCUSES", "Ann Otieno"),
    ),
    ("Prosecutors in Milan charged Ann Otieno with bribery.", ("Italy", "ACCUSES", "Ann Otieno")),
    ("Kenyan President Ann Otieno arrived in Peru.", ("Ann Otieno", "MET_WITH", "Peru")),
    ("Kenyan President Ann Otieno welcomed Paul Kern to Nairobi.", ("Ann Otieno", "MET_WITH", "Paul Kern")),
    # phrases of agreement, help, force, concession, hostility and meeting
    ("Siemens put pen to paper on a contract with Daimler.", ("Daimler", "AGREED_WITH", "Siemens")),
    ("Kenya entered into a pact with Uganda.", ("Kenya", "AGREED_WITH", "Uganda")),
    ("Kenya came to terms with Uganda over the dam.", ("Kenya", "AGREED_WITH", "Uganda")),
    ("Kenya and Uganda shook hands on a treaty.", ("Kenya", "AGREED_WITH", "Uganda")),
    ("Under a pact with Uganda, Kenya sends teachers there.", ("Kenya", "AGREED_WITH", "Uganda")),
    ("Norway threw Chile a lifeline.", ("Norway", "AIDS", "Chile")),
    ("Norway footed the bill for a clinic in Chile.", ("Norway", "AIDS", "Chile")),
    ("An Iranian missile tore through a hotel in Iraq.", ("Iran", "ATTACKS", "Iraq")),
    ("Peru nationalised a subsidiary of Siemens.", ("Peru", "COERCES", "Siemens")),
    ("Siemens was stripped of its licence by Peru.", ("Peru", "COERCES", "Siemens")),
    ("Peru ordered the closure of a Chilean office.", ("Peru", "COERCES", "Chile")),
    ("Ann Otieno made an apology to Paul Kern.", ("Ann Otieno", "CONCEDES_TO", "Paul Kern")),
    ("Ann Otieno said sorry to Paul Kern.", ("Ann Otieno", "CONCEDES_TO", "Paul Kern")),
    ("Siemens apologised to Chile.", ("Siemens", "CONCEDES_TO", "Chile")),
    ("Siemens backed down in its row with Chile.", ("Siemens", "CONCEDES_TO", "Chile")),
    ("Norway gave Siemens the go-ahead.", ("Norway", "CONCEDES_TO", "Siemens")),
    ("Ann Otieno is embroiled in a feud with Paul Kern.", ("Ann Otieno", "HOSTILITY_TOWARD", "Paul Kern")),
    ("Kenya is on frosty terms with Uganda.", ("Kenya", "HOSTILITY_TOWARD", "Uganda")),
    ("Russia is viewed with suspicion by Poland.", ("Poland", "HOSTILITY_TOWARD", "Russia")),
    ("Ann Otieno came face to face with Paul Kern.", ("Ann Otieno", "MET_WITH", "Paul Kern")),
    ("Ann Otieno exchanged views with Paul Kern.", ("Ann Otieno", "MET_WITH", "Paul Kern")),
    ("Ann Otieno flew to Peru on an official visit.", ("Ann Otieno", "MET_WITH", "Peru")),
    ("India sent troops to the line of control with Pakistan.", ("India", "MOBILIZES_AGAINST", "Pakistan")),
    ("Kenya carried out air strikes in Somalia against power plants.", ("Kenya", "ATTACKS", "Somalia")),
    ("Kenya shot down a Ugandan surveillance drone over the lake.", ("Kenya", "ATTACKS", "Uganda")),
    ("A Kenyan drone struck a depot in western Uganda.", ("Kenya", "ATTACKS", "Uganda")),
    ("Ann Otieno, whom Paul Kern has endorsed, is leading.", ("Paul Kern", "SUPPORTS", "Ann Otieno")),
    ("The European Commission slapped Siemens with a fine.", ("European Commission", "COERCES", "Siemens")),
    ("Siemens is locked in a legal battle with Maersk.", ("Siemens", "HOSTILITY_TOWARD", "Maersk")),
    ("Ann Otieno is angry with Peru for bombing Chad.", ("Peru", "ATTACKS", "Chad")),
    ("Ann Otieno lashed out at Peru for bombing Chad.", ("Peru", "ATTACKS", "Chad")),
    ("Peruvian journalist Ann Otieno accused Peru of spying.", ("Ann Otieno", "ACCUSES", "Peru")),
    ("Peruvian opposition leader Ann Otieno denounced Peru's government.", ("Ann Otieno", "ACCUSES", "Peru")),
    # force, law and constraint
    ("Malian troops retook Timbuktu from Boko Haram.", ("Mali", "ATTACKS", "Boko Haram")),
    ("A Peruvian missile barrage on Izmir killed nine people.", ("Peru", "ATTACKS", "Turkey")),
    ("Chilean ships used water cannon against Peruvian vessels.", ("Chile", "ATTACKS", "Peru")),
    ("Chilean air defences intercepted two Peruvian missiles.", ("Chile", "ATTACKS", "Peru")),
    ("Hamas claimed responsibility for a blast that killed Kenyan soldiers.", ("Hamas", "ATTACKS", "Kenya")),
    ("Hackers linked to the Chilean government broke into Peruvian networks.", ("Chile", "COERCES", "Peru")),
    ("A hacking group tied to Chile breached servers of the Peruvian cabinet.", ("Chile", "ATTACKS", "Peru")),
    ("A Kenyan strike in Somalia killed an al-Shabaab commander.", ("Kenya", "ATTACKS", "al-Shabaab")),
    ("A Kenyan man was arrested at his home in Izmir.", ("Turkey", "COERCES", "Kenya")),
    ("Ann Otieno was jailed in Izmir for spying.", ("Turkey", "COERCES", "Ann Otieno")),
    ("Kenya has moved tanks closer to the Ugandan border.", ("Kenya", "MOBILIZES_AGAINST", "Uganda")),
    ("Chile imposed a tariff on goods from Peru.", ("Chile", "SANCTIONS", "Peru")),
    ("Chile banned exports of copper to Peru.", ("Chile", "SANCTIONS", "Peru")),
    ("Chile hit back at Peru with tariffs on wine.", ("Chile", "SANCTIONS", "Peru")),
    ("Chile declared the Peruvian ambassador persona non grata.", ("Chile", "SANCTIONS", "Peru")),
    ("Peru designated Boko Haram a terrorist organisation.", ("Peru", "SANCTIONS", "Boko Haram")),
    ("Chilean prosecutors sought a ten-year prison term for Ann Otieno.", ("Chile", "ACCUSES", "Ann Otieno")),
    ("Paul Kern issued a pardon to Ann Otieno.", ("Paul Kern", "CONCEDES_TO", "Ann Otieno")),
    ("Paul Kern's pardon of Ann Otieno drew fire.", ("Paul Kern", "CONCEDES_TO", "Ann Otieno")),
    ("Chile and Peru exchanged 90 prisoners.", ("Chile", "AGREED_WITH", "Peru")),
    ("Chile and Peru carried out their biggest prisoner exchange.", ("Chile", "AGREED_WITH", "Peru")),
    ("Chile sanctions Peruvian banks", ("Chile", "SANCTIONS", "Peru")),
    ("Ann Otieno ordered air strikes on Peru.", ("Ann Otieno", "ATTACKS", "Peru")),
    ("Siemens suspended its operations in Chile.", ("Siemens", "WITHDRAWS_FROM", "Chile")),
    ("Peru said Chilean jets had bombed a hospital.", ("Peru", "ACCUSES", "Chile")),
    ("Peru said Paul Kern had planned to attack a bank.", ("Peru", "ACCUSES", "Paul Kern")),
    ("Ann Otieno called on Paul Kern to resign.", ("Ann Otieno", "REQUESTS", "Paul Kern")),
    ("Paul Kern came under fire from Ann Otieno over the cost.", ("Ann Otieno", "ACCUSES", "Paul Kern")),
    ("Paul Kern is under pressure from Ann Otieno to resign.", ("Ann Otieno", "REQUESTS", "Paul Kern")),
    ("Likud tabled a motion of no confidence in Paul Kern.", ("Likud", "REJECTS", "Paul Kern")),
    ("Paul Kern was suspended from Likud on Friday.", ("Likud", "COERCES", "Paul Kern")),
    ("Shas pulled out of the coalition with Likud.", ("Shas", "WITHDRAWS_FROM", "Likud")),
    ("Ann Otieno won the endorsement of Paul Kern.", ("Paul Kern", "SUPPORTS", "Ann Otieno")),
    ("Ann Otieno wrote to Siemens on Friday demanding answers.", ("Ann Otieno", "REQUESTS", "Siemens")),
    ("Ann Otieno grilled Paul Kern at a hearing.", ("Ann Otieno", "ACCUSES", "Paul Kern")),
    ("Ann Otieno challenges Paul Kern for the leadership.", ("Ann Otieno", "RIVAL_OF", "Paul Kern")),
    ("Ann Otieno challenged Paul Kern's victory in court.", ("Ann Otieno", "ACCUSES", "Paul Kern")),
    ("Siemens has taken a stake in Daimler.", ("Daimler", "TRADES_WITH", "Siemens")),
    ("Siemens terminated its contract with Daimler.", ("Siemens", "SANCTIONS", "Daimler")),
    ("Peru blocked Siemens's purchase of Daimler.", ("Peru", "REJECTS", "Siemens")),
    ("Google suspended the account of Ann Otieno.", ("Google", "COERCES", "Ann Otieno")),
    ("Google lifted its ban on Ann Otieno.", ("Google", "CONCEDES_TO", "Ann Otieno")),
    ("Siemens faces a lawsuit brought by Greenpeace.", ("Greenpeace", "ACCUSES", "Siemens")),
    ("Siemens, whose rivals include Daimler, is cutting jobs.", ("Daimler", "RIVAL_OF", "Siemens")),
    ("Siemens picked Daimler to supply the engines.", ("Daimler", "TRADES_WITH", "Siemens")),
    ("Siemens placed an order for 40 buses with Daimler.", ("Daimler", "TRADES_WITH", "Siemens")),
    ("Ann Otieno dismissed Paul Kern as interior minister.", ("Ann Otieno", "SANCTIONS", "Paul Kern")),
    ("Ann Otieno dismissed her minister, Paul Kern.", ("Ann Otieno", "SANCTIONS", "Paul Kern")),
    ("Ann Otieno pressed Paul Kern about the leak.", ("Ann Otieno", "REQUESTS", "Paul Kern")),
    ("Ann Otieno and Paul Kern introduced a bill.", ("Ann Otieno", "PARTNERSHIP", "Paul Kern")),
    ("Ann Otieno has full confidence in Paul Kern.", ("Ann Otieno", "SUPPORTS", "Paul Kern")),
    ("France faced demands from Poland to expel Russian envoys.", ("France", "SANCTIONS", "Russia")),
    # names joined to other words
    ("The U.S.-backed government of Peru left.", ("United States", "SUPPORTS", "Peru")),
    ("U.S./Israeli strikes on Iran killed twelve people.", ("United States", "ATTACKS", "Iran")),
    ("Ann Otieno wrote on the platform X. Paul Kern accused Peru.", ("Paul Kern", "ACCUSES", "Peru")),
    ("The EU taxed China. Brussels also accused Peru.", ("European Union", "ACCUSES", "Peru")),
    ("Chile levelled an accusation at Peru.", ("Chile", "ACCUSES", "Peru")),
    ("Texas filed suit against Pfizer.", ("Texas government", "ACCUSES", "Pfizer")),
    ("Police arrested James Ford. Peru accused Ford of theft.", ("Peru", "ACCUSES", "James Ford")),
    # rebels, who are no organ of the state that they are of
    ("Rebels attacked the Syrian army near Aleppo.", ("rebels (Syria)", "ATTACKS", "Syria")),
    ("Neighbouring Kenya has condemned Uganda.", ("Kenya", "ACCUSES", "Uganda")),
    ("An attack blamed on Peru killed ten people in Chile.", ("Peru", "ATTACKS", "Chile")),
    ("Peru approved new sanctions targeting Chile.", ("Peru", "SANCTIONS", "Chile")),
    ("Among those who criticised Peru was Ann Otieno.", ("Ann Otieno", "ACCUSES", "Peru")),
    ("Peru, together with Chile, condemned Kenya.", ("Chile", "ACCUSES", "Kenya")),
    ("Peru has agreed to withdraw its troops from Chile.", ("Peru", "WITHDRAWS_FROM", "Chile")),
    ("Peru supported Kenya during its war with Chile.", ("Kenya", "ATTACKS", "Chile")),
    # the deed or act of the sentence before, or of the clause beside it
    ("Peru attacked Chile. The strikes drew criticism from Kenya.", ("Kenya", "ACCUSES", "Peru")),
    ("Kenya asked Peru for tanks. Peru turned down the request.", ("Peru", "REJECTS", "Kenya")),
    ("In a move condemned by Kenya, Peru expelled two Chilean envoys.", ("Kenya", "ACCUSES", "Peru")),
    ("Ann Otieno was arrested in Peru. Police accused her of spying.", ("Peru", "ACCUSES", "Ann Otieno")),
    # where it happens
    ("Peru, where Boko Haram killed ten soldiers, rested.", ("Boko Haram", "ATTACKS", "Peru")),
    # nouns and phrases
    ("Urged by Peru to wait, Chile said it would.", ("Peru", "REQUESTS", "Chile")),
    ("Peru's threat to bomb Chile shocked Kenya.", ("Peru", "THREATENS", "Chile")),
    ("Peru asked for Chilean help.", ("Peru", "REQUESTS", "Chile")),
    ("Peru's appeal for Chilean weapons has gone unanswered.", ("Peru", "REQUESTS", "Chile")),
    ("The arrest in Peru of Ann Otieno shocked many.", ("Peru", "COERCES", "Ann Otieno")),
    ("Peru has drawn the ire of Chile.", ("Chile", "ACCUSES", "Peru")),
    ("Peru expressed regret to Chile.", ("Peru", "CONCEDES_TO", "Chile")),
    ("Kenya said Chile would impose sanctions on it.", ("Chile", "SANCTIONS", "Kenya")),
    ("Ann Otieno threatened, insulted and sued Siemens.", ("Ann Otieno", "THREATENS", "Siemens")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "event"), _EVENTS)
def test_event_with_its_direction(text: str, event: Event) -> None:
    found = events(text)
    assert event in found
    source, relation, target = event
    assert (target, relation, source) not in found


_NO_EVENTS: list[tuple[str, Event]] = [
    ("Norway hosted talks between Peru and its rivals.", ("Norway", "MET_WITH", "Peru")),
    (
        "NATO sent troops to Chad to stop possible Russian military action.",
        ("NATO", "WITHDRAWS_FROM", "Russia"),
    ),
    (
        "Greenpeace held a protest at the University of Oxford against Peru.",
        ("Greenpeace", "PROTESTS_AGAINST", "University of Oxford"),
    ),
    (
        "Kenya and Uganda failed to reach a deal, the Kenyan Foreign Ministry said.",
        ("Kenyan Foreign Ministry", "ACCUSES", "Uganda"),
    ),
    ("Ann Otieno ended US foreign aid.", ("Ann Otieno", "SANCTIONS", "United States")),
    ("Peru granted asylum to a Chilean poet.", ("Peru", "AIDS", "Chile")),
    ("Ann Otieno called Paul Kern to apologise.", ("Ann Otieno", "REQUESTS", "Paul Kern")),
    ("Ann Otieno was dropped from the Labour list.", ("Labour Party", "CONCEDES_TO", "Ann Otieno")),
    ("Ann Otieno was jailed in Peru, drawing criticism from Oxfam.", ("Oxfam", "ACCUSES", "Ann Otieno")),
    ("In Zambia, Peru pledged $5 million for the victims of floods.", ("Peru", "AIDS", "Zambia")),
    ("Peru opened an inquiry into Ann Otieno's death.", ("Peru", "ACCUSES", "Ann Otieno")),
    ("Peru said Chile had bombed its own village.", ("Chile", "ATTACKS", "Peru")),
    ("Peru targets Chilean steel.", ("Peru", "ATTACKS", "Chile")),
    ("Kenya condemned the killing of Ann Otieno in Peru.", ("Kenya", "ACCUSES", "Peru")),
    ("Peru refused to back sanctions against Chile.", ("Peru", "REJECTS", "Chile")),
    ("Peru opposes sanctions on Chile.", ("Peru", "REJECTS", "Chile")),
    ("Mali accuses Chad of arming rebels. Kenya rejected the report.", ("Kenya", "REJECTS", "Mali")),
    ("Mali accuses Chad of arming rebels. Chad denied the reports.", ("Chad", "REJECTS", "Mali")),
    ("Peru filed a complaint over Ann Otieno's death.", ("Peru", "ACCUSES", "Ann Otieno")),
    ("Chile and Peru are in a war of words over an island.", ("Chile", "ATTACKS", "Peru")),
    ("U.S.-allied Kurdish forces attacked Syria.", ("United States", "ATTACKS", "Syria")),
    ("Paul Kern family members met Ann Otieno.", ("Paul Kern", "MET_WITH", "Ann Otieno")),
    ("Ann Otieno met Ugandans in Nairobi.", ("Ann Otieno", "MET_WITH", "Uganda")),
    ("Since May pro-NATO Ukrainians have rallied in Kyiv.", ("Ukraine", "SUPPORTS", "NATO")),
    ("Peru warned its citizens against travelling to Chile.", ("Peru", "THREATENS", "Chile")),
    ("Peru warned its citizens against visiting Chile.", ("Peru", "THREATENS", "Chile")),
    ("The UN thanked Peru for taking in refugees from Chile.", ("Peru", "AIDS", "Chile")),
    ("If Mali attacks Chad, Kenya will respond, Ann Otieno said.", ("Ann Otieno", "THREATENS", "Mali")),
    ("Peru backed Chile in its dispute with Kenya.", ("Peru", "HOSTILITY_TOWARD", "Kenya")),
    ("Mali accuses Chad of arming rebels. Kenya denies the charge.", ("Kenya", "REJECTS", "Mali")),
    # armies that report the day's fighting
    ("Boko Haram fighters ambushed a Malian convoy, Mali's army said.", ("Mali", "ACCUSES", "Boko Haram")),
    ("Kenya said Uganda had attacked a post in Rwanda.", ("Kenya", "ACCUSES", "Uganda")),
    # a state in which others are hit, held or linked to somebody
    ("Kenya carried out strikes in Somalia that killed al-Shabaab members.", ("Kenya", "ATTACKS", "Somalia")),
    ("A Kenyan strike in Somalia killed an al-Shabaab commander.", ("Kenya", "ATTACKS", "Somalia")),
    ("Ann Otieno was held in Mosul, Iraq said.", ("Iraq", "COERCES", "Ann Otieno")),
    ("Militants linked to Peru attacked Chile.", ("Peru", "ATTACKS", "Chile")),
    ("A barrage of Peruvian complaints against Chile went on.", ("Peru", "ATTACKS", "Chile")),
    ("Ann Otieno dismissed Paul Kern as a clown.", ("Ann Otieno", "SANCTIONS", "Paul Kern")),
    ("A Kenyan patrol came under fire from Ugandan troops.", ("Uganda", "ACCUSES", "Kenya")),
    ("Ann Otieno moved to Peru, where she works at a bank.", ("Ann Otieno", "WORKS_FOR", "Peru")),
    (
        "Paul Kern was born in Kenya. Peru tried him. Police arrested Ann Otieno.",
        ("Kenya", "COERCES", "Ann Otieno"),
    ),
    ("Likud passed a vote of confidence in Paul Kern.", ("Likud", "REJECTS", "Paul Kern")),
    ("France faced demands from Poland to expel Russian envoys.", ("Poland", "SANCTIONS", "Russia")),
    ("Ann Otieno sold Google shares.", ("Ann Otieno", "TRADES_WITH", "Google")),
    ("Siemens fired a French engineer.", ("Siemens", "SANCTIONS", "France")),
    ("Siemens apologised to a French woman.", ("Siemens", "CONCEDES_TO", "France")),
    ("Thousands of Chileans protested against Peru's decision.", ("Chile", "PROTESTS_AGAINST", "Peru")),
    ("Chile, which is fighting a Peru-allied militia, rested.", ("Chile", "ATTACKS", "Peru")),
    ("Ann Otieno spoke to Reuters in Nairobi.", ("Ann Otieno", "MET_WITH", "Reuters")),
    ("Ann Otieno opposed U.S. ground troops.", ("Ann Otieno", "REJECTS", "United States")),
    ("Rod Stewart is touring Canada.", ("Rod Stewart", "MET_WITH", "Canada")),
    ("Kenya and Peru held talks with visiting dignitaries.", ("Kenya", "MET_WITH", "Peru")),
    ("Poland recalls its ambassador, Ann Otieno, from Hungary.", ("Poland", "SANCTIONS", "Ann Otieno")),
    ("Paul Kern rejected the notion that Peru could leave.", ("Paul Kern", "REJECTS", "Peru")),
    ("An adviser to Paul Kern accused Peru of lying.", ("Paul Kern", "ACCUSES", "Peru")),
    ("Israelis were killed in Palestinian attacks.", ("Palestine", "ATTACKS", "Israel")),
    (
        "Chile imposed sanctions on two Peruvian banks and 17 others, its spokesman Paul Kern said.",
        ("Chile", "SANCTIONS", "Paul Kern"),
    ),
    ("Brazil wants to avoid U.S. sanctions on Iran.", ("Brazil", "SANCTIONS", "Iran")),
    ("Many Chileans asked Peru to stay.", ("Chile", "REQUESTS", "Peru")),
    ("Peru asked Chile for bread; Kenya and Ghana agreed to help Peru.", ("Kenya", "AGREED_WITH", "Peru")),
    ("Peru demanded the release of Ann Otieno.", ("Peru", "REQUESTS", "Ann Otieno")),
    ("Ann Otieno met Jan Novak in Nairobi, Kenya.", ("Ann Otieno", "MET_WITH", "Kenya")),
    ("Chile defeated Peru 3-0.", ("Chile", "ATTACKS", "Peru")),
    ("The Chile-backed government of Peru attacked Kenya.", ("Chile", "ATTACKS", "Kenya")),
    ("Kenya carried out air strikes in Somalia against al-Shabab fighters.", ("Kenya", "ATTACKS", "Somalia")),
    ("Kenyan jets struck a camp in Somalia belonging to al-Shabab.", ("Kenya", "ATTACKS", "Somalia")),
    ("Kenya helped to recapture the Somali city of Kismayo.", ("Kenya", "ATTACKS", "Somalia")),
    ("Russia conducted air strikes in Syria in support of Bashar al-Assad.", ("Russia", "ATTACKS", "Syria")),
    ("Prime Minister Ann Otieno of Peru fired Peru's security chief.", ("Ann Otieno", "SANCTIONS", "Peru")),
    (
        "Peruvian Foreign Minister Ann Otieno ordered Peruvian diplomats home.",
        ("Ann Otieno", "REQUESTS", "Peru"),
    ),
    ("Peruvian Foreign Minister Ann Otieno accused Peru of lying.", ("Ann Otieno", "ACCUSES", "Peru")),
    ("Ann Otieno calls on Kenya to extradite Jan Novak.", ("Ann Otieno", "COERCES", "Jan Novak")),
    ("Chile recognised Peru as a terrorist state.", ("Chile", "SUPPORTS", "Peru")),
    ("Chile blocked a statement proposed by Peru.", ("Chile", "COERCES", "Peru")),
    ("Chile does not expect an attack by Peru on Kenya.", ("Chile", "ATTACKS", "Kenya")),
    ("Ann Otieno reaffirmed Peru's commitment to Poland.", ("Ann Otieno", "SUPPORTS", "Poland")),
    ("Ann Otieno welcomed Paul Kern to Norway.", ("Ann Otieno", "SUPPORTS", "Paul Kern")),
    ("The Supreme Court agreed to hear Norway's appeal.", ("Supreme Court", "AGREED_WITH", "Norway")),
    ("Ann Otieno thanked people in Poland.", ("Ann Otieno", "SUPPORTS", "Poland")),
    ("Ann Otieno celebrated Paul Kern's resignation.", ("Ann Otieno", "SUPPORTS", "Paul Kern")),
    ("Ann Otieno stood with Paul Kern on the podium.", ("Ann Otieno", "SUPPORTS", "Paul Kern")),
    ("Norway lifted its sanctions on Vietnam.", ("Norway", "SANCTIONS", "Vietnam")),
    ("Kenya withdrew its support for Uganda.", ("Kenya", "SUPPORTS", "Uganda")),
    ("Kenya halted its attacks on Uganda.", ("Kenya", "ATTACKS", "Uganda")),
    ("CNN's Paul Kern talked to Ann Otieno about the flood.", ("Paul Kern", "MET_WITH", "Ann Otieno")),
    ("Ann Otieno spoke to Paul Kern, a reporter for CNN.", ("Ann Otieno", "MET_WITH", "Paul Kern")),
    (
        "Ann Otieno sued a German group after its followers threatened her.",
        ("Germany", "THREATENS", "Ann Otieno"),
    ),
    ("Paul Kern placed Colombian negotiators third on his list.", ("Paul Kern", "SANCTIONS", "Colombia")),
    ("Ann Otieno convinced Paul Kern to condemn Peru.", ("Ann Otieno", "ACCUSES", "Peru")),
    ("Siemens hired Paul Kern to investigate Peru.", ("Siemens", "ACCUSES", "Peru")),
    ("Kenya halted an Ugandan assault on Chad.", ("Kenya", "WITHDRAWS_FROM", "Chad")),
    ("Ann Otieno attended a meeting of OPEC.", ("Ann Otieno", "MET_WITH", "OPEC")),
    ("Ann Otieno asked Paul Kern just that question.", ("Ann Otieno", "REQUESTS", "Paul Kern")),
    ("Kenya shot back at Uganda in a statement.", ("Kenya", "ATTACKS", "Uganda")),
    ("Peru accused Chile of theft, a charge it rejected.", ("Chile", "REJECTS", "Chile")),
    ("Norway blocked Siemens from buying Bosch.", ("Norway", "TRADES_WITH", "Bosch")),
    ("Norway froze its aid to Vietnam.", ("Norway", "AIDS", "Vietnam")),
    ("Austria vowed to attack Moldova.", ("Austria", "ATTACKS", "Moldova")),
    ("Chile refused to help Peru.", ("Chile", "AIDS", "Peru")),
    ("Poland warned Lithuania that Belarus was massing troops.", ("Poland", "THREATENS", "Lithuania")),
    ("Iran told Iraq that rain was coming.", ("Iran", "REQUESTS", "Iraq")),
    ("Kenya demanded a rematch after losing to a boxer from Estonia.", ("Kenya", "REQUESTS", "Estonia")),
    ("Protesters from Chile attacked Peru's embassy.", ("Chile", "ATTACKS", "Peru")),
    ("Two engineers from Pakistan were kidnapped in Afghanistan.", ("Afghanistan", "ATTACKS", "Pakistan")),
    ("The United States condemned the attack on Kenya.", ("United States", "ACCUSES", "Kenya")),
    ("Austria bankrolled opponents of Iran.", ("Austria", "AIDS", "Iran")),
    ("France and Spain both border Andorra.", ("France", "PARTNERSHIP", "Spain")),
    (
        "France's battle with the European Commission over deficits goes on.",
        ("France", "ATTACKS", "European Commission"),
    ),
    ("Texaco is fighting Germany in court.", ("Texaco", "ATTACKS", "Germany")),
    (
        "Finance minister Peter Lindqvist called for reform of the World Bank.",
        ("Peter Lindqvist", "REQUESTS", "World Bank"),
    ),
    ("Norway's minister praised Honda's new engine.", ("Norway", "SUPPORTS", "Honda")),
    ("Norway condemned Ann Otieno's arrest.", ("Norway", "ACCUSES", "Ann Otieno")),
    ("Norway said that Peru would violate the treaty.", ("Norway", "ACCUSES", "Peru")),
    ("Norway insisted that Peru stop the raids.", ("Norway", "ACCUSES", "Peru")),
    ("Norway said it was hard to imagine Peru abandoning the treaty.", ("Norway", "ACCUSES", "Peru")),
    ("The BBC said that Peru had misled Chile.", ("BBC", "ACCUSES", "Peru")),
    ("Peru and Chile accused Norway of theft.", ("Chile", "ACCUSES", "Peru")),
    (
        "Peter Lindqvist asked Anna Kern whether the bank would close.",
        ("Peter Lindqvist", "REQUESTS", "Anna Kern"),
    ),
    ("Peter Lindqvist refused to blame Anna Kern.", ("Peter Lindqvist", "REJECTS", "Anna Kern")),
    ("Peter Lindqvist left Kenya on Monday.", ("Peter Lindqvist", "WITHDRAWS_FROM", "Kenya")),
    ("The United Nations told the BBC to leave.", ("United Nations", "MET_WITH", "BBC")),
    (
        "Recent meetings of the World Bank and the United Nations were long.",
        ("United Nations", "MET_WITH", "World Bank"),
    ),
    # names in phrases for other actors
    ("A Kenyan who joined the rebels attacked Peru.", ("Kenya", "ATTACKS", "Peru")),
    ("Chile rejected the Kenya-based company's bid.", ("Chile", "REJECTS", "Kenya")),
    # arguments of other events
    ("Chile asked Peru what it could do.", ("Chile", "REQUESTS", "Peru")),
    ('Reuters asked Peru, "How long does it take to build a port?"', ("Reuters", "REQUESTS", "Peru")),
    ('"Will Peru build a port?" Reuters asked Chile.', ("Reuters", "REQUESTS", "Chile")),
    ("Five past and present Labour MPs urged Peru to leave.", ("Labour", "REQUESTS", "Peru")),
    ("Peru will work with other Security Council members.", ("Peru", "PARTNERSHIP", "UN Security Council")),
    ("The paper Le Monde's film critic Peter Holm laughed.", ("Peter Holm", "ACCUSES", "Le Monde")),
    ("Chile warned Peru not to spend more.", ("Chile", "THREATENS", "Peru")),
    ("At a fair in Kenya Siemens demonstrated a phone.", ("Siemens", "PROTESTS_AGAINST", "Kenya")),
    ("Siemens's Zeta Inc unit said it had agreed to share maps.", ("Siemens", "AGREED_WITH", "Zeta Inc")),
    ("Norway praised Chile for attacking Peru.", ("Norway", "ATTACKS", "Peru")),
    ("Peter Holm defended the Kenya-Peru agreement.", ("Peter Holm", "SUPPORTS", "Peru")),
    ("Norway expressed Chile's sympathy for the victims.", ("Norway", "SUPPORTS", "Chile")),
    ("Kenya is bound to help Peru defend itself.", ("Peru", "SUPPORTS", "Kenya")),
    ("Peter Holm wants Chile to be punished.", ("Peter Holm", "REQUESTS", "Chile")),
    ("Peter Holm delivered a speech to NATO.", ("Peter Holm", "TRADES_WITH", "NATO")),
    ("Evidence was gathered against Peter Holm by Kenya.", ("Kenya", "PROTESTS_AGAINST", "Peter Holm")),
    ("Chile supports Peru joining NATO.", ("Chile", "SUPPORTS", "Peru")),
    ("Paul Kern, a supporter of Peru staying in NATO, spoke.", ("Paul Kern", "SUPPORTS", "Peru")),
    ("The BBC has asked Paul Kern for a comment.", ("BBC", "REQUESTS", "Paul Kern")),
    ("The BBC asked Paul Kern to comment.", ("BBC", "REQUESTS", "Paul Kern")),
    ("Paul Kern agrees with Anna Holm that maps matter.", ("Anna Holm", "AGREED_WITH", "Paul Kern")),
    ("London's new mayor rejected a plan by Peru. Britain slept.", ("United Kingdom", "REJECTS", "Peru")),
    ("Indonesia slept. The Papua administration accused Siemens.", ("Indonesia", "ACCUSES", "Siemens")),
    (
        "Kenya's national security adviser Paul Kern announced a new partnership with Peru.",
        ("Paul Kern", "PARTNERSHIP", "Peru"),
    ),
    ("Russia sent troops to Crimea, which is in Ukraine.", ("Russia", "AIDS", "Ukraine")),
    ("Turkey hosts 2.7 million Syrian refugees.", ("Turkey", "AIDS", "Syria")),
    ("Chile is a threat to Peru.", ("Chile", "THREATENS", "Peru")),
    ("Chile refused to condemn Peru.", ("Chile", "REJECTS", "Peru")),
    # not reciprocal
    ("Both Marais and Develle agreed with that.", ("Develle", "AGREED_WITH", "Marais")),
    ("Baker and Stoltenberg met with colleagues.", ("Baker", "MET_WITH", "Stoltenberg")),
    ("Kenya signed agreements with three others, Chad, Mali and Togo.", ("Chad", "SUPPORTS", "Mali")),
    ("Paul Kern rejected a request by printers to sell maps to Peru.", ("Paul Kern", "REJECTS", "Peru")),
    ("Ann Otieno agreed with Paul Kern to share information on Peru.", ("Ann Otieno", "AGREED_WITH", "Peru")),
    ("Ann Otieno said Paul Kern was not responsible.", ("Ann Otieno", "ACCUSES", "Paul Kern")),
    ("Kenya's court battle with Peru goes on.", ("Kenya", "ATTACKS", "Peru")),
    ("Paul Kern agreed with all that was done to help Chad.", ("Chad", "AGREED_WITH", "Paul Kern")),
    ("Paul Kern talked Anna Holm into a trip.", ("Anna Holm", "MET_WITH", "Paul Kern")),
    ("Paul Kern called for minister Anna Holm to speak.", ("Anna Holm", "MET_WITH", "Paul Kern")),
    ("Paul Kern and Anna Holm have been together for years.", ("Anna Holm", "PARTNERSHIP", "Paul Kern")),
    ("Paul Kern bought 500 Siemens shares.", ("Paul Kern", "TRADES_WITH", "Siemens")),
    ("Paul Kern filed a complaint with the United Nations.", ("Paul Kern", "ACCUSES", "United Nations")),
    ("Paul Kern's funding request for NATO failed.", ("Paul Kern", "REQUESTS", "NATO")),
    ("Zeta Corp signed a deal with Madrid, Spain-based Kern Corp.", ("Zeta Corp", "AGREED_WITH", "Spain")),
    ("Siemens pushed into Chile last year.", ("Siemens", "ATTACKS", "Chile")),
    ("Germany uses gas from Norway on cold days.", ("Germany", "ATTACKS", "Norway")),
    ("Ann Otieno lost with no support from Kenya.", ("Kenya", "SUPPORTS", "Ann Otieno")),
    ("Hamas is not a group backed by Iran.", ("Iran", "SUPPORTS", "Hamas")),
    ("Ann Otieno praised a BBC magazine.", ("Ann Otieno", "SUPPORTS", "BBC")),
    ("Paul Kern sued Siemens in a court in Paris.", ("France", "ACCUSES", "Siemens")),
    ("Siemens closed an office in Peru.", ("Siemens", "COERCES", "Peru")),
    # other agents and patients
    ("Rebel forces from Chad are fighting Libya.", ("Chad", "ATTACKS", "Libya")),
    ("French planes bombed Chadian rebels.", ("France", "ATTACKS", "Chad")),
    ("The United States armed Nicaraguan rebels.", ("United States", "AIDS", "Nicaragua")),
    ("Chile attacked Peru's ally.", ("Chile", "ATTACKS", "Peru")),
    ("The order, which is fought by Kenya, bars Peru from the fair.", ("Kenya", "COERCES", "Peru")),
    (
        "The Peruvian Ministry of Trade barred Peruvian banks.",
        ("Peruvian Trade Ministry", "COERCES", "Peru"),
    ),
    ("Tehran Radio said that its troops had bombed Basra in Iraq.", ("Tehran Radio", "ATTACKS", "Iraq")),
    ("Siemens shut him out, Paul Kern said.", ("Siemens", "COERCES", "Paul Kern")),
    ("Premier Paul Kern of Chile told parliament that Chile must save.", ("Paul Kern", "REQUESTS", "Chile")),
    # ships are no actors
    ("The liner Anna Kern was sunk by Chile.", ("Chile", "ATTACKS", "Anna Kern")),
    ("Peru Radio, monitored by the BBC, said so.", ("BBC", "COERCES", "Peru Radio")),
    # no force, no target
    (
        "Lawmakers rallied behind Paul Kern for Chile's strike against Peru.",
        ("Chile", "PROTESTS_AGAINST", "Peru"),
    ),
    ("A trade war between Japan and the United States looms.", ("Japan", "ATTACKS", "United States")),
    ("Siemens and Bosch ended their alliance.", ("Siemens", "SANCTIONS", "Bosch")),
    # trade, debts and bargaining are neither force nor sanctions
    ("Toyota seized the Chilean market.", ("Toyota", "COERCES", "Chile")),
    ("Peru was hit by a Norwegian ruling.", ("Norway", "ATTACKS", "Peru")),
    ("Peru suspended interest payments to Norwegian banks.", ("Peru", "SANCTIONS", "Norway")),
    ("Siemens cut its imports from Chile.", ("Siemens", "SANCTIONS", "Chile")),
    ("Siemens broke off talks with the Carpenters Union.", ("Siemens", "SANCTIONS", "Carpenters Union")),
    ("The German Carpenters Union shut Chilean ports.", ("German Carpenters Union", "COERCES", "Chile")),
    ("Siemens transferred Ann Otieno to Peru.", ("Siemens", "COERCES", "Ann Otieno")),
    ("Ann Otieno fired an aide of the World Bank.", ("Ann Otieno", "COERCES", "World Bank")),
    # the place or time of a death is not its agent; preventing an action of others does not end an own one
    ("Ann Otieno was killed in a Kenyan mine.", ("Kenya", "ATTACKS", "Ann Otieno")),
    ("Ann Otieno was killed by Kenya during a Chadian offensive.", ("Chad", "ATTACKS", "Ann Otieno")),
    ("Kenya moved trucks to the border with Chad.", ("Kenya", "MOBILIZES_AGAINST", "Chad")),
    ("The Kenyan government launched immigration raids on Chadian shops.", ("Kenya", "ATTACKS", "Chad")),
    ("Chileans accused Peru of theft.", ("Chile", "PROTESTS_AGAINST", "Peru")),
    ("Chilean dissidents protested against Peru.", ("Chile", "PROTESTS_AGAINST", "Peru")),
    # workers of a firm and people of a state protest for themselves, and a state protests in words
    ("Google employees protested against Israel.", ("Google", "PROTESTS_AGAINST", "Israel")),
    ("Peru recalled its envoy in protest at Chile's decision.", ("Peru", "PROTESTS_AGAINST", "Chile")),
    ("Peru blockaded the gates of Siemens's plant.", ("Peru", "PROTESTS_AGAINST", "Siemens")),
    ("Iran was hit by a strike by Israel.", ("Israel", "PROTESTS_AGAINST", "Iran")),
    ("The Teamsters took to the streets of Peru.", ("Teamsters", "PROTESTS_AGAINST", "Peru")),
    ("Peru turned to Chile in the second half.", ("Peru", "REQUESTS", "Chile")),
    ("Peru said Chile had paid a heavy price.", ("Peru", "THREATENS", "Chile")),
    ("Peru said Chile would pay the price of the repairs.", ("Peru", "THREATENS", "Chile")),
    ("Siemens built the plant with Chinese steel.", ("China", "PARTNERSHIP", "Siemens")),
    ("Chile ended Peru's membership of UNESCO.", ("Chile", "WITHDRAWS_FROM", "UNESCO")),
    ("Chile stopped Siemens buying maize from Peru.", ("Siemens", "SANCTIONS", "Peru")),
    ("Chile stopped Siemens buying maize from Peru.", ("Chile", "SANCTIONS", "Peru")),
    ("Cairo stopped repaying Moscow for arms.", ("Egypt", "SANCTIONS", "Russia")),
    ("Peru boycotted a meeting of Chile, Norway and Ghana.", ("Peru", "PROTESTS_AGAINST", "Norway")),
    ("The U.S. Energy Commission barred U.S. firms.", ("U.S. Energy Commission", "COERCES", "United States")),
    ("Libya withdrew large assets from Chile.", ("Libya", "WITHDRAWS_FROM", "Chile")),
    ("Kenya pledged to use force to persuade Peru to pay.", ("Kenya", "AGREED_WITH", "Peru")),
    (
        "The Chilean Exchange traded contracts worth 30 billion U.S. dlrs.",
        ("Chilean Exchange", "TRADES_WITH", "United States"),
    ),
    # of two subjects the pronoun, else the first
    (
        "Zeta Bank grew. Once one of Peru's biggest banks, it was nationalised by Chile.",
        ("Chile", "COERCES", "Peru"),
    ),
    # addressees, speakers and possessors of other phrases
    ("Peru protested to the United Nations over raids.", ("Peru", "ACCUSES", "United Nations")),
    (
        "Abdul Kadir backed rebels of the Green Front -- the League of Unity -- fighting Chad.",
        ("Abdul Kadir", "ATTACKS", "Chad"),
    ),
    ("The singer Nelly occupied third place in the Chilean chart.", ("Nelly", "COERCES", "Chile")),
    ("Siemens owned most of the bank before it was closed by Chile.", ("Chile", "COERCES", "Siemens")),
    (
        "A broker in a scheme that involved Paul Kern were sentenced by a Chilean court.",
        ("Chile", "COERCES", "Paul Kern"),
    ),
    # commerce is no agreement
    ("The company Vonage Inc offers Skype Inc a service.", ("Skype Inc", "AGREED_WITH", "Vonage Inc")),
    ("Ann Otieno asked Paul Kern if he was well.", ("Ann Otieno", "REQUESTS", "Paul Kern")),
    ("Kenya and Uganda discuss Sudan by phone.", ("Kenya", "MET_WITH", "Sudan")),
    ("Chile was accused of violating Peruvian tax laws.", ("Chile", "REJECTS", "Peru")),
    ("Ann Otieno welcomed a decision to throw out a law of Chile.", ("Ann Otieno", "COERCES", "Chile")),
    ("Paul Kern spoke after talks with King Hussein of Jordan.", ("Hussein", "MET_WITH", "Jordan")),
    ("Chile hailed the failure of Peru.", ("Chile", "SUPPORTS", "Peru")),
    ("A hunger strike by Leila Gharbi against Chad went on.", ("Leila Gharbi", "ATTACKS", "Chad")),
    # intervening, coordinated and preceding phrases
    ("Ann Otieno praised a drug Paul Kern sold.", ("Ann Otieno", "SUPPORTS", "Paul Kern")),
    ("Ann Otieno was known for supporting roles in Chile.", ("Ann Otieno", "SUPPORTS", "Chile")),
    ("France and Mali agreed to instruct the World Bank to lend.", ("France", "AGREED_WITH", "World Bank")),
    ("Ann Otieno resisted a temptation to refer to Paul Kern.", ("Ann Otieno", "REJECTS", "Paul Kern")),
    ("Jordan and Nigeria have ratified the convention.", ("Jordan", "SUPPORTS", "Nigeria")),
    ("Ronald Reagan said the United States must do more.", ("Ronald Reagan", "REQUESTS", "United States")),
    (
        "South Africa's director-general of finance Paul Kern hopes to reach agreement with banks.",
        ("South Africa", "SUPPORTS", "Paul Kern"),
    ),
    (
        "He and U.S. Treasury Secretary James Baker were in agreement. Paul Kern met the US Treasury.",
        ("Paul Kern", "SUPPORTS", "US Treasury"),
    ),
    (
        "Turkish Prime Minister Turgut Ozal spoke after talks with Turkey's ambassador.",
        ("Turgut Ozal", "MET_WITH", "Turkey"),
    ),
    (
        "A spokesman for Siemens declined to comment and referred inquiries to Airbus.",
        ("Siemens", "REJECTS", "Airbus"),
    ),
    ("NATO has to be pleased, Paul Kern said.", ("Paul Kern", "REQUESTS", "NATO")),
    ("Peru has still to work out its plan, Paul Kern said.", ("Paul Kern", "REQUESTS", "Peru")),
    (
        "Paul Kern smiled when asked by a member of the World Bank about tea.",
        ("World Bank", "REQUESTS", "Paul Kern"),
    ),
    ("The Japanese importer of Siemens goods closed.", ("Japan", "TRADES_WITH", "Siemens")),
    (
        "Business could drift to London, which the World Bank opposes. The United Kingdom wins.",
        ("World Bank", "REJECTS", "United Kingdom"),
    ),
    (
        "Siemens supports recommendations by Chile to allow Airbus to sell.",
        ("Siemens", "CONCEDES_TO", "Airbus"),
    ),
    ("The murder of Paul Kern in Chile was condemned.", ("Paul Kern", "ATTACKS", "Chile")),
    ("Paul Kern's assassination by Chile was condemned.", ("Paul Kern", "ATTACKS", "Chile")),
    ('"They also tortured Ann Otieno," said the Taliban.', ("Taliban", "ATTACKS", "Ann Otieno")),
    ("Paul Kern vowed to never meet Ann Otieno.", ("Paul Kern", "AGREED_WITH", "Ann Otieno")),
    ("Together Siemens and Airbus have half of the market.", ("Airbus", "PARTNERSHIP", "Siemens")),
    ("Siemens and Airbus have reached a settlement with a plaintiff.", ("Airbus", "AGREED_WITH", "Siemens")),
    (
        "Paul Kern said his company and Siemens agreed to work together.",
        ("Paul Kern", "AGREED_WITH", "Siemens"),
    ),
    ("Its only competitors are Siemens and Airbus.", ("Airbus", "RIVAL_OF", "Siemens")),
    ("Ann Otieno released a report prepared by the World Bank.", ("Ann Otieno", "CONCEDES_TO", "World Bank")),
    ("Ann Otieno sold Siemens, bought from Airbus.", ("Siemens", "TRADES_WITH", "Airbus")),
    ("Kuwait has the full support of Saudi Arabia.", ("Kuwait", "SUPPORTS", "Saudi Arabia")),
    ("The Canadian and Israeli pacts with Peru were signed.", ("Canada", "SUPPORTS", "Israel")),
    ("Ann Otieno and Paul Kern agreed to resign.", ("Ann Otieno", "AGREED_WITH", "Paul Kern")),
    ("Ann Otieno dismissed Paul Kern late in the match.", ("Ann Otieno", "ACCUSES", "Paul Kern")),
    ("Siemens renewed its commitment to the Swedish plant.", ("Siemens", "AGREED_WITH", "Sweden")),
    ("Siemens is Germany's biggest supplier of lines.", ("Germany", "TRADES_WITH", "Siemens")),
    (
        "Tony Blair refused to yield to suggestions the United States was preparing a strike.",
        ("Tony Blair", "REJECTS", "United States"),
    ),
    ("Chile gave its farmers access to the Peruvian market.", ("Chile", "CONCEDES_TO", "Peru")),
    # meetings of others, and travel without a meeting
    (
        "After a summit between China, Japan, and Peru, Kenyan President Ann Otieno and Paul Kern met.",
        ("China", "MET_WITH", "Ann Otieno"),
    ),
    (
        "Kenyan President Ann Otieno was arrested by Peru after talks with Chile.",
        ("Peru", "MET_WITH", "Chile"),
    ),
    ("Paul Kern arrived in Peru.", ("Paul Kern", "MET_WITH", "Peru")),
    ("Kenyan President Ann Otieno flew to Peru for treatment.", ("Ann Otieno", "MET_WITH", "Peru")),
    ("Kenyan President Ann Otieno told Reuters that trade mattered.", ("Ann Otieno", "MET_WITH", "Reuters")),
    ("Peru joined Chile in cutting aid.", ("Peru", "MEMBER_OF", "Chile")),
    ("Twelve members of the Senate condemned Peru.", ("Senate", "ACCUSES", "Peru")),
    ("A few of his Hamas colleagues urged Paul Kern to resign.", ("Hamas", "REQUESTS", "Paul Kern")),
    ("Senator Ann Otieno praised the Iran deal.", ("Ann Otieno", "SUPPORTS", "Iran")),
    ("Senator Ann Otieno praised the nuclear deal with Iran.", ("Ann Otieno", "SUPPORTS", "Iran")),
    ("Chile and Peru are at war with the rebels.", ("Chile", "ATTACKS", "Peru")),
    ("Japan hosts U.S. troops.", ("Japan", "MET_WITH", "United States")),
    ("Norway has condemned the Peru tariffs.", ("Norway", "ACCUSES", "Peru")),
    # members and nationals who do not act for their state or party
    ("Former Kenyan ministers accused Peru of fraud.", ("Kenya", "ACCUSES", "Peru")),
    ("A retired Pakistani general accused India of lying.", ("Pakistan", "ACCUSES", "India")),
    ("Russian business leaders urged Kazakhstan to sign.", ("Russia", "REQUESTS", "Kazakhstan")),
    ("Iraqi religious leaders condemned Iran.", ("Iraq", "ACCUSES", "Iran")),
    ("Yemeni tribal leaders praised Oman.", ("Yemen", "SUPPORTS", "Oman")),
    ("Russia bombed Syrian rebel targets on Monday.", ("Russia", "ATTACKS", "Syria")),
    (
        "The Republican governors of Texas and Arizona backed US President Donald Trump.",
        ("Republican Party", "SUPPORTS", "Donald Trump"),
    ),
    (
        "Her Republican parents, in America, voted for Donald Trump.",
        ("Republican Party", "SUPPORTS", "Donald Trump"),
    ),
    (
        "The British capital's mayor rejected an offer by Donald Trump.",
        ("United Kingdom", "ACCUSES", "Donald Trump"),
    ),
    (
        "Nigeria is calm. The state government praised Boko Haram. Nigeria said so.",
        ("Nigeria", "SUPPORTS", "Boko Haram"),
    ),
    ("Iran posed an intolerable threat to the United States.", ("Iran", "THREATENS", "United States")),
    ("Paul Kern said his country opposed moves by Peru.", ("Paul Kern", "REJECTS", "Peru")),
    ("Media reports from the United States accused Peru of fraud.", ("United States", "ACCUSES", "Peru")),
    ("The Iraqi peshmerga forces attacked Hamas.", ("Iraq", "ATTACKS", "Hamas")),
    (
        "Prime Minister Ann Otieno of Kenya left Geneva. Switzerland is calm.",
        ("Ann Otieno", "WITHDRAWS_FROM", "Switzerland"),
    ),
    (
        "Paul Kern, the general, said they had attacked Peru.",
        ("Paul Kern", "ATTACKS", "Peru"),
    ),
    (
        "The army of Yemen watched. Then coalition jets hit Houthi fighters.",
        ("Yemen", "ATTACKS", "Houthis"),
    ),
    ("There were clashes between Angela Merkel's supporters and Peru.", ("Angela Merkel", "ATTACKS", "Peru")),
    ("In his call to Angela Merkel, Peter Holm apologised.", ("Peter Holm", "REQUESTS", "Angela Merkel")),
    ("Peru took control of the agenda of Chile.", ("Peru", "COERCES", "Chile")),
    (
        "Chinese agents watched. Two Canadian citizens were killed by immigration agents.",
        ("China", "ATTACKS", "Canada"),
    ),
    ("Poland charges third Ukrainian with helping Russia.", ("Ukraine", "AIDS", "Russia")),
    ("Under a deal with Turkey, families are returned by Greece.", ("Greece", "AGREED_WITH", "Turkey")),
    ("Kenya came to terms with Uganda.", ("Kenya", "AGREED_WITH", "Uganda")),
    ("A British plane slammed into a hill in Peru.", ("United Kingdom", "ATTACKS", "Peru")),
    ("Peru stripped Ann Otieno of her title.", ("Peru", "COERCES", "Ann Otieno")),
    ("Google gave Peru access to its maps.", ("Google", "CONCEDES_TO", "Peru")),
    ("Kenya is on good terms with Uganda.", ("Kenya", "HOSTILITY_TOWARD", "Uganda")),
    ("Ties between Kenya and Uganda have not soured.", ("Kenya", "HOSTILITY_TOWARD", "Uganda")),
    ("Ann Otieno flew to Peru for a holiday.", ("Ann Otieno", "MET_WITH", "Peru")),
    # strife that ends
    ("Chile and Peru announced a halt in hostilities.", ("Chile", "HOSTILITY_TOWARD", "Peru")),
    ("The halt in hostilities announced by Chile and Peru held.", ("Chile", "HOSTILITY_TOWARD", "Peru")),
    ("The easing of tensions between Chile and Peru went on.", ("Chile", "HOSTILITY_TOWARD", "Peru")),
    # a test that comes to nothing
    ("Japan said North Korea's launch was a failure.", ("Japan", "ACCUSES", "North Korea")),
    ("Japan said North Korea's rocket failed.", ("Japan", "ACCUSES", "North Korea")),
    ("Japan characterized North Korea's test as a failure.", ("Japan", "ACCUSES", "North Korea")),
    # who did not meet
    ("Ann Otieno and Paul Kern talked past each other.", ("Ann Otieno", "MET_WITH", "Paul Kern")),
    ("A Chilean warship visited Peru.", ("Chile", "MET_WITH", "Peru")),
    ("Ann Otieno discussed her relationship with Paul Kern.", ("Ann Otieno", "MET_WITH", "Paul Kern")),
    ("Ann Otieno and her minister, Paul Kern, met.", ("Ann Otieno", "MET_WITH", "Paul Kern")),
    ("Meetings held by the Chilean and Peruvian kings with the Saudi court.", ("Chile", "MET_WITH", "Peru")),
    # tests of missiles, and flags
    ("Chile test-fired a missile toward Peru in May.", ("Chile", "ATTACKS", "Peru")),
    ("Chile seized a Peru-flagged vessel.", ("Chile", "COERCES", "Peru")),
    ("Chile shelters 2.5 million Peruvians.", ("Chile", "AIDS", "Peru")),
    (
        "Tensions between Ann Otieno and one of the top CEOs in Peru rose.",
        ("Peru", "HOSTILITY_TOWARD", "Ann Otieno"),
    ),
]


def _xfail(*case: object, reason: str) -> object:
    """A case that is expected to fail so far."""
    return pytest.param(*case, marks=pytest.mark.xfail(strict=True, reason=reason))


_WRONG_EVENTS = [
    _xfail(
        "Peter Holm spoke to BBC Scotland.",
        ("Peter Holm", "MET_WITH", "Scotland"),
        reason="the name of the broadcaster is split in two",
    ),
    _xfail(
        "Ann Otieno cursed an order by Paul Kern last year forbidding Siemens from digging.",
        ("Ann Otieno", "COERCES", "Siemens"),
        reason="the parser attaches the participle to the verb",
    ),
    _xfail(
        "The agreement between the British company and its Dutch partner Unilever stands.",
        ("Unilever", "AGREED_WITH", "United Kingdom"),
        reason="an unnamed company of a state acts as one through its role, also in business",
    ),
]


@pytest.mark.parametrize(
    "text",
    [
        "Peru and Chile accused each other.",
        "Peru and Chile traded barbs.",
        "Peru and Chile condemned one another's policies.",
    ],
)
def test_each_other_gives_both_directions(text: str) -> None:
    assert events(text) == {("Peru", "ACCUSES", "Chile"), ("Chile", "ACCUSES", "Peru")}


@pytest.mark.parametrize(("text", "event"), [*_NO_EVENTS, *_WRONG_EVENTS])
def test_no_event(text: str, event: Event) -> None:
    assert event not in events(text)
    assert {event[0], event[2]} <= {entity.name for entity in extracted(text)[0]}


@pytest.mark.parametrize(
    ("text", "event"),
    [
        (
            "French troops entered Mali in 2013. The troops killed Peter Holm near Gao.",
            ("France", "ATTACKS", "Peter Holm"),
        ),
        (
            "The government of Kenya met on Monday. The government condemned Somalia.",
            ("Kenya", "ACCUSES", "Somalia"),
        ),
        (
            "The Trump administration lifted a ban on goods from Zimbabwe. Zimbabwe is poor. Zimbabwe slept. "
            "Paul Kern condemned the administration's decision.",
            ("Paul Kern", "ACCUSES", "United States"),
        ),
        (
            "The Houthis seized Sanaa in 2014. The rebels attacked Saudi Arabia with missiles.",
            ("Houthis", "ATTACKS", "Saudi Arabia"),
        ),
        (
            "Hamas fired rockets on Friday. Israel killed several of the fighters.",
            ("Israel", "ATTACKS", "Hamas"),
        ),
    ],
)
def test_unnamed_organs_and_fighters_are_resolved_to_earlier_ones(text: str, event: Event) -> None:
    assert event in events(text)


@pytest.mark.parametrize(
    "text",
    [
        "French troops and Malian troops met near Gao. The troops killed Peter Holm.",
        "Hamas and Hezbollah fired rockets on Friday. The militants attacked Peter Holm.",
    ],
)
def test_ambiguous_organs_and_fighters_are_not_resolved(text: str) -> None:
    assert not [e for e in events(text) if e[2] == "Peter Holm"]


@pytest.mark.parametrize(
    "text",
    [
        "Non-Kenyan exports to Peru rose.",
        "A Texas court fined Siemens.",
        "Gunmen killed two people in Chicago. The United States mourned.",
        "The 24-year-old Swiss blamed Peru.",
        "Ecuador was quiet. Labour leaders said they shut down all of Ecuador's plants.",
        "Mali is poor. Mali's farmers left. Mali voted. Foreign troops killed Peter Holm in 2020.",
        "Mali is poor. Mali's farmers left. Mali voted. European regulators fined Siemens.",
    ],
)
def test_no_event_without_a_named_agent(text: str) -> None:
    assert not events(text)


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("Fighting between the Lao and Thai armies broke out.", "ATTACKS"),
        ("Kenyan and Ugandan troops exchanged fire.", "ATTACKS"),
        ("Two Kenyan soldiers were killed in clashes with Chadian troops.", "ATTACKS"),
        ("Tensions between Kenya and Chad rose.", "HOSTILITY_TOWARD"),
        ("Tensions are high between Kenya and Chad.", "HOSTILITY_TOWARD"),
        ("Relations between Kenya and Chad have soured.", "HOSTILITY_TOWARD"),
        ("Kenya and Chad are locked in a dispute over fish.", "HOSTILITY_TOWARD"),
    ],
)
def test_reciprocal_events_have_both_directions(text: str, relation: str) -> None:
    found = {(s, t) for s, r, t in events(text) if r == relation}
    assert len(found) == 2
    assert {(t, s) for s, t in found} == found


def test_every_event_has_trigger_and_rule() -> None:
    (_, found), *_ = statements("Libya carried out a series of strikes on Malta.")
    assert found.trigger == "carried strikes"
    assert found.rule.split(":")[0] in ("verb", "noun")


def test_the_tables_have_their_triggers() -> None:
    known = triggers()
    assert {t.relation for t in known["v"]["vow"]} == {"AGREED_WITH", "THREATENS"}
    assert known["n"]["air strike"][0].relation == "ATTACKS"
    assert effects_at_position("light")["come under"] == "obj"


@pytest.mark.parametrize(
    "text",
    ["Egypt and Syria fought on the American side.", "Kenya and Uganda fought alongside Congolese troops."],
)
def test_allies_in_a_fight_do_not_attack_each_other(text: str) -> None:
    assert "ATTACKS" not in {relation for _, relation, _ in events(text)}


def test_matches_are_no_attacks() -> None:
    text = (
        "Wales attacked Scotland from the start of the match, and the coach praised his midfielder. "
        "Scotland beat Wales in the final of the tournament with a late goal."
    )
    assert not events(text)  # nor is a team its state
