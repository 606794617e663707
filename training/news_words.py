# SPDX-License-Identifier: Apache-2.0
"""Words for news_trees.py. Verbs and nouns are those of data/rules/, sorted by the frames they take; names are of countries
and towns, and common given names and surnames joined by chance."""

COUNTRIES = [tuple(x.split("/")) for x in """Kenya/Kenyan Norway/Norwegian Syria/Syrian Russia/Russian China/Chinese Iran/Iranian
Turkey/Turkish Qatar/Qatari France/French Germany/German Britain/British Japan/Japanese India/Indian Pakistan/Pakistani Egypt/Egyptian
Jordan/Jordanian Lebanon/Lebanese Iraq/Iraqi Israel/Israeli Yemen/Yemeni Oman/Omani Tunisia/Tunisian Libya/Libyan Algeria/Algerian
Morocco/Moroccan Sudan/Sudanese Ethiopia/Ethiopian Eritrea/Eritrean Somalia/Somali Uganda/Ugandan Rwanda/Rwandan Burundi/Burundian
Nigeria/Nigerian Ghana/Ghanaian Mali/Malian Chad/Chadian Senegal/Senegalese Angola/Angolan Zambia/Zambian Brazil/Brazilian Chile/Chilean
Peru/Peruvian Colombia/Colombian Venezuela/Venezuelan Cuba/Cuban Mexico/Mexican Canada/Canadian Poland/Polish Hungary/Hungarian
Serbia/Serbian Croatia/Croatian Ukraine/Ukrainian Georgia/Georgian Armenia/Armenian Azerbaijan/Azerbaijani Kazakhstan/Kazakh
Sweden/Swedish Finland/Finnish Denmark/Danish Spain/Spanish Italy/Italian Austria/Austrian Greece/Greek Cyprus/Cypriot
Thailand/Thai Cambodia/Cambodian Vietnam/Vietnamese Indonesia/Indonesian Malaysia/Malaysian Nepal/Nepalese Afghanistan/Afghan""".split()]
CAPITALS = """Moscow Beijing Tehran Ankara Doha Paris Berlin London Tokyo Islamabad Cairo Amman Beirut Baghdad Tripoli Khartoum Nairobi
Damascus Washington Oslo Kampala Kigali Belgrade Kyiv Tbilisi Yerevan Baku Warsaw Budapest Rome Vienna Athens Riyadh Caracas Havana Bogota
Brussels Geneva""".split()
TOWNS = """Homs Aleppo Hama Idlib Mosul Basra Benghazi Misrata Aden Taiz Gaza Goma Bunia Juba Wau Kidal Gao Kandahar Kunduz Donetsk Lviv
Mitrovica Sukhumi Mekelle Gondar Kismayo Baidoa""".split()
MEN = """Ahmed Ali Amin Bashir Boris Carlos Daniel David Dmitri Erik Faisal Hassan Henrik Ibrahim Ivan Jamal James Jean John Jorge
Joseph Karim Khalid Lars Luis Mahmoud Mark Michael Mohammed Mustafa Nabil Omar Paul Peter Pierre Rafael Rashid Robert Salim Samuel Sergei
Stefan Tariq Thomas Viktor Walid Yusuf Burhan""".split()
WOMEN = "Aisha Amina Anna Catherine Elena Fatima Grace Helen Ingrid Leila Maria Miriam Nadia Olga Rosa Samira Sarah Teresa".split()
SURNAMES = """Haddad Mansour Khoury Saleh Nasser Aziz Farouk Ghalib Hamdan Kamau Otieno Mwangi Okello Mugisha Bekele Tesfaye Abebe Warsame
Diallo Traore Keita Mensah Okafor Banda Silva Rojas Vargas Mendoza Petrov Sokolov Orlov Volkov Kovac Novak Horvath Nowak Berg Hansen Lund
Larsen Weber Keller Dubois Moreau Laurent Rossi Conti Papadakis Yilmaz Demir Kaya Rahimi Karimi Qureshi Malik Sharma Tanaka Sato Chen Wang
Carter Bennett Collins Foster Hughes""".split()
TITLES = ["President", "President", "Prime Minister", "Foreign Minister", "Foreign Minister", "Defense Minister", "Interior Minister",
          "General", "Colonel", "Ambassador", "King", "Sheikh", "Secretary"]
ABBR = ["UN", "U.N.", "NATO", "EU", "ECOWAS", "UNICEF", "OPEC"]
ROLES = """spokesman spokeswoman minister president envoy ambassador leader mediator negotiator diplomat official commander general
adviser lawmaker activist chairman prosecutor""".split()
BODIES = """government opposition army parliament council cabinet ministry alliance coalition bloc union league presidency militia
regime junta commission delegation police navy command court party authority embassy committee""".split()
GROUPS = """rebel official soldier troop fighter militant protester diplomat minister activist lawmaker insurgent opponent mediator
negotiator observer inspector monitor peacekeeper refugee civilian villager gunman separatist student worker doctor leader ally""".split()
EVENTS = """offer proposal plan resolution talk/talks negotiation/negotiations sanction/sanctions sanction/sanctions ceasefire truce
agreement deal treaty accord mediation intervention withdrawal attack raid demand request draft election vote condition summit
meeting dialogue embargo blockade transition initiative invasion crackdown violence bombing killing aid release amnesty
strike concession/concessions term/terms measure/measures claim/claims accusation/accusations call/calls referendum reform/reforms
deployment campaign operation presence settlement timetable statement decision appeal report invitation""".split()
MASS = "mediation violence aid intervention".split()
ADJS = """new military foreign peaceful immediate joint regional humanitarian political diplomatic international unilateral direct
secret fresh national economic formal tough bilateral Western Arab African European draft-free unconditional""".replace("draft-free", "lasting").split()
PLACES = "north south capital east west region border city town province valley suburb".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
READY = "ready willing prepared unable reluctant unwilling set determined free eager".split()
STATE = """committed opposed hopeful concerned optimistic open unacceptable illegal necessary vital divided calm tense clear close
impossible critical weak""".split()

