# SPDX-License-Identifier: Apache-2.0
"""Every export format read back by readers that share nothing with its writer: Python's csv, json and xml modules, networkx, and the
column lists of the formats' own documentation, written down here once more.

The records that `demarche code` prints are expanded into dyads here a second time; what an export says must be what they say.
"""
import collections
import csv
import io
import itertools
import json
import re
import sqlite3
import subprocess
import tempfile
import xml.etree.ElementTree as ElementTree

from suites.cli import environment

ACTOR = "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code"
GEO1 = "Type FullName CountryCode ADM1Code Lat Long FeatureID"
GEO2 = "Type FullName CountryCode ADM1Code ADM2Code Lat Long FeatureID"


def gdelt_columns(geo):
    columns = "GLOBALEVENTID SQLDATE MonthYear Year FractionDate".split()
    columns += [f"Actor{i}{c}" for i in (1, 2) for c in ACTOR.split()]
    columns += "IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale NumMentions NumSources NumArticles AvgTone".split()
    columns += [f"{who}Geo_{c}" for who in ("Actor1", "Actor2", "Action") for c in geo.split()]
    return columns + ["DATEADDED", "SOURCEURL"]


MENTIONS = ("GlobalEventID EventTimeDate MentionTimeDate MentionType MentionSourceName MentionIdentifier SentenceID Actor1CharOffset "
            "Actor2CharOffset ActionCharOffset InRawText Confidence MentionDocLen MentionDocTone MentionDocTranslationInfo Extras").split()
ICEWS = ["Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code", "Intensity",
         "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher", "City", "District", "Province",
         "Country", "Latitude", "Longitude"]
POLECAT = ["Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name", "Actor Country",
           "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw", "Wikipedia Actor ID", "Recipient Name",
           "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors", "Recipient Title", "Recipient Name Raw",
           "Wikipedia Recipient ID", "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID",
           "Raw Placename", "Feature Type", "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations",
           "Language", "Version"]
PHOENIX = ("EventID Date Year Month Day SourceActorFull SourceActorEntity SourceActorRole SourceActorAttribute TargetActorFull "
           "TargetActorEntity TargetActorRole TargetActorAttribute EventCode EventRootCode PentaClass GoldsteinScore Issues Lat Lon "
           "LocationName StateName CountryCode SentenceID URLs NewsSources").split()
PLOVER_TYPES = ("AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE "
                "ASSAULT").split()
GDELT_QUAD = dict(zip(range(1, 21), [1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4]))
PHOENIX_CLASS = dict(zip(range(1, 21), [0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4, 3, 4, 4, 4, 4]))
ROLES = "GOV MIL REB OPP PTY COP JUD SPY MED EDU BUS CRM CVL".split()

# What only an adversary or a careless copy would send: every kind of break in every text.
BAD = "a\tb\nc\r\u2028d\x01\"e',;<f>&amp;g\uffff\u00e9\U0001f600"
HOSTILE = [
    {"record": "report", "id": "r" + BAD, "title": BAD, "publisher": BAD, "published": "2012-01-31", "url": "x:" + BAD, "text": BAD},
    {"record": "event", "id": "ev-1", "report": "r" + BAD, "cameo": "036", "status": "actual", "mutual": False, "confidence": 0.5,
     "plover": {"type": "AGREE", "mode": BAD, "context": [BAD]}, "quad": 1, "goldstein": 4.0, "trigger": {"text": BAD},
     "sentence": {"index": 0, "start": 0, "end": 3, "text": BAD}, "actor": [{"name": BAD, "text": BAD, "code": BAD, "country": BAD}],
     "recipient": [{"name": BAD}, {}], "place": {"name": BAD, "admin": BAD, "country": "SYR", "lat": 1, "lon": 2, "resolution": 4}},
    {"record": "event", "id": "ev-2", "report": "unknown", "status": "actual"},
    {"record": "event", "status": "actual", "cameo": 36, "actor": {"name": 1}, "recipient": [1, None, "x"], "sentence": [], "date": "x",
     "quad": 9, "confidence": "high", "mutual": 1},
    {"record": "event", "id": "ev-3", "report": "r" + BAD, "cameo": "999", "status": "actual", "date": {"start": "2012-02-31"}},
    {"record": "event", "id": "ev-4", "report": "r" + BAD, "cameo": "190", "status": "negated", "actor": [{"name": "never seen"}]},
]


