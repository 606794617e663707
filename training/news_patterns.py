# SPDX-License-Identifier: Apache-2.0
"""The patterns of news_trees.py: verb phrases with their frames, and the sentences made of them."""
import news_words as W
from news_trees import T, VP, phrase, sentence


def opt_time(g, v, p=0.3):
    if g.p(p) and g.depth < 3:
        rel, t = g.time() if g.p(0.6) else ("obl", g.place())
        v.r(rel, t)
    return v


def cc(w="and"):
    return T(w, w, "CCONJ", "CC")


# ---- verb phrases ----

@phrase("transitive", 7, True)
def _(g):
    v = VP(g.verb(g.one(W.ACT))).r("obj", g.event())
    if g.p(0.12):
        v.head.l("advmod", g.adv(g.one(W.ADVS)))
    return opt_time(g, v)


@phrase("transitive-actor", 4, True)
def _(g):
    return opt_time(g, VP(g.verb(g.one(W.HIT))).r("obj", g.target()))


@phrase("intransitive", 2, True)
def _(g):
    return opt_time(g, VP(g.verb(g.one(W.INTRANS))), 0.4)


@phrase("impose-on", 2, True)
def _(g):
    o = g.noun(g.one(["sanction/sanctions", "sanction/sanctions", "embargo", "blockade", "curfew", "ban", "restriction/restrictions"]))
    o = g.thing(o) if o.num == "Plur" and g.p(0.6) else o if o.num == "Plur" else g.an(o)
    v = g.one(["impose/on", "impose/on", "levy/on", "place/on", "lift/on", "lift/against", "tighten/against", "threaten/against",
               "back/on", "oppose/against", "ease/on"])
    verb, prep = v.split("/")
    v, whom = VP(g.verb(verb)), g.obl(prep, g.target())
    if verb in ("impose", "place", "levy"):
        return opt_time(g, v.r("obj", o).r("obl", whom))
    return opt_time(g, v.r("obj", o.r("nmod", whom)))


@phrase("accuse-of-doing", 3)
def _(g):
    verb, prep = g.one(W.BLAME).split("/")
    return VP(g.verb(verb)).r("obj", g.target()).r("advcl", g.ing(g.active(), prep))


@phrase("accuse-of-thing", 1.5, True)
def _(g):
    verb, prep = g.one(W.BLAME).split("/")
    t = g.noun(g.one(["violence", "attack", "killing", "aggression", "massacre", "corruption", "interference", "delay", "bombing"]))
    t = g.the(t) if g.p(0.5) else t
    return opt_time(g, VP(g.verb(verb)).r("obj", g.target()).r("obl", g.obl(prep, t)))


@phrase("tell-to", 4)
def _(g):
    verb = g.one(W.TELL)
    whom = "obj" if verb in ("order", "press", "force", "invite", "pressure", "push", "compel", "lobby", "encourage") else "iobj"
    return VP(g.verb(verb)).r(whom, g.target()).r("xcomp", g.inf(g.vp()))


@phrase("call-on-to", 2.5)
def _(g):
    verb, prep = g.one(["call/on", "call/on", "call/on", "appeal/to"]).split("/")
    return VP(g.verb(verb)).r("obl", g.obl(prep, g.target())).r("xcomp", g.inf(g.vp()))


@phrase("call-for", 2, True)
def _(g):
    verb, prep = g.one(["call/for", "call/for", "call/for", "appeal/for", "push/for", "press/for", "agree/to", "agree/on", "insist/on",
                        "vote/against", "vote/for", "prepare/for", "object/to", "respond/to", "comply/with", "warn/of",
                        "protest/against", "look/for", "wait/for", "work/on"]).split("/")
    return opt_time(g, VP(g.verb(verb)).r("obl", g.obl(prep, g.event())))


@phrase("want-to", 4)
def _(g):
    return VP(g.verb(g.one(W.WANT))).r("xcomp", g.inf(g.vp()))


@phrase("demand-that", 2.5)
def _(g):
    c = g.clause("SUBJ")
    return VP(g.verb(g.one(W.DEMAND))).r("ccomp", c.l("mark", g.mark("that")))


