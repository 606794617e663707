/* SPDX-License-Identifier: Apache-2.0 */
/* Actor codes taken apart as CAMEO means them, and the tables of facts that other systems' columns ask for. */
#include "export/xevent.h"

#include <stdlib.h>

/* ---- actor codes ---- */

static bool among(dem_str triple, const char *list)
{
    return triple.n == 3 && memchr(triple.p, ' ', 3) == NULL && dem_str_find(dem_str_c(list), triple, 0) != SIZE_MAX;
}

/* CAMEO's actor codebook: what a triple behind the country is. Blanks part them, so that no triple is found across two. */
static const char prefixes[] = "IGO IMG INT ISM MNC NGM NGO UIS UNO EUR";
static const char roles[] = "COP GOV INS JUD MIL OPP REB SEP SPY UAF AGR BUS CRM CVL DEV EDU ELI ENV HLH HRI LAB LEG MED REF MOD RAD PTY PRM SOC";
static const char religions[] = "ADR ATH BAH BUD CHR CON CPT CTH DOX DRZ HIN HSD ITR JAN JEW JHW LDS MOS MRN NRM PAG PRO SFI SHI SHN SIK SUN TAO UDX ZRO";
static const char regions[] = "AFR ASA BLK CAS CAU CEU CFR CRB EAF EEU EIN EUR LAM MDT MEA NAF NAM NMR PGS PRS SAF SAM SAS SCN SEA SHN WAF WST";

static void place_triple(dem_code_parts *p, dem_str t)
{
    if (p->n_rest < DEM_CODE_TRIPLES) p->rest[p->n_rest++] = t;
    if (among(t, roles)) {
        if (p->n_roles < 3) p->roles[p->n_roles++] = t;
    } else if (among(t, religions)) {
        if (p->n_religions < 2) p->religion[p->n_religions++] = t;
    } else if (p->prefix.n && !p->group.n && !among(t, regions)) {
        p->group = t; /* UNO in IGOUNO, ARL in IGOMEAARL */
    }
}

void dem_code_split(dem_str code, dem_str country, dem_code_parts *out)
{
    *out = (dem_code_parts){0};
    dem_str first = dem_str_cut(code, 0, 3);
    size_t at = 0;
    if (country.n == 3 && dem_str_eq(first, country))
        out->country = first;
    else if (among(first, prefixes))
        out->prefix = first;
    if (out->country.n || out->prefix.n) at = 3;
    for (; at + 3 <= code.n; at += 3) place_triple(out, dem_str_cut(code, at, at + 3));
}

dem_str dem_code_cameo(dem_str code, dem_arena *a)
{
    dem_str out = DEM_STR_NONE;
    for (size_t at = 0; at < code.n; at += 3) {
        dem_str t = dem_str_cut(code, at, at + 3);
        if (dem_str_is(t, "JRN")) t = DEM_STR("MED");
        if (at == 0 && dem_str_is(t, "UNO")) t = DEM_STR("IGOUNO");
        out = dem_str_printf(a, "%.*s%.*s", DEM_FMT(out), DEM_FMT(t));
    }
    return out;
}

int dem_cameo_root(dem_str code)
{
    if (code.n < 2 || code.p[0] < '0' || code.p[0] > '2' || code.p[1] < '0' || code.p[1] > '9') return 0;
    int root = (code.p[0] - '0') * 10 + code.p[1] - '0';
    return root <= 20 ? root : 0;
}

/* ---- tables ---- */

/* The next line that is neither empty nor a comment, cut at its tabs; false at the end. */
static bool next_line(dem_str *rest, dem_str *cells, size_t max, size_t *n)
{
    dem_str line;
    while (dem_str_split(rest, '\n', &line)) {
        if (line.n == 0 || line.p[0] == '#') continue;
        dem_str cell;
        *n = 0;
        while (*n < max && dem_str_split(&line, '\t', &cell)) cells[(*n)++] = dem_str_is(cell, "-") ? DEM_STR_NONE : cell;
        return true;
    }
    return false;
}

static int bad(dem_error *err, const char *file, const char *why)
{
    return dem_fail_at(err, DEM_EDATA, file, 0, -1, "%s", why);
}

static int read_states(dem_str text, dem_arena *a, dem_tables *out, dem_error *err)
{
    dem_str c[4] = {{0}};
    for (size_t n; next_line(&text, c, 4, &n);) {
        if (n < 4 || c[0].n != 3) return bad(err, "exports/states.tsv", "a line must have ISO code, FIPS code, COW number and name");
        dem_state_row *s = DEM_PUSH(a, &out->states);
        if (s) *s = (dem_state_row){c[0], c[1], c[2], c[3]};
    }
    return DEM_OK;
}