class Made:
    """What a demarche build makes of the newsroom: its records, and every export of them."""

    def __init__(self, root, build, folder):
        self.env, self.folder = environment(root, build, folder), folder
        self.sh(f"demarche code {root}/newsroom/20*.txt {root}/newsroom/*.jsonl > records.jsonl")
        self.sh(f"demarche add news.db {root}/newsroom/20*.txt {root}/newsroom/*.jsonl")
        with open(folder + "/records.jsonl", encoding="utf-8") as f:
            records = [json.loads(line) for line in f]
        self.reports = {r["id"]: r for r in records if r["record"] == "report"}
        self.events = [r for r in records if r["record"] == "event" and r["status"] == "actual"]
        db = sqlite3.connect(folder + "/news.db")
        self.told = dict(db.execute("SELECT e.id, c.id FROM cluster_events x JOIN events e ON e.key=x.event"
                                    " JOIN event_clusters c ON c.key=x.cluster"))
        db.close()
        self.source = "records.jsonl"
        with open(folder + "/hostile.jsonl", "w", encoding="utf-8") as f:
            f.writelines(json.dumps(r) + "\n" for r in HOSTILE)

    def sh(self, script):
        out = subprocess.run(["sh", "-c", script], cwd=self.folder, env=self.env, capture_output=True, check=False)
        assert out.returncode == 0, f"{script}\nexit status {out.returncode}: {out.stderr.decode()}"
        return out.stdout.decode("utf-8")

    def cluster(self, event):
        """Records know the tellings of their own report, a database those of all."""
        across = self.told.get(event["id"]) if self.source == "news.db" else None
        return across or event.get("event_cluster") or event["id"]

    def export(self, source, form, *more):
        return self.sh(" ".join(["demarche export", source, "-f", form, *more]))


def tsv(text, columns, header):
    """Rows as dicts, read without the csv module's idea of quotes: these files know none."""
    assert text.endswith("\n") and "\r" not in text
    lines = text[:-1].split("\n")
    if header:
        assert lines[0].split("\t") == columns, f"header is {lines[0]}"
        lines = lines[1:]
    rows = []
    for line in lines:
        cells = line.split("\t")
        assert len(cells) == len(columns), f"{len(cells)} cells, not {len(columns)}: {line}"
        assert cells == [c.strip() for c in cells], f"blanks at the ends: {line}"
        rows.append(dict(zip(columns, cells)))
    return rows


def day_of(event, made):
    own = event.get("date", {})
    return own.get("start") or own.get("end") or made.reports[event["report"]].get("published", "")


def dyads(event):
    a, r = event.get("actor", []), event.get("recipient", [])
    if event.get("mutual") and not r and len(a) > 1:
        return list(itertools.permutations(a, 2))
    one_way = [(x, y) for x in a or [{}] for y in r or [{}]]
    return one_way + ([(y, x) for x, y in itertools.product(a, r)] if event.get("mutual") else [])


def cameo(code):
    triples = ["MED" if t == "JRN" else t for t in re.findall("..?.?", code)]
    return "".join(["IGO"] * (triples[:1] == ["UNO"]) + triples)


def pair(d):
    return tuple(cameo(p.get("code", "")) for p in d)


def grouped(made):
    groups = collections.defaultdict(list)
    for e in made.events:
        groups[made.cluster(e)].append(e)
    return list(groups.values())


def best(group, made):
    return min(group, key=lambda e: (-e["confidence"], made.reports[e["report"]].get("published", "9"), e["id"]))


def same(got, want, what):
    got, want = collections.Counter(got), collections.Counter(want)
    assert got == want, f"{what}: only in the export {list((got - want).items())[:3]}, missing {list((want - got).items())[:3]}"


def is_number(text, low=None, high=None):
    v = float(text)
    return (low is None or v >= low) and (high is None or v <= high)


# ---- one function a format: raises AssertionError where the export is not what it should be ----