@phrase("say-that", 4)
def _(g):
    return VP(g.verb(g.one(W.SAY))).r("ccomp", g.that(g.clause()))


@phrase("tell-that", 1)
def _(g):
    return VP(g.verb(g.one(["tell", "assure", "inform", "warn", "remind"]))).r(
        "iobj", g.target()).r("ccomp", g.that(g.clause(), 0.8))


@phrase("give-iobj", 2, True)
def _(g):
    w, f = g.one(W.GIVEN).split("/")
    return VP(g.verb(g.one(W.GIVE))).r("iobj", g.target()).r("obj", g.some(g.noun(w, f == "s")))


@phrase("give-to", 2, True)
def _(g):
    w, f = g.one(W.GIVEN + ["troop/s", "observer/s", "envoy/s"]).split("/")
    verb = g.one(["offer", "give", "send", "grant", "provide", "deliver", "supply", "promise", "pledge"])
    return opt_time(g, VP(g.verb(verb)).r("obj", g.some(g.noun(w, f == "s"))).r("obl", g.obl("to", g.target())))


@phrase("hold-talks", 2, True)
def _(g):
    o = g.noun(g.one(["talk/talks", "negotiation/negotiations", "meeting", "summit", "consultation/consultations"]))
    if g.p(0.3):
        o.l(*g.one([("compound", g.noun("peace")), ("amod", g.adj("direct")), ("amod", g.adj("fresh"))]))
    o = g.an(o) if o.num == "Sing" else o
    verb = g.verb(g.one(W.MAKE))
    k = g.rng.random()
    if k < 0.6:
        o.r("nmod", g.obl("with", g.target()))
    elif k < 0.8:
        o.r("nmod", g.obl("between", g.country()).r("conj", g.country().l("cc", cc())))
    return opt_time(g, VP(verb).r("obj", o), 0.5)


@phrase("meet", 2, True)
def _(g):
    if g.p(0.6):
        return opt_time(g, VP(g.verb("meet")).r("obj", g.target()), 0.5)
    return opt_time(g, VP(g.verb(g.one(["meet", "negotiate", "talk", "confer", "cooperate", "speak", "clash"]))).r(
        "obl", g.obl("with", g.target())), 0.5)


@phrase("sign-with", 1.5, True)
def _(g):
    o = g.an(g.noun(g.one(["treaty", "accord", "deal", "agreement", "truce", "pact", "ceasefire"])))
    return opt_time(g, VP(g.verb(g.one(["sign", "reach", "seek", "propose", "negotiate", "break"]))).r("obj", o).r(
        "obl", g.obl("with", g.target())))


@phrase("withdraw-from", 2, True)
def _(g):
    v = VP(g.verb(g.one(["withdraw", "pull_out", "recall", "expel", "evacuate"])))
    v.r("obj", g.poss("it", g.noun(g.one(["troop/troops", "force/forces", "ambassador", "soldier/soldiers", "diplomat/diplomats"]))))
    return opt_time(g, v.r("obl", g.obl("from", g.country())))


@phrase("travel-to", 1.5, True)
def _(g):
    return opt_time(g, VP(g.verb(g.one(["travel", "return", "fly", "flee", "retreat", "go", "come"]))).r("obl", g.obl("to", g.country())), 0.5)


@phrase("kill-number", 2, True)
def _(g):
    o = g.noun(g.one(["civilian", "soldier", "protester", "villager", "rebel", "official", "policeman"]), True).l("nummod", g.number())
    return opt_time(g, VP(g.verb(g.one(["kill", "wound", "arrest", "detain", "capture", "release", "free", "shoot"]))).r("obj", o), 0.5)


@phrase("prevent-from", 1.5)
def _(g):
    return VP(g.verb(g.one(W.STOP))).r("obj", g.target()).r("advcl", g.ing(g.active(), "from"))


