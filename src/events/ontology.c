/* SPDX-License-Identifier: Apache-2.0 */
/* What follows from a CAMEO code: the table of data/ontology/cameo.tsv, sorted by code. */
#include "events/rules.h"

#include <stdlib.h>

typedef struct row {
    dem_str code;
    dem_ontology_entry e;
} row;

struct dem_ontology {
    DEM_VEC(row) rows;
};

static dem_str absent_dash(dem_str s)
{
    return dem_str_is(s, "-") ? DEM_STR_NONE : s;
}

static int read_row(dem_rules *rules, dem_str line, const char *name, size_t number, dem_error *err)
{
    dem_str col[7] = {DEM_STR_NONE}, rest = line;
    size_t n = 0;
    while (n < 7 && dem_str_split(&rest, '\t', &col[n])) n++;
    if (n != 7 || rest.p) return dem_fail_at(err, DEM_EDATA, name, number, -1, "expected 7 tab-separated columns");
    if (col[0].n < 3 || col[0].n > 4) return dem_fail_at(err, DEM_EDATA, name, number, -1, "a CAMEO code has 3 or 4 digits");
    row *slot = DEM_PUSH(rules->arena, &rules->ontology->rows);
    if (!slot) return dem_fail(err, DEM_EMEMORY, "memory is out");
    slot->code = dem_str_dup(rules->arena, col[0]);
    slot->e.type = absent_dash(dem_str_dup(rules->arena, col[1]));
    slot->e.mode = absent_dash(dem_str_dup(rules->arena, col[2]));
    dem_str contexts = absent_dash(dem_str_dup(rules->arena, col[3])), part;
    while (slot->e.n_contexts < 4 && dem_str_split(&contexts, ',', &part)) slot->e.contexts[slot->e.n_contexts++] = part;
    slot->e.quad = col[4].n == 1 && col[4].p[0] >= '0' ? col[4].p[0] - '0' : -1;
    slot->e.goldstein = strtod(dem_str_dup(rules->arena, col[5]).p, NULL);
    slot->e.name = dem_str_dup(rules->arena, col[6]);
    if (slot->e.quad < 0 || slot->e.quad > 4) return dem_fail_at(err, DEM_EDATA, name, number, -1, "a quad class is 0 to 4");
    size_t at = rules->ontology->rows.n - 1;
    if (at && dem_str_cmp(rules->ontology->rows.items[at - 1].code, slot->code) >= 0)
        return dem_fail_at(err, DEM_EDATA, name, number, -1, "codes must be sorted and unique");
    return DEM_OK;
}

int dem_ontology_read(dem_rules *rules, dem_str text, const char *name, dem_error *err)
{
    if (!rules->ontology) rules->ontology = DEM_NEW(rules->arena, struct dem_ontology);
    if (!rules->ontology) return dem_fail(err, DEM_EMEMORY, "memory is out");
    dem_str line;
    size_t number = 0;
    while (dem_str_split(&text, '\n', &line)) {
        number++;
        if (!line.n || line.p[0] == '#') continue;
        int rc = read_row(rules, line, name, number, err);
        if (rc != DEM_OK) return rc;
    }
    return DEM_OK;
}

bool dem_ontology_lookup(const dem_rules *rules, dem_str cameo, dem_ontology_entry *out)
{
    if (!rules->ontology) return false;
    size_t lo = 0, hi = rules->ontology->rows.n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        int c = dem_str_cmp(rules->ontology->rows.items[mid].code, cameo);
        if (c == 0) {
            *out = rules->ontology->rows.items[mid].e;
            return true;
        }
        if (c < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return false;
}

int dem_root_quad(dem_str root)
{
    static const char *const types[4] = {"AGREE CONSULT SUPPORT CONCEDE", "COOPERATE AID RETREAT YIELD", "REQUEST ACCUSE REJECT THREATEN",
                                         "PROTEST SANCTION MOBILIZE COERCE ASSAULT"};
    for (int q = 0; q < 4; q++) {
        dem_str rest = dem_str_c(types[q]), type;
        while (dem_str_split(&rest, ' ', &type))
            if (dem_str_eq(type, root)) return q + 1;
    }
    return 0;
}