static int read_sectors(dem_str text, dem_tables *out, dem_error *err)
{
    dem_str c[2] = {{0}};
    for (size_t n; next_line(&text, c, 2, &n);) {
        if (n < 2 || out->n_sectors == sizeof out->sectors / sizeof *out->sectors)
            return bad(err, "exports/sectors.tsv", "a line must have a triple and a name, and there may be 64");
        out->sectors[out->n_sectors].code = c[0];
        out->sectors[out->n_sectors++].name = c[1];
    }
    return DEM_OK;
}

/* Decimal text of a table of ours; no exponent, no locale. */
static double number(dem_str s)
{
    bool minus = s.n && s.p[0] == '-';
    double v = 0, scale = 0;
    for (size_t i = minus; i < s.n; i++) {
        if (s.p[i] == '.')
            scale = 1;
        else if (s.p[i] >= '0' && s.p[i] <= '9') {
            v = v * 10 + (s.p[i] - '0');
            scale *= 10;
        }
    }
    if (scale > 1) v /= scale;
    return minus ? -v : v;
}

static int read_scale(dem_str text, dem_arena *a, dem_tables *out, dem_error *err)
{
    dem_str c[3] = {{0}};
    for (size_t n; next_line(&text, c, 3, &n);) {
        if (n < 3) return bad(err, "exports/plover.tsv", "a line must have type, mode and score");
        dem_scale_row *s = DEM_PUSH(a, &out->scale);
        if (s) *s = (dem_scale_row){c[0], c[1], number(c[2])};
    }
    return DEM_OK;
}

static int read_quads(dem_str text, dem_tables *out, dem_error *err)
{
    dem_str c[3] = {{0}};
    memset(out->gdelt, 255, sizeof out->gdelt);
    memset(out->phoenix, 255, sizeof out->phoenix);
    for (size_t n; next_line(&text, c, 3, &n);) {
        int root = dem_cameo_root(c[0]);
        if (n < 3 || root == 0) return bad(err, "exports/quads.tsv", "a line must have a CAMEO root and two classes");
        if (c[1].n) out->gdelt[root] = (uint8_t)number(c[1]);
        if (c[2].n) out->phoenix[root] = (uint8_t)number(c[2]);
    }
    return DEM_OK;
}

static int read_cameo(dem_str text, dem_arena *a, dem_tables *out, dem_error *err)
{
    dem_str c[7] = {{0}};
    for (size_t n; next_line(&text, c, 7, &n);) {
        if (n < 7) return bad(err, "ontology/cameo.tsv", "a line must have seven columns");
        dem_state_row *s = DEM_PUSH(a, &out->cameo);
        if (s) *s = (dem_state_row){.iso3 = c[0], .name = c[6]};
    }
    return DEM_OK;
}

int dem_tables_read(const dem_table_texts *t, dem_arena *a, dem_tables *out, dem_error *err)
{
    *out = (dem_tables){0};
    int rc = read_states(t->states, a, out, err);
    if (rc == DEM_OK) rc = read_sectors(t->sectors, out, err);
    if (rc == DEM_OK) rc = read_scale(t->plover, a, out, err);
    if (rc == DEM_OK) rc = read_quads(t->quads, out, err);
    if (rc == DEM_OK) rc = read_cameo(t->cameo, a, out, err);
    if (rc == DEM_OK && dem_arena_failed(a)) rc = dem_fail(err, DEM_EMEMORY, "memory is out");
    return rc;
}

const dem_state_row *dem_state_of(const dem_tables *t, dem_str iso3)
{
    for (size_t i = 0; iso3.n == 3 && i < t->states.n; i++)
        if (dem_str_eq(t->states.items[i].iso3, iso3)) return &t->states.items[i];
    return NULL;
}

dem_str dem_sector_name(const dem_tables *t, dem_str triple)
{
    for (size_t i = 0; i < t->n_sectors; i++)
        if (dem_str_eq(t->sectors[i].code, triple)) return t->sectors[i].name;
    return DEM_STR_NONE;
}

bool dem_plover_score(const dem_tables *t, dem_str type, dem_str mode, double *out)
{
    bool found = false;
    for (size_t i = 0; type.n && i < t->scale.n; i++) {
        const dem_scale_row *s = &t->scale.items[i];
        if (!dem_str_eq(s->type, type) || (s->mode.n && !dem_str_eq(s->mode, mode))) continue;
        if (found && !s->mode.n) continue; /* the mode's own score goes before the type's */
        *out = s->score;
        found = true;
    }
    return found;
}

dem_str dem_cameo_name(const dem_tables *t, dem_str code)
{
    for (size_t i = 0; i < t->cameo.n; i++)
        if (dem_str_eq(t->cameo.items[i].iso3, code)) return t->cameo.items[i].name;
    return DEM_STR_NONE;
}