@phrase("ready-to", 2.5)
def _(g):
    be = T("be", "be", "AUX", "VB")
    a = g.adj(g.one(W.READY)).l("cop", be).r("xcomp", g.inf(g.vp()))
    return VP(a, be)


@phrase("be-state", 1.2, True)
def _(g):
    be = T("be", "be", "AUX", "VB")
    w = g.one(W.STATE)
    a = g.adj(w)
    if w in ("committed", "opposed", "open"):
        a.r("obl", g.obl("to", g.event()))
    elif w in ("concerned", "optimistic"):
        a.r("obl", g.obl("about", g.event()))
    return VP(a.l("cop", be), be)


@phrase("noun-to", 3)
def _(g):
    """The infinitive belongs to the noun: "rejected calls to lift the embargo"."""
    n = g.one(W.INFNOUN)
    k = g.rng.random()
    o = g.noun(n, True) if n in ("call", "plan", "effort", "demand", "threat", "offer") and k < 0.5 else g.noun(n)
    if o.num == "Sing":
        o = g.poss(g.one(["it", "he", "they"]), o) if k < 0.75 else g.the(o) if n in ("decision", "order") else g.an(o)
    v = VP(g.verb(g.one(["reject", "announce", "reiterate", "condemn", "welcome", "support", "defend", "repeat", "renew", "back",
                         "ignore", "oppose", "make", "face", "reaffirm"])))
    return v.r("obj", o.r("acl", g.inf(g.vp())))


@phrase("threaten-with", 1, True)
def _(g):
    o = g.noun(g.one(["sanction/sanctions", "retaliation", "war", "force", "isolation", "action"]))
    return VP(g.verb("threaten")).r("obj", g.target()).r("obl", g.obl("with", o))


@phrase("warn-against", 1)
def _(g):
    return VP(g.verb("warn")).r("obj", g.target()).r("advcl", g.ing(g.active(), "against"))


@phrase("call-it", 1.5, True)
def _(g):
    v = g.one(["call", "describe/as", "describe/as", "consider", "regard/as", "condemn/as", "dismiss/as"])
    verb, _, prep = v.partition("/")
    x = g.adj(g.one(W.STATE + ["unfair", "baseless", "biased"]))
    if g.p(0.5):
        x = g.an(g.noun(g.one(["farce", "mistake", "failure", "provocation", "crime", "massacre", "plot", "betrayal", "victory"])))
    if prep:
        return VP(g.verb(verb)).r("obj", g.event()).r("obl" if x.upos == "NOUN" else "advcl", x.l(
            "case" if x.upos == "NOUN" else "mark", g.adp("as") if x.upos == "NOUN" else g.mark("as")))
    return VP(g.verb(verb)).r("obj", g.event()).r("xcomp", x)


@phrase("start-doing", 1.5)
def _(g):
    return VP(g.verb(g.one(W.BEGIN))).r("xcomp", g.ing(g.active(), ger=True))


@phrase("ask-for", 1.2, True)
def _(g):
    o = g.noun(g.one(["help", "support", "mediation", "time", "aid", "permission", "assurance/assurances", "weapon/weapons"]))
    return VP(g.verb(g.one(["ask", "press", "thank"]))).r("obj", g.target()).r("obl", g.obl("for", o))


@phrase("discuss-with", 1.2, True)
def _(g):
    return opt_time(g, VP(g.verb(g.one(["discuss", "negotiate", "agree", "sign", "share"]))).r("obj", g.event()).r(
        "obl", g.obl("with", g.target())))


@phrase("take-town", 1.2, True)
def _(g):
    v = VP(g.verb(g.one(["capture", "seize", "take", "recapture", "storm", "enter", "shell", "bomb", "leave", "besiege"])))
    k = g.rng.random()
    o = g.name(g.one(W.TOWNS))
    if k < 0.4:
        o = g.the(g.noun(g.one(["town", "city", "village", "district"]))).r("nmod", g.obl("of", o))
    v.r("obj", o)
    if g.p(0.4):
        v.r("obl", g.obl("from", g.group()))
    return opt_time(g, v)