def check_gdelt(made, form):
    rows = tsv(made.export(made.source, form), gdelt_columns(GEO1 if form == "gdelt" else GEO2), False)
    assert len(rows) > 100 and len({r["GLOBALEVENTID"] for r in rows}) == len(rows), "ids are not unique"
    want, by_day = [], []
    for g in grouped(made):
        e = best(g, made)
        n = (len(g), len({made.reports[x["report"]].get("publisher", x["report"]) for x in g}), len({x["report"] for x in g}))
        for d in dyads(e):
            want.append((*pair(d), e["cameo"], day_of(e, made).replace("-", ""), *map(str, n)))
            by_day.append((d[0].get("name", ""), d[1].get("country", ""), f'{e["goldstein"]:.1f}', e.get("place", {}).get("name", "")))
    same([(r["Actor1Code"], r["Actor2Code"], r["EventCode"], r["SQLDATE"], r["NumMentions"], r["NumSources"], r["NumArticles"])
          for r in rows], want, "events")
    same([(r["Actor1Name"], r["Actor2CountryCode"], r["GoldsteinScale"], r["ActionGeo_FullName"].split(",")[0]) for r in rows], by_day,
         "names, values, places")
    for r in rows:
        assert re.fullmatch(r"[1-9]\d{0,18}", r["GLOBALEVENTID"])
        assert r["EventBaseCode"] == r["EventCode"][:3] and r["EventRootCode"] == r["EventCode"][:2], r
        assert r["QuadClass"] == str(GDELT_QUAD[int(r["EventRootCode"])]), r
        assert r["IsRootEvent"] in "01" and re.fullmatch(r"(\d{8}(000000)?)?", r["DATEADDED"])
        assert (len(r["DATEADDED"]) or 14) == (8 if form == "gdelt" else 14) or not r["DATEADDED"]
        for side in "12":
            code, country = r[f"Actor{side}Code"], r[f"Actor{side}CountryCode"]
            assert not country or code.startswith(country), r
            types = [r[f"Actor{side}Type{k}Code"] for k in "123"]
            assert all(t in re.findall("...", code) for t in types if t), r
            assert all(not r[f"Actor{side}Geo_{c}"] for c in (GEO1 if form == "gdelt" else GEO2).split()), "where an actor is, is not known"
        if r["SQLDATE"]:
            y, m, d = int(r["SQLDATE"][:4]), int(r["SQLDATE"][4:6]), int(r["SQLDATE"][6:])
            assert (r["MonthYear"], r["Year"]) == (r["SQLDATE"][:6], r["SQLDATE"][:4])
            assert abs(float(r["FractionDate"]) - (y + (m * 30 + d) / 365)) < 1e-4
        if r["ActionGeo_Lat"]:
            assert is_number(r["ActionGeo_Lat"], -90, 90) and is_number(r["ActionGeo_Long"], -180, 180)
        assert re.fullmatch(r"[A-Z]{2}|", r["ActionGeo_CountryCode"]), r
        assert r["AvgTone"] == "", "tone is not measured"
    moscow = [r for r in rows if r["ActionGeo_FullName"].startswith("Moscow")]
    assert moscow and all(r["ActionGeo_CountryCode"] == "RS" and r["ActionGeo_Type"] == "4" for r in moscow), "FIPS code of Russia"


def check_mentions(made):
    rows = tsv(made.export(made.source, "gdelt-mentions"), MENTIONS, False)
    events = tsv(made.export(made.source, "gdelt2"), gdelt_columns(GEO2), False)
    same([r["GlobalEventID"] for r in rows], [e["GLOBALEVENTID"] for e in events for _ in range(int(e["NumMentions"]))], "ids")
    by_report = {(r["MentionIdentifier"], int(r["SentenceID"]), int(r["ActionCharOffset"])) for r in rows}
    for e in made.events:
        assert (made.reports[e["report"]].get("url", e["report"]), e["sentence"]["index"] + 1, e["trigger"]["start"]) in by_report, e["id"]
    codes = {e["GLOBALEVENTID"]: e for e in events}
    for r in rows:
        report = made.reports.get(r["MentionIdentifier"])
        if report:
            assert r["MentionType"] == "2" and int(r["MentionDocLen"]) == len(report["text"]), r
            for side in "12":
                at = r[f"Actor{side}CharOffset"]
                assert not at or int(at) < len(report["text"]), r
        assert is_number(r["Confidence"], 0, 100) and r["InRawText"] == "1"
        assert re.fullmatch(r"(\d{8}000000)?", r["MentionTimeDate"]) and r["GlobalEventID"] in codes


def check_icews(made):
    rows = tsv(made.export(made.source, "icews"), ICEWS, True)
    want = [(d[0].get("name", ""), d[1].get("name", ""), e["cameo"], day_of(e, made), e["report"], str(e["sentence"]["index"] + 1),
             f'{e["goldstein"]:.1f}') for e in made.events for d in dyads(e)]
    same([(r["Source Name"], r["Target Name"], r["CAMEO Code"], r["Event Date"], r["Story ID"], r["Sentence Number"], r["Intensity"])
          for r in rows], want, "events")
    assert len({r["Event ID"] for r in rows}) == len(rows)
    assert any(r["Source Sectors"] == "Government" and r["Source Country"] == "Syria" for r in rows)
    assert any(r["City"] == "Moscow" and r["Country"] == "Russia" for r in rows)
    assert all(r["Event Text"] for r in rows)


