/* SPDX-License-Identifier: Apache-2.0 */
/* The brief's words: a verb phrase a code, days and parties as people write them. */
#include "store/brief.h"

/* Longest prefix wins. The words follow the codes' names in CAMEO; what a code is, is the ontology's business, not this table's. */
static const dem_phrase phrases[] = {
    {"01", "commented on", "", DEM_STANCE_NONE},
    {"016", "denied responsibility", "towards", DEM_STANCE_NONE},
    {"019", "expressed accord", "with", DEM_STANCE_NONE},
    {"02", "appealed", "to", DEM_STANCE_CALL},
    {"021", "appealed for cooperation", "to", DEM_STANCE_CALL},
    {"022", "appealed for diplomatic support", "to", DEM_STANCE_CALL},
    {"023", "appealed for aid", "to", DEM_STANCE_CALL},
    {"0233", "appealed for humanitarian aid", "to", DEM_STANCE_CALL},
    {"0234", "appealed for peacekeepers or military protection", "to", DEM_STANCE_CALL},
    {"024", "appealed for political reform", "to", DEM_STANCE_CALL},
    {"0241", "appealed for a change of leadership", "to", DEM_STANCE_CALL},
    {"025", "appealed to yield", "to", DEM_STANCE_CALL},
    {"0251", "appealed for sanctions to be eased", "to", DEM_STANCE_CALL},
    {"0253", "appealed for a release", "to", DEM_STANCE_CALL},
    {"0255", "appealed for outside involvement to be allowed", "to", DEM_STANCE_CALL},
    {"0256", "appealed for de-escalation", "to", DEM_STANCE_CALL},
    {"026", "appealed for talks", "to", DEM_STANCE_CALL},
    {"027", "appealed for a settlement", "to", DEM_STANCE_CALL},
    {"028", "appealed for mediation to be accepted", "to", DEM_STANCE_CALL},
    {"03", "declared readiness to cooperate", "with", DEM_STANCE_ACCEPT},
    {"033", "promised aid", "to", DEM_STANCE_TALK},
    {"0333", "promised humanitarian aid", "to", DEM_STANCE_TALK},
    {"0334", "promised peacekeepers or military protection", "to", DEM_STANCE_TALK},
    {"034", "promised political reform", "to", DEM_STANCE_ACCEPT},
    {"0341", "declared readiness to change the leadership", "towards", DEM_STANCE_ACCEPT},
    {"035", "declared readiness to yield", "to", DEM_STANCE_ACCEPT},
    {"0353", "declared readiness for a release", "towards", DEM_STANCE_ACCEPT},
    {"0355", "declared readiness to allow outside involvement", "by", DEM_STANCE_ACCEPT},
    {"0356", "declared readiness to de-escalate", "towards", DEM_STANCE_ACCEPT},
    {"036", "declared readiness to meet or negotiate", "with", DEM_STANCE_ACCEPT},
    {"037", "declared readiness to settle the dispute", "with", DEM_STANCE_ACCEPT},
    {"038", "agreed to mediation", "by", DEM_STANCE_ACCEPT},
    {"039", "offered to mediate or host talks", "for", DEM_STANCE_OFFER},
    {"04", "consulted", "with", DEM_STANCE_TALK},
    {"041", "spoke by telephone", "with", DEM_STANCE_TALK},
    {"042", "visited", "", DEM_STANCE_TALK},
    {"043", "received", "", DEM_STANCE_TALK},
    {"044", "met", "with", DEM_STANCE_TALK},
    {"045", "mediated", "for", DEM_STANCE_TALK},
    {"046", "negotiated", "with", DEM_STANCE_TALK},
    {"05", "cooperated diplomatically", "with", DEM_STANCE_TALK},
    {"051", "praised or endorsed", "", DEM_STANCE_TALK},
    {"052", "defended", "", DEM_STANCE_TALK},
    {"053", "rallied support", "for", DEM_STANCE_TALK},
    {"054", "recognised", "", DEM_STANCE_TALK},
    {"055", "apologised", "to", DEM_STANCE_TALK},
    {"057", "signed an agreement", "with", DEM_STANCE_TALK},
    {"06", "cooperated", "with", DEM_STANCE_TALK},
    {"07", "gave aid", "to", DEM_STANCE_TALK},
    {"073", "gave humanitarian aid", "to", DEM_STANCE_TALK},
    {"074", "gave peacekeepers or military protection", "to", DEM_STANCE_TALK},
    {"08", "yielded", "to", DEM_STANCE_TALK},
    {"081", "eased restrictions", "on", DEM_STANCE_TALK},
    {"083", "acceded to political demands", "of", DEM_STANCE_TALK},
    {"0831", "gave up the leadership", "to", DEM_STANCE_TALK},
    {"084", "returned or released", "", DEM_STANCE_TALK},
    {"0841", "released people", "of", DEM_STANCE_TALK},
    {"085", "eased sanctions", "on", DEM_STANCE_TALK},
    {"086", "let in outside involvement", "by", DEM_STANCE_TALK},
    {"0861", "received peacekeepers", "of", DEM_STANCE_TALK},
    {"0863", "let in humanitarian aid", "of", DEM_STANCE_TALK},
    {"087", "de-escalated", "towards", DEM_STANCE_TALK},
    {"0871", "declared a truce or ceasefire", "with", DEM_STANCE_TALK},
    {"0872", "eased the blockade", "of", DEM_STANCE_TALK},
    {"0873", "demobilised forces", "towards", DEM_STANCE_TALK},
    {"0874", "withdrew or surrendered", "to", DEM_STANCE_TALK},
    {"09", "investigated", "", DEM_STANCE_BLAME},
    {"10", "made demands", "on", DEM_STANCE_CALL},
    {"102", "demanded diplomatic support", "of", DEM_STANCE_CALL},
    {"103", "demanded aid", "of", DEM_STANCE_CALL},
    {"1033", "demanded humanitarian aid", "of", DEM_STANCE_CALL},
    {"104", "demanded political reform", "of", DEM_STANCE_CALL},
    {"1041", "demanded a change of leadership", "of", DEM_STANCE_CALL},
    {"105", "demanded concessions", "of", DEM_STANCE_CALL},
    {"1053", "demanded a release", "of", DEM_STANCE_CALL},
    {"1055", "demanded that outside involvement be allowed", "by", DEM_STANCE_CALL},
    {"1056", "demanded de-escalation", "of", DEM_STANCE_CALL},
    {"106", "demanded talks", "of", DEM_STANCE_CALL},
    {"107", "demanded a settlement", "of", DEM_STANCE_CALL},
    {"108", "demanded mediation", "of", DEM_STANCE_CALL},
    {"11", "disapproved", "of", DEM_STANCE_BLAME},
    {"111", "criticised", "", DEM_STANCE_BLAME},
    {"112", "accused", "", DEM_STANCE_BLAME},
    {"114", "complained officially", "about", DEM_STANCE_BLAME},
    {"115", "brought a lawsuit", "against", DEM_STANCE_BLAME},
    {"12", "rejected a proposal", "of", DEM_STANCE_REFUSE},
    {"122", "refused aid", "to", DEM_STANCE_REFUSE},
    {"123", "rejected political reform", "asked for by", DEM_STANCE_REFUSE},
    {"124", "refused to yield", "to", DEM_STANCE_REFUSE},
    {"1245", "refused to allow outside involvement", "by", DEM_STANCE_REFUSE},
    {"1246", "refused to de-escalate", "towards", DEM_STANCE_REFUSE},
    {"125", "refused to meet or negotiate", "with", DEM_STANCE_REFUSE},
    {"126", "rejected mediation", "by", DEM_STANCE_REFUSE},
    {"127", "rejected a plan or agreement", "of", DEM_STANCE_REFUSE},
    {"128", "defied norms or law", "of", DEM_STANCE_REFUSE},
    {"129", "vetoed a proposal", "of", DEM_STANCE_REFUSE},
    {"13", "threatened", "", DEM_STANCE_GROUND},
    {"131", "threatened non-force measures", "against", DEM_STANCE_GROUND},
    {"132", "threatened administrative measures", "against", DEM_STANCE_GROUND},
    {"134", "threatened to halt negotiations", "with", DEM_STANCE_BREAK},
    {"135", "threatened to halt mediation", "of", DEM_STANCE_BREAK},
    {"136", "threatened to halt outside involvement", "by", DEM_STANCE_BREAK},
    {"138", "threatened force", "against", DEM_STANCE_GROUND},
    {"139", "gave an ultimatum", "to", DEM_STANCE_BREAK},
    {"14", "protested", "against", DEM_STANCE_GROUND},
    {"15", "showed military or police power", "towards", DEM_STANCE_GROUND},
    {"16", "reduced relations", "with", DEM_STANCE_BREAK},
    {"161", "reduced or broke diplomatic relations", "with", DEM_STANCE_BREAK},
    {"162", "reduced or stopped aid", "to", DEM_STANCE_BREAK},
    {"163", "imposed sanctions or an embargo", "on", DEM_STANCE_BREAK},
    {"164", "halted negotiations", "with", DEM_STANCE_BREAK},
    {"165", "halted mediation", "of", DEM_STANCE_BREAK},
    {"166", "expelled or withdrew", "", DEM_STANCE_BREAK},
    {"17", "coerced", "", DEM_STANCE_GROUND},
    {"171", "seized or damaged property", "of", DEM_STANCE_GROUND},
    {"172", "imposed restrictions", "on", DEM_STANCE_GROUND},
    {"173", "arrested or detained", "", DEM_STANCE_GROUND},
    {"174", "expelled or deported", "", DEM_STANCE_GROUND},
    {"175", "violently repressed", "", DEM_STANCE_GROUND},
    {"18", "assaulted", "", DEM_STANCE_GROUND},
    {"181", "abducted", "", DEM_STANCE_GROUND},
    {"183", "bombed", "", DEM_STANCE_GROUND},
    {"185", "tried to assassinate", "", DEM_STANCE_GROUND},
    {"186", "assassinated", "", DEM_STANCE_GROUND},
    {"19", "used military force", "against", DEM_STANCE_GROUND},
    {"191", "blockaded or restricted", "", DEM_STANCE_GROUND},
    {"192", "occupied territory", "of", DEM_STANCE_GROUND},
    {"193", "fought with small arms", "against", DEM_STANCE_GROUND},
    {"194", "used artillery or tanks", "against", DEM_STANCE_GROUND},
    {"195", "used aircraft", "against", DEM_STANCE_GROUND},
    {"196", "violated a ceasefire", "with", DEM_STANCE_GROUND},
    {"20", "used mass violence", "against", DEM_STANCE_GROUND},
    {"202", "carried out mass killings", "of", DEM_STANCE_GROUND},
};