@phrase("open-fire", 0.8, True)
def _(g):
    return opt_time(g, VP(g.verb("open")).r("obj", g.noun("fire")).r("obl", g.obl("on", g.group())))


@phrase("relations", 1, True)
def _(g):
    o = g.noun(g.one(["relation/relations", "tie/ties"]))
    if g.p(0.5):
        o.l("amod", g.adj("diplomatic"))
    return opt_time(g, VP(g.verb(g.one(["break_off", "restore", "cut", "sever", "resume", "suspend", "normalise", "want"]))).r(
        "obj", o.r("nmod", g.obl("with", g.target()))))


@phrase("help-do", 1)
def _(g):
    return VP(g.verb("help")).r("obj", g.target()).r("xcomp", g.inf(g.active(), False))


@phrase("share-object", 1.5, True)
def _(g):
    """Verbs that share an object: "arming, training and funding the rebels"."""
    words = g.rng.sample(["support", "arm", "aid", "train", "fund", "abet", "shelter", "protect", "finance", "back", "encourage",
                          "bomb", "shell", "besiege", "kill", "detain", "torture"], 3)
    vs = [g.verb(w) for w in words[:2 if g.p(0.5) else 3]]
    for i, v in enumerate(vs[1:], 1):
        if i == len(vs) - 1:
            v.l("cc", cc(g.one(["and", "and", "or"])))
        else:
            v.l("punct", g.comma())
        vs[0].r("conj", v)
    return VP(vs[0], *vs).r("obj", g.target())


@phrase("and-do", 3)
def _(g):
    a, b = g.active(), g.active()
    b.head.l("cc", cc(g.one(["and", "and", "but", "or"])))
    if g.p(0.1):
        b.head.L.insert(0, ("punct", g.comma()))
    return VP(a.head.r("conj", b.head), *(a.verbs + b.verbs))


@phrase("do-saying", 1.5)
def _(g):
    a = g.active()
    s = VP(g.verb(g.one(["say", "say", "accuse", "call", "cite", "urge", "warn", "add"])))
    if s.head.lemma in ("say", "warn", "add"):
        s.r("ccomp", g.that(g.clause()))
    elif s.head.lemma == "accuse":
        s.r("obj", g.target()).r("advcl", g.ing(g.active(), "of"))
    elif s.head.lemma == "urge":
        s.r("iobj", g.target()).r("xcomp", g.inf(g.vp()))
    elif s.head.lemma == "call":
        s.r("obj", g.he("it", True)).r("xcomp", g.adj(g.one(W.STATE)))
    else:
        s.r("obj", g.event())
    return a.r("advcl", g.ing(s).l("punct", g.comma()))


@phrase("do-after", 1.5)
def _(g):
    a, w = g.active(), g.one(["after", "after", "before", "because", "while", "until", "if", "unless", "since", "as"])
    return a.r("advcl", g.clause().l("mark", g.mark(w)))


@phrase("do-for-doing", 1)
def _(g):
    return VP(g.verb(g.one(["apologise", "resign", "insist", "succeed", "agree", "protest"]))).r(
        "advcl", g.ing(g.active(), g.one(["after", "before", "without"])))


@phrase("do-to-do", 1)
def _(g):
    a = VP(g.verb(g.one(["send", "deploy", "dispatch", "use", "appoint"])))
    a.r("obj", g.noun(g.one(["troop/troops", "envoy/envoys", "force/forces", "observer/observers"])))
    return a.r("advcl", g.inf(g.vp()))


@phrase("passive-by", 3, True)
def _(g):
    return opt_time(g, g.passive(g.verb(g.one(W.HIT))).r("obl:agent", g.obl("by", g.actor_plain())))


@phrase("passive-alone", 1.5, True)
def _(g):
    v = g.passive(g.verb(g.one([w for w in W.HIT if w not in ("help", "back", "thank", "aid")])))
    return opt_time(g, v, 0.7)