def check_polecat(made):
    rows = tsv(made.export(made.source, "polecat"), POLECAT, True)
    events = [e for e in made.events if "plover" in e]
    want = [(e["plover"]["type"], e["plover"].get("mode", ""), ";".join(e["plover"].get("context", [])), d[0].get("name", ""),
             d[1].get("text", ""), day_of(e, made), str(e.get("quad", ""))) for e in events for d in dyads(e)]
    same([(r["Event Type"], r["Event Mode"], r["Contexts"], r["Actor Name"], r["Recipient Name Raw"], r["Event Date"], r["Quad Code"])
          for r in rows], want, "events")
    assert len({r["Event ID"] for r in rows}) == len(rows)
    for r in rows:
        assert r["Event Type"] in PLOVER_TYPES and r["Quad Code"] in ("", "1", "2", "3", "4")
        assert not r["Intensity"] or is_number(r["Intensity"], -10, 10)
        assert not r["Actor COW"] or int(r["Actor COW"]) in range(2, 991)
        assert r["Primary Actor Sector"] == r["Actor Sectors"].split(";")[0]
    assert any(r["Actor Country"] == "SYR" and r["Actor COW"] == "652" for r in rows)


def check_petrarch(made):
    text = made.export(made.source, "petrarch")
    got = []
    for line in text[:-1].split("\n"):
        cells = line.split("\t")
        assert len(cells) in (7, 8), line
        date, source, target, code, issues, ids = cells[:6]
        assert re.fullmatch(r"(\d{8})?", date) and re.fullmatch(r"\d{3,4}", code) and issues == "" and cells[-1], line
        got += [(date, source, target, code, i) for i in ids.split(";")]
    want = {(day_of(e, made).replace("-", ""), *(c or "---" for c in pair(d)), e["cameo"], f'{e["report"]}_{e["sentence"]["index"] + 1}')
            for e in made.events for d in dyads(e)}
    assert set(got) == want, list(set(got) ^ want)[:4]


def check_phoenix(made):
    rows = tsv(made.export(made.source, "phoenix"), PHOENIX, False)
    keys = [(r["Date"], r["SourceActorFull"], r["TargetActorFull"], r["EventCode"]) for r in rows if r["SourceActorFull"] and r["TargetActorFull"]]
    assert len(keys) == len(set(keys)), "one a day: a day, source, target and code stand in one row"
    assert {k for k in keys} == {(day_of(e, made).replace("-", ""), *pair(d), e["cameo"]) for e in made.events for d in dyads(e) if all(pair(d))}
    assert len({r["EventID"] for r in rows}) == len(rows)
    for r in rows:
        assert r["Year"] + r["Month"] + r["Day"] == r["Date"]
        assert r["EventRootCode"] == r["EventCode"][:2] and r["PentaClass"] == str(PHOENIX_CLASS[int(r["EventRootCode"])])
        for side in ("Source", "Target"):
            parts = re.findall("...", r[f"{side}ActorFull"])
            role = parts[1] if len(parts) > 1 and parts[1] in ROLES else ""
            rest = parts[2 if role else 1:]
            assert (r[f"{side}ActorEntity"], r[f"{side}ActorRole"], r[f"{side}ActorAttribute"]) == ("".join(parts[:1]), role, ";".join(rest)), r


def check_plover(made):
    objects = [json.loads(line) for line in made.export(made.source, "plover")[:-1].split("\n")]
    events = {e["id"]: e for e in made.events if "plover" in e}
    same([o["id"] for o in objects], list(events), "ids")
    keys = ("id date time enddate endtime has_event actor recipient event event_text event_loc quad_code event_scale mode context link text "
            "text_info cite_info coder coded_date coded_time comment size").split()
    entity = "code sector entity_text identifier_id identifier_text religion ethnicity office gender age".split()
    for o in objects:
        e = events[o["id"]]
        assert set(o) <= set(keys) and {"id", "actor", "event"} <= set(o), set(o) - set(keys)
        assert o.get("date", "") == day_of(e, made) and o["event"] == [e["plover"]["type"]] and o["event"][0] in PLOVER_TYPES
        assert o.get("mode", []) == [m for m in [e["plover"].get("mode")] if m] and o.get("context", []) == e["plover"].get("context", [])
        assert o.get("quad_code") == e.get("quad") and o["text"] == e["sentence"]["text"]
        for side in ("actor", "recipient"):
            assert [(p.get("identifier_id"), p["entity_text"]) for p in o.get(side, [])] == \
                [(p.get("code"), p.get("text", p.get("name"))) for p in e.get(side, [])], "one list, not pairs"
            assert all(set(p) <= set(entity) and len(p.get("sector", "...")) == 3 for p in o.get(side, []))