ACT = """oppose back support reject condemn welcome accept dismiss denounce criticise criticize endorse approve defend praise veto block
resume suspend cancel postpone break violate observe respect announce demand request seek propose discuss consider study review sign
ratify rebuff deplore urge-not halt end stop delay launch resist face want need oppose back reject refuse spurn question protest ban
mediate broker host attend lift reopen recall extend renew impose ease threaten fear expect plan reaffirm reiterate confirm deny
adopt debate examine monitor lead order obstruct undermine hail applaud slam blast rule_out call_off turn_down break_off carry_out
set_up put_forward draw_up step_up hold_up""".replace("urge-not ", "").split()
HIT = """attack kill shell bomb arrest detain capture release free expel wound injure shoot seize besiege accuse-not defeat fight arm aid
train protect betray isolate recognise recognize condemn support back praise criticise thank help threaten invade target abduct
kidnap bombard evacuate disarm deport jail punish summon receive""".replace("accuse-not ", "").split()
SAY = """say say say announce warn insist claim argue add note report state believe hope acknowledge declare stress admit
suggest deny agree fear know confirm""".split()
TELL = "ask urge order tell press warn persuade force allow invite pressure beg instruct implore encourage push compel lobby".split()
WANT = """refuse agree promise threaten offer decline pledge vow fail want hope try plan continue begin seek decide intend
attempt prepare need appear struggle resolve""".split()
DEMAND = "demand insist propose urge recommend request ask suggest".split()
GIVE = "offer give send grant promise deny lend".split()
GIVEN = "mediation/- support/- aid/- asylum/- weapon/s help/- money/- assurance/s protection/- safe-passage/- time/- backing/- shelter/-".replace("safe-passage/- ", "").split()
BLAME = "accuse/of suspect/of blame/for praise/for criticise/for condemn/for thank/for".split()
STOP = "ban bar prevent stop discourage dissuade".split()
INTRANS = """resign withdraw collapse surrender retreat cooperate negotiate step_down back_down fail pull_out give_in agree protest
advance intervene mediate talk respond return flee resign""".split()
BEGIN = "begin start stop continue consider halt resume deny discuss favour oppose".split()
MAKE = "hold open start resume propose begin host demand cancel".split()
INFNOUN = "refusal call offer decision plan pledge promise effort attempt threat demand willingness readiness order bid move proposal".split()
ADVS = "repeatedly again strongly firmly also already publicly immediately openly formally later still".split()

IRREGULAR = {x.split("/")[0]: x.split("/")[1:] for x in """be/was/been have/had/had do/did/done say/said/said tell/told/told give/gave/given
send/sent/sent lend/lent/lent hold/held/held meet/met/met seek/sought/sought break/broke/broken shoot/shot/shot fight/fought/fought
begin/began/begun withdraw/withdrew/withdrawn lead/led/led put/put/put set/set/set draw/drew/drawn know/knew/known flee/fled/fled
beset/beset/beset leave/left/left find/found/found take/took/taken make/made/made come/came/come become/became/become lay/laid/laid
fall/fell/fallen go/went/gone see/saw/seen bring/brought/brought call/called/called let/let/let strike/struck/struck win/won/won
speak/spoke/spoken fly/flew/flown cut/cut/cut quit/quit/quit keep/kept/kept""".split()}
DOUBLE = "admit compel confer cancel travel control ban bar stop plan step beg refer commit submit abet kidnap expel drop slam sit cut get put set let run quit permit begin".split()


def plural(w):
    if w.endswith("man") and w != "Roman" and w not in ("human",):
        return w[:-2] + "en"
    if w.endswith("y") and w[-2] not in "aeiou":
        return w[:-1] + "ies"
    return w + ("es" if w.endswith(("s", "x", "ch", "sh")) else "s")


def inflect(w, xpos, num="Sing"):
    if xpos == "VB":
        return w
    if xpos == "VBZ":
        return {"be": "is", "have": "has", "do": "does", "go": "goes", "veto": "vetoes"}.get(w) or plural(w) if w != "man" else "mans"
    if xpos == "VBG":
        if w.endswith("ie"):
            return w[:-2] + "ying"
        if w in DOUBLE:
            return w + w[-1] + "ing"
        return (w[:-1] if w.endswith("e") and not w.endswith("ee") and w != "be" else w) + "ing"
    if w in IRREGULAR:
        if w == "be" and xpos == "VBD" and num == "Plur":
            return "were"
        return IRREGULAR[w][0 if xpos == "VBD" else 1]
    if w in DOUBLE:
        return w + w[-1] + "ed"
    if w.endswith("y") and w[-2] not in "aeiou":
        return w[:-1] + "ied"
    return w + ("d" if w.endswith("e") else "ed")