@phrase("passive-quoted", 1.2)
def _(g):
    s = g.ing(VP(g.verb("say")).r("ccomp", g.that(g.clause(), 0.4)), "as") if g.p(0.6) else g.ing(VP(g.verb("say")), "as")
    v = g.passive(g.verb("quote")).r("advcl", s)
    if not s.R or g.p(0.1):
        v.r("obl:agent", g.obl("by", g.the(g.noun(g.one(["newspaper", "agency", "broadcaster", "daily"])))))
    return v


@phrase("passive-to", 1.5)
def _(g):
    return g.passive(g.verb(g.one(["expect", "force", "ask", "urge", "order", "allow", "invite", "schedule", "tell"]))).r(
        "xcomp", g.inf(g.vp()))


@phrase("passive-accused", 1.2)
def _(g):
    v = g.passive(g.verb(g.one(["accuse", "suspect", "accuse"])))
    if g.p(0.3):
        v.r("obl:agent", g.obl("by", g.actor_plain()))
    return v.r("advcl", g.ing(g.active(), "of"))


# ---- sentences ----

@sentence("plain", 10)
def _(g):
    return g.clause()


@sentence("plain-past", 6)
def _(g):
    return g.clause("VBD")


@sentence("short", 9)
def _(g):
    g.depth = 2
    v = g.vp()
    return g.finite(v, g.one([g.country, g.org, g.group, g.country])(), g.one(["VBD", "VBD", "VBD", "not", "VBZ", "will"]))


@sentence("headline", 6)
def _(g):
    g.head = True
    g.depth = g.one([0, 1, 2])
    v = g.vp()
    s = g.one([g.country, g.group, g.country, g.person_short, g.org])()
    if g.p(0.2):
        return g.inf(v).l("nsubj:pass" if any(r == "aux:pass" for r, _ in v.head.L) else "nsubj", s)
    return g.finite(v, s)


@sentence("headline-passive", 1.5)
def _(g):
    """Without auxiliary: "Two soldiers killed in clash with rebels"."""
    g.head = True
    v = g.form(g.verb(g.one(["kill", "arrest", "wound", "release", "expel", "detain", "free", "kidnap"])), "PASS")
    s = g.noun(g.one(W.GROUPS), True)
    if g.p(0.6):
        s.l("nummod", g.number())
    v.l("nsubj:pass", s)
    v.r("obl", g.obl("in", g.noun(g.one(["clash", "raid", "attack", "blast", "ambush"])).r("nmod", g.place())) if g.p(0.5)
        else g.place())
    return v


@sentence("quote-said", 5)
def _(g):
    """The statement first, then who made it, before or after the verb."""
    c, quoted = g.clause(), g.p(0.5)
    if quoted:
        c.l("punct", T('"', '"', "PUNCT", "``"))
    c.r("punct", g.comma())
    if quoted:
        c.r("punct", T('"', '"', "PUNCT", "''"))
    s = g.form(g.verb(g.one(["say", "say", "say", "add", "tell"])), "VBD")
    who = g.he("he") if g.p(0.2) else g.actor()
    s.r("nsubj", who) if g.p(0.25) and who.upos != "PRON" else s.l("nsubj", who)
    if s.lemma == "tell":
        s.r("iobj" , g.noun(g.one(["reporter", "journalist", "lawmaker"]), True))
    s.l("ccomp", c)
    if g.p(0.4):
        s.r(*g.time())
    return s


@sentence("said-quote", 2.5)
def _(g):
    s = g.form(g.verb(g.one(["say", "add", "say"])), "VBD").l("nsubj", g.actor())
    c = g.clause().l("punct", T('"', '"', "PUNCT", "``")).l("punct", g.comma())
    s.r("ccomp", c)
    c.r("punct", T('"', '"', "PUNCT", "''"))
    return s


@sentence("according-to", 1.5)
def _(g):
    a = T("according", "accord", "VERB", "VBG", "ExtPos=ADP|Tense=Pres|VerbForm=Part").r("fixed", g.adp("to"))
    who = g.actor_plain().l("case", a)
    c = g.clause()
    return c.l("obl", who.r("punct", g.comma())) if g.p(0.4) else c.r("obl", who.l("punct", g.comma()))


