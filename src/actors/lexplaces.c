/* SPDX-License-Identifier: Apache-2.0 */
/* Reader of the gazetteer: tab-separated places. A header line names the columns; without one they are
   name, country, admin, lat, lon, population. */
#include "actors/lexmodel.h"

#include <stdlib.h>

enum { COL_NAME, COL_COUNTRY, COL_ADMIN, COL_LAT, COL_LON, COL_POPULATION, COL_ALIASES, COL_PRECISION, COLS, COLUMNS_MAX = 24 };

static const char *const column_names[COLS][4] = {
    {"name", "place", "city"}, {"country", "alpha3", "country_code", "iso3"}, {"admin", "admin1", "province", "first-level division"}, {"lat", "latitude"},
    {"lon", "longitude", "lng"}, {"population", "pop"}, {"aliases", "alternates", "other names", "other names (;)"}, {"precision", "kind", "type"}};

static void read_header(dem_str line, int where[COLS])
{
    dem_str part;
    for (int i = 0; i < COLS; i++) where[i] = -1;
    for (int at = 0; dem_str_split(&line, '\t', &part); at++)
        for (int c = 0; c < COLS; c++)
            for (int k = 0; k < 4 && column_names[c][k]; k++)
                if (dem_str_ieq(dem_str_trim(part), dem_str_c(column_names[c][k]))) where[c] = at;
}

/* A decimal number without strtod's locale: sign, digits, point, digits; in millionths. */
static bool read_degrees(dem_str s, int32_t limit, int32_t *out)
{
    int64_t v = 0, scale = 1000000;
    size_t i = 0;
    bool minus = s.n && s.p[0] == '-', point = false, digit = false;
    if (minus) i++;
    for (; i < s.n; i++) {
        if (s.p[i] == '.' && !point) {
            point = true;
            continue;
        }
        if (s.p[i] < '0' || s.p[i] > '9') return false;
        digit = true;
        if (point) {
            scale /= 10;
            v += (s.p[i] - '0') * scale;
        } else {
            v = v * 10 + (int64_t)(s.p[i] - '0') * 1000000;
        }
        if (v > (int64_t)limit * 1000000) return false;
    }
    *out = (int32_t)(minus ? -v : v);
    return digit;
}

static bool read_count(dem_str s, int64_t *out)
{
    int64_t v = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9' || v > 100000000000) return false;
        v = v * 10 + (s.p[i] - '0');
    }
    *out = v;
    return true;
}

/* By the column, else by the file's name: admin1.tsv holds provinces. */
static uint8_t precision_of(dem_str s, const char *file)
{
    static const char *const names[] = {"", "country", "province", "district", "city"};
    for (uint8_t i = 1; i < 5; i++)
        if (dem_str_is(s, names[i]) || (s.n == 1 && s.p[0] == '0' + i)) return i;
    return dem_str_find(dem_str_c(file), DEM_STR("admin1"), 0) != SIZE_MAX ? 2 : 4;
}

static bool read_place(dem_lex_model *m, size_t file, size_t line, const dem_str cell[COLS], const dem_str whole)
{
    dem_lex_place p = {.file = (uint32_t)file, .line = (uint32_t)line, .name = cell[COL_NAME], .admin = cell[COL_ADMIN]};
    dem_str country = cell[COL_COUNTRY];
    if (p.name.n == 0 || p.name.n > 300) {
        dem_lex_bad(m, file, line, 1, "the place's name is missing or too long");
        return true;
    }
    if (country.n && country.n != 3) {
        size_t column = country.p ? (size_t)(country.p - whole.p) + 1 : whole.n + 1;
        dem_lex_bad(m, file, line, column, "\"%.*s\" is no alpha-3 country code", DEM_FMT(country));
        return true;
    }
    if (country.n) memcpy(p.country, country.p, 3);
    if (cell[COL_LAT].n || cell[COL_LON].n) {
        p.located = read_degrees(cell[COL_LAT], 90, &p.lat) && read_degrees(cell[COL_LON], 180, &p.lon);
        if (!p.located) dem_lex_bad(m, file, line, (size_t)(cell[COL_NAME].p - whole.p) + 1, "latitude or longitude is no number of degrees");
    }
    if (!read_count(cell[COL_POPULATION], &p.population))
        dem_lex_bad(m, file, line, (size_t)(cell[COL_POPULATION].p - whole.p) + 1, "\"%.*s\" is no count of people", DEM_FMT(cell[COL_POPULATION]));
    p.precision = precision_of(cell[COL_PRECISION], m->files[file].name);
    dem_str rest = cell[COL_ALIASES], part;
    while (rest.p && dem_str_split(&rest, ';', &part)) {
        part = dem_str_trim(part);
        if (part.n == 0 || part.n > 300) continue;
        dem_str *slot = DEM_PUSH(m->a, &p.aliases);
        if (!slot) return false;
        *slot = part;
    }
    dem_lex_place *slot = DEM_PUSH(m->a, &m->places);
    if (slot) *slot = p;
    return slot != NULL;
}

int dem_lex_read_places(dem_lex_model *m, size_t index)
{
    int where[COLS] = {0, 1, 2, 3, 4, 5, -1, -1};
    dem_str rest = m->files[index].text, line;
    bool first = true;
    for (size_t n = 1; dem_str_split(&rest, '\n', &line); n++) {
        if (line.n && line.p[line.n - 1] == '\r') line.n--;
        dem_str plain = line;
        bool comment = plain.n && plain.p[0] == '#';
        if (comment) plain = dem_str_trim(dem_str_cut(plain, 1, plain.n));
        if (dem_str_trim(plain).n == 0) continue;
        bool header = first && dem_str_find(plain, DEM_STR("\t"), 0) != SIZE_MAX && dem_str_find(plain, DEM_STR("lat"), 0) != SIZE_MAX &&
                      dem_str_find(plain, DEM_STR("lon"), 0) != SIZE_MAX;
        if (header) {
            read_header(plain, where);
            first = false;
            continue;
        }
        if (comment) continue;
        first = false;
        dem_str cell[COLS] = {0}, part, cells = line;
        for (int at = 0; at < COLUMNS_MAX && dem_str_split(&cells, '\t', &part); at++)
            for (int c = 0; c < COLS; c++)
                if (where[c] == at) cell[c] = dem_str_trim(part);
        if (!read_place(m, index, n, cell, line))
            return dem_fail_at(m->err, DEM_EMEMORY, m->files[index].name, n, -1, "memory is out");
    }
    return DEM_OK;
}