const dem_phrase *dem_phrase_of(dem_str cameo)
{
    static const dem_phrase other = {"", "acted", "towards", DEM_STANCE_NONE};
    const dem_phrase *best = &other;
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++)
        if (dem_str_starts(cameo, dem_str_c(phrases[i].code)) && strlen(phrases[i].code) > strlen(best->code)) best = &phrases[i];
    return best;
}

void dem_day_words(dem_str iso, dem_buf *out)
{
    static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                         "July",    "August",   "September", "October", "November", "December"};
    dem_day d = dem_day_parse(iso);
    if (d == DEM_DAY_NONE) {
        dem_buf_str(out, iso);
        return;
    }
    int y, m, day;
    dem_day_split(d, &y, &m, &day);
    dem_buf_printf(out, "%d %s %d", day, months[m - 1], y);
}

static const struct {
    const char *sector, *words;
} sectors[] = {{"GOV", "government"}, {"OPP", "opposition"}, {"REB", "rebels"},     {"INS", "insurgents"}, {"SEP", "separatists"},
               {"MIL", "military"},   {"COP", "police"},     {"LEG", "parliament"}, {"JUD", "courts"},     {"SPY", "intelligence"},
               {"CVL", "civilians"},  {"JRN", "press"},      {"REF", "refugees"}};