@sentence("time-first", 3)
def _(g):
    c, (rel, t) = g.clause(), g.time()
    if g.p(0.6):
        t.r("punct", g.comma())
    return c.l(rel, t)


@sentence("after-doing", 2)
def _(g):
    a = g.ing(g.active(), g.one(["after", "before", "by", "while"])).r("punct", g.comma())
    return g.clause().l("advcl", a)


@sentence("clause-first", 2.5)
def _(g):
    a = g.clause().l("mark", g.mark(g.one(["if", "after", "although", "because", "unless", "as", "while"]))).r("punct", g.comma())
    return g.clause().l("advcl", a)


@sentence("but", 3)
def _(g):
    a, b = g.clause(), g.clause()
    return a.r("conj", b.l("cc", cc(g.one(["but", "and", "but"]))).l("punct", g.comma()))


@sentence("semicolon", 1)
def _(g):
    return g.clause().r("parataxis", g.clause().l("punct", T(";", ";", "PUNCT", ":")))


@sentence("noun-to-subject", 2)
def _(g):
    n = g.noun(g.one(["refusal", "decision", "offer", "plan", "threat", "promise", "attempt"]))
    o = g.country()
    o.r("case", T("'s", "'s", "PART", "POS"))
    n.l("nmod:poss", o).r("acl", g.inf(g.active()))
    v = VP(g.verb(g.one(["anger", "surprise", "please", "alarm", "worry", "divide"]))).r("obj", g.target())
    return g.finite(v, n, "VBD")


@sentence("there", 1.5)
def _(g):
    be = g.form(T("be", "be", "VERB", "VB"), g.one(["VBD", "VBZ"]), "Plur")
    n = g.noun(g.one(["report", "call", "fear", "plan", "sign", "clash", "protest"]), True)
    if n.lemma in ("call", "plan"):
        n.r("acl", g.inf(g.vp()))
    elif n.lemma in ("report", "fear", "sign"):
        n.r("acl", g.clause().l("mark", g.mark("that")))
    else:
        n.r("nmod", g.place())
    return be.l("expl", T("there", "there", "PRON", "EX")).r("nsubj", n)


@sentence("unclear", 1)
def _(g):
    be = g.form(T("be", "be", "AUX", "VB"), g.one(["VBD", "VBZ"]))
    a = g.adj(g.one(["unclear", "uncertain"])).l("cop", be).l("expl", g.he("it"))
    return a.r("csubj", g.clause().l("mark", g.mark(g.one(["whether", "if"]))))


@sentence("participle-noun", 2)
def _(g):
    n = g.group() if g.p(0.5) else g.the(g.noun(g.one(["resolution", "statement", "letter", "plan"])))
    if n.xpos == "NNS" and g.p(0.6):
        n.r("acl", g.ing(g.active(), ger=True))
    else:
        n.r("acl", g.form(g.verb(g.one(["back", "support", "arm", "train", "draft", "send", "accuse"])), "PASS").r(
            "obl:agent", g.obl("by", g.country())))
    return g.finite(g.vp(), n)


@sentence("colon-headline", 1.2)
def _(g):
    g.head = True
    c = g.clause()
    return c.l("parataxis", g.country().r("punct", T(":", ":", "PUNCT", ":")))


@sentence("we", 1.5)
def _(g):
    w = T("we", "we", "PRON", "PRP", "Case=Nom|Number=Plur|Person=1|PronType=Prs", "Plur", "they")
    c = g.finite(g.vp(), w, g.one(["will", "not"]))
    return c


@sentence("number-people", 2)
def _(g):
    s = g.noun(g.one(["person", "civilian", "soldier", "protester", "villager"]), True)
    if s.lemma == "person":
        s.form = "people"
    v = g.passive(g.verb(g.one(["kill", "wound", "arrest", "injure", "detain", "displace"])))
    opt_time(g, v, 0.8)
    if g.p(0.4):
        v.r("advcl", g.clause("VBD").l("mark", g.mark(g.one(["after", "as"]))))
    return g.finite(v, s.l("nummod", g.number()), "VBD")