def check_ngec(made):
    objects = [json.loads(line) for line in made.export(made.source, "ngec")[:-1].split("\n")]
    events = {e["id"]: e for e in made.events if "plover" in e}
    same([o["id"] for o in objects], list(events), "ids")
    for o in objects:
        e, text = events[o["id"]], made.reports[events[o["id"]]["report"]]["text"]
        assert o["story_id"] == e["report"] and o["event_type"] == e["plover"]["type"] and isinstance(o["event_mode"], list)
        assert o["contexts"] == e["plover"].get("context", []) and set(o["attributes"]) == {"ACTOR", "RECIP", "LOC", "DATE"}
        assert o.get("date_resolved", "") == (e.get("date", {}).get("start") or e.get("date", {}).get("end") or "")
        for key, side in (("ACTOR", "actor"), ("RECIP", "recipient")):
            assert len(o["attributes"][key]) == len(e.get(side, []))
            for p in o["attributes"][key]:
                assert "qa_start_char" not in p or text[p["qa_start_char"]:p["qa_end_char"]] == p["text"], p


def check_csv(made):
    rows = list(csv.DictReader(io.StringIO(made.export(made.source, "csv"), newline="")))
    assert len(rows[0]) == 27 and all(None not in r and None not in r.values() for r in rows)
    want = [(d[0].get("name", ""), d[0].get("code", ""), d[1].get("name", ""), d[1].get("code", ""), e["cameo"], day_of(e, made),
             f'{e["confidence"]:.2f}', str(e.get("place", {}).get("lat", ""))) for e in made.events for d in dyads(e)]
    same([(r["actor"], r["actor_code"], r["recipient"], r["recipient_code"], r["cameo"], r["date"], r["confidence"],
           r["lat"] and f'{float(r["lat"]):g}') for r in rows], [(*w[:7], w[7] and f"{float(w[7]):g}") for w in want], "events")
    assert {r["date_basis"] for r in rows} <= {"", "explicit", "relative", "published", "report"}


def unit(party):
    code, country = party.get("code", ""), party.get("country", "")
    if country and code.startswith(country):
        return country
    triples = re.findall("...", code)
    if not triples or triples[0] not in "IGO IMG INT ISM MNC NGM NGO UIS UNO EUR".split():
        return ""
    return None  # prefix and group: which triple is a group is the writer's table; only that it is a row is checked


def check_dyads(made):
    for by, cut in (("day", 10), ("month", 7), ("year", 4)):
        rows = list(csv.DictReader(io.StringIO(made.export(made.source, "dyads", "--by", by), newline="")))
        want = collections.Counter()
        quads = collections.Counter()
        for g in grouped(made):
            e = best(g, made)
            for a, r in {(unit(x), unit(y)) for x, y in dyads(e)}:
                if a and r:
                    want[day_of(e, made)[:cut], a, r] += 1
                    quads[day_of(e, made)[:cut], a, r, e.get("quad", 0)] += 1
        got = {(r["period"], r["actor"], r["recipient"]): r for r in rows}
        assert len(got) == len(rows) and [(r["period"], r["actor"], r["recipient"]) for r in rows] == sorted(got), "sorted, once each"
        names = "no_class verbal_cooperation material_cooperation verbal_conflict material_conflict".split()
        for key, n in want.items():
            assert int(got[key]["events"]) == n, f"{key}: {got[key]['events']} events, should be {n}"
            assert [int(got[key][c]) for c in names] == [quads[(*key, q)] for q in range(5)], key
        for r in rows:
            assert sum(int(r[c]) for c in names) == int(r["events"]) and is_number(r["goldstein_mean"], -10, 10)
    rows = list(csv.DictReader(io.StringIO(made.export(made.source, "dyads", "--count", "root"), newline="")))
    assert all(sum(int(r[f"root{k:02}"]) for k in range(1, 21)) == int(r["events"]) for r in rows) and rows
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d|", r["period"]) for r in
               csv.DictReader(io.StringIO(made.export(made.source, "dyads", "--by", "week"), newline="")))


