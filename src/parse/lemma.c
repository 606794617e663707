/* SPDX-License-Identifier: Apache-2.0 */
/* Applies lemma scripts and looks irregular forms up. */
#include "parse/lemma.h"

#include "parse/features.h"

enum { LONGEST = 96 /* bytes of a form that is given a lemma other than itself */ };

/* The folded form in the wanted case: k as it is, l lower, t first code point kept. Returns code points, `ends` their ends. */
static size_t recase(dem_str form, char kind, char *buf, size_t ends[])
{
    size_t n, bytes, at = 0;
    /* Nearly every form is ASCII to its end, and a byte is a code point. */
    for (; at < form.n && (unsigned char)form.p[at] < 0x80 && form.p[at] != '`'; at++) {
        bool low = kind == 'l' || (kind == 't' && at);
        buf[at] = low && form.p[at] >= 'A' && form.p[at] <= 'Z' ? (char)(form.p[at] + 32) : form.p[at];
        ends[at] = at + 1;
    }
    n = bytes = at;
    while (at < form.n) {
        uint32_t out[3];
        size_t k = dem_parse_next(form, &at, out);
        for (size_t i = 0; i < k; i++) {
            uint32_t c = kind == 'l' || (kind == 't' && n) ? dem_parse_lower(out[i]) : out[i];
            bytes += dem_parse_encode(c, buf + bytes);
            ends[n++] = bytes;
        }
    }
    return n;
}

bool dem_lemma_apply(dem_arena *a, dem_str script, dem_str form, dem_str *out)
{
    if (script.n > 1 && script.p[0] == '=') {
        *out = dem_str_cut(script, 1, script.n); /* lies in the model */
        return true;
    }
    if (form.n == 0 || form.n > LONGEST || script.n < 3) return false;
    size_t cut = 0, i = 1;
    for (; i < script.n && script.p[i] >= '0' && script.p[i] <= '9' && cut < LONGEST; i++)
        cut = cut * 10 + (size_t)(script.p[i] - '0');
    if (i >= script.n || script.p[i] != '|') return false;
    dem_str add = dem_str_cut(script, i + 1, script.n);
    char buf[LONGEST * 4 + 4]; /* a byte that is no UTF-8 becomes three, an ellipsis three of one */
    size_t ends[LONGEST * 3];
    size_t n = recase(form, script.p[0], buf, ends);
    if (cut > n || (cut == n && add.n == 0)) return false;
    size_t keep = cut == n ? 0 : ends[n - cut - 1];
    if (add.n == 0 && keep == form.n && memcmp(buf, form.p, keep) == 0) {
        *out = form;
        return true;
    }
    char *p = dem_alloc(a, keep + add.n + 1);
    *out = DEM_STR_NONE;
    if (!p) return true;
    memcpy(p, buf, keep);
    if (add.n) memcpy(p + keep, add.p, add.n);
    *out = (dem_str){p, keep + add.n};
    return true;
}

bool dem_lemma_lookup(const dem_model *m, dem_str form, dem_str xpos, dem_str *script)
{
    char buf[LONGEST * 4 + 64];
    size_t ends[LONGEST * 3];
    if (form.n > LONGEST || xpos.n > 32) return false;
    size_t n = recase(form, 'l', buf, ends), bytes = n ? ends[n - 1] : 0;
    buf[bytes++] = '\t';
    memcpy(buf + bytes, xpos.p, xpos.n);
    uint32_t at = dem_keys_find(&m->lexicon, dem_parse_key('L', buf, bytes + xpos.n));
    if (at == UINT32_MAX) return false;
    *script = dem_name_at(&m->lexscript, at);
    return true;
}