static const char *sector_words(dem_str code, dem_str country)
{
    if (country.n != 3 || !dem_str_starts(code, country)) return NULL;
    dem_str sector = dem_str_cut(code, 3, 6);
    for (size_t i = 0; i < sizeof sectors / sizeof *sectors; i++)
        if (dem_str_is(sector, sectors[i].sector)) return sectors[i].words;
    return NULL;
}

/* A long noun phrase up to what hangs on it: "its opponents", not "its opponents to talks in the capital". */
static dem_str core(dem_str s)
{
    static const char *const ends[] = {" to ", " in ", " on ", " at ", " from ", " who ", " that ", " which ", ", "};
    if (s.n <= 24) return s;
    size_t cut = s.n;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t at = dem_str_find(s, dem_str_c(ends[i]), 4);
        if (at < cut) cut = at;
    }
    return dem_str_cut(s, 0, cut);
}

void dem_party_words(const dem_party_row *p, dem_buf *out)
{
    bool noun = dem_str_is(p->type, "nominal") || dem_str_is(p->type, "pronoun"); /* its name may be no more than its words */
    bool named = p->name.n > 0 && !(noun && dem_str_ieq(p->name, p->text));
    dem_str label = named && !noun ? p->name : core(dem_party_label(p));
    bool the = dem_str_starts(label, DEM_STR("The "));
    if (the) dem_buf_c(out, "the ");
    dem_text_line(out, the ? dem_str_cut(label, 4, label.n) : label, 80);
    /* A place alone does not say which of its actors is meant, "the government" not whose; a person's name needs neither. */
    const char *words = sector_words(p->code, p->country);
    if (words && dem_str_is(p->type, "place") && dem_str_ifind(label, dem_str_c(words), 0) == SIZE_MAX)
        dem_buf_printf(out, " (%s)", words);
    else if (!named && p->code.n && p->text.n)
        dem_buf_printf(out, " (%.*s)", DEM_FMT(p->code));
}

dem_str dem_party_key(const dem_party_row *p, dem_arena *a)
{
    if (p->code.n) {
        bool government = p->code.n >= 6 && p->country.n == 3 && dem_str_starts(p->code, p->country) &&
                          dem_str_is(dem_str_cut(p->code, 3, 6), "GOV");
        return dem_str_cut(p->code, 0, government ? 3 : 6); /* parties and religions below the sector do not part two tellings */
    }
    dem_str key = dem_str_printf(a, "=%.*s", DEM_FMT(dem_party_label(p)));
    if (!key.p) return key;
    char *c = (char *)(uintptr_t)key.p;
    for (size_t i = 0; i < key.n; i++)
        if (c[i] >= 'A' && c[i] <= 'Z') c[i] = (char)(c[i] + 32);
    return key;
}