def check_graphml(made):
    text = made.export(made.source, "graphml")
    root = ElementTree.fromstring(text)
    ns = "{http://graphml.graphdrawing.org/xmlns}"
    assert root.tag == ns + "graphml" and len(root.findall(ns + "graph")) == 1
    keys = {k.get("id") for k in root.findall(ns + "key")}
    assert all(d.get("key") in keys for d in root.iter(ns + "data"))
    nodes = {n.get("id") for n in root.iter(ns + "node")}
    edges = [(e.get("source"), e.get("target")) for e in root.iter(ns + "edge")]
    assert len(edges) == len(set(edges)) and all(a in nodes and b in nodes for a, b in edges) and edges
    try:
        import networkx
    except ImportError:
        return "networkx is not installed: read with xml.etree only"
    g = networkx.parse_graphml(text)
    assert g.is_directed() and g.number_of_nodes() == len(nodes) and g.number_of_edges() == len(edges)
    code = networkx.get_node_attributes(g, "code")
    want = collections.Counter((d[0]["code"], d[1]["code"]) for gr in grouped(made) for d in dyads(best(gr, made))
                               if d[0].get("code") and d[1].get("code"))
    got = {(code[a], code[b]): w["weight"] for a, b, w in g.edges(data=True) if a in code and b in code}
    assert got == dict(want), "weights"
    return None


FORMATS = {"gdelt": lambda m: check_gdelt(m, "gdelt"), "gdelt2": lambda m: check_gdelt(m, "gdelt2"), "gdelt-mentions": check_mentions,
           "icews": check_icews, "polecat": check_polecat, "petrarch": check_petrarch, "phoenix": check_phoenix, "plover": check_plover,
           "ngec": check_ngec, "csv": check_csv, "dyads": check_dyads, "graphml": check_graphml}


def hostile_problem(made, form):
    """Lines stay lines, cells cells, XML well formed, whatever the texts hold; what is no event of the export is not in it."""
    text = made.export("hostile.jsonl", form)
    columns = {"gdelt": gdelt_columns(GEO1), "gdelt2": gdelt_columns(GEO2), "gdelt-mentions": MENTIONS, "icews": ICEWS, "polecat": POLECAT,
               "phoenix": PHOENIX}
    assert "never seen" not in text, "a negated event was exported"
    if form in columns:
        assert tsv(text, columns[form], form in ("icews", "polecat"))
    elif form == "petrarch":
        assert all(len(line.split("\t")) in (7, 8) for line in text[:-1].split("\n"))
    elif form in ("csv", "dyads"):
        rows = list(csv.reader(io.StringIO(text, newline="")))
        assert len({len(r) for r in rows}) == 1
        assert form == "dyads" or any(r[4] and r[4].startswith("a") for r in rows[1:])
    elif form == "graphml":
        names = [d.text for d in ElementTree.fromstring(text).iter("{http://graphml.graphdrawing.org/xmlns}data") if d.get("key") == "node.name"]
        assert any("<f>&amp;g" in n for n in names), names
    else:
        objects = [json.loads(line) for line in text[:-1].split("\n")]
        title = objects[0]["cite_info"]["title"] if form == "plover" else objects[0]["headline"]
        assert len(objects) == 1 and title == BAD


def problem(check, *args):
    try:
        return None, check(*args)
    except Exception as e:  # a reader that fails is a failed test, whatever it says
        return f"{type(e).__name__}: {e}" or "failed", None


def run(root, build, results, word):
    with tempfile.TemporaryDirectory(prefix="demarche-export-") as folder:
        try:
            made = Made(root, build, folder)
        except AssertionError as e:
            results.failed("export: newsroom", e)
            return
        for form, check in FORMATS.items():
            if word and word not in form:
                continue
            why, note = problem(check, made)
            results.check(f"export: {form} is read back", why)
            if note:
                results.skipped(f"export: {form} by networkx", note)
            results.check(f"export: {form} with hostile texts", problem(hostile_problem, made, form)[0])
            made.source = "news.db"
            results.check(f"export: {form} from a database is read back", problem(check, made)[0])
            made.source = "records.jsonl"
        if not word:
            several = len(made.told) - len(set(made.told.values()))
            results.check("export: events of several reports are one row", None if several > 0 else "nothing is linked across the newsroom's reports")
