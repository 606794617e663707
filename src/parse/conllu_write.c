/* SPDX-License-Identifier: Apache-2.0 */
/* The CoNLL-U writer. */
#include "parse/conllu.h"

/* A column: what would break the line becomes a space, nothing becomes "_". */
static void put(FILE *out, dem_str s)
{
    if (s.n == 0) fputc('_', out);
    for (size_t i = 0; i < s.n; i++) fputc(s.p[i] == '\t' || s.p[i] == '\n' || s.p[i] == '\r' ? ' ' : s.p[i], out);
}

static void put_comments(const dem_report *r, size_t s, FILE *out)
{
    const dem_sentence *st = &r->sentences.items[s];
    if (st->comments.n) {
        fwrite(st->comments.p, 1, st->comments.n, out);
        if (st->comments.p[st->comments.n - 1] != '\n') fputc('\n', out);
        return;
    }
    if (s == 0 || r->sentences.items[s - 1].paragraph != st->paragraph) fputs("# newpar\n", out);
    fputs("# sent_id = ", out);
    if (r->meta.id.n) {
        put(out, r->meta.id);
        fputc('-', out);
    }
    fprintf(out, "%zu\n# text = ", s + 1);
    put(out, dem_text_of(r, st->span));
    fputc('\n', out);
}

static void put_word(const dem_token *t, uint32_t id, bool parsed, bool inside, FILE *out)
{
    fprintf(out, "%u\t", id);
    put(out, t->form);
    fputc('\t', out);
    put(out, t->lemma);
    fprintf(out, "\t%s\t", dem_upos_name((dem_upos)t->upos));
    put(out, t->xpos);
    fputc('\t', out);
    put(out, t->feats);
    if (parsed)
        fprintf(out, "\t%d\t%s\t_\t", t->head + 1, dem_rel_name((dem_rel)t->deprel));
    else
        fputs("\t_\t_\t_\t", out);
    fputs(t->space_after || inside ? "_\n" : "SpaceAfter=No\n", out);
}

int dem_conllu_write(const dem_report *r, FILE *out, dem_error *err)
{
    size_t mw = 0;
    for (size_t s = 0; s < r->sentences.n; s++) {
        const dem_sentence *st = &r->sentences.items[s];
        uint32_t inside = 0; /* words of a multiword token still to come */
        put_comments(r, s, out);
        for (uint32_t i = 0; i < st->n; i++) {
            while (mw < r->multiwords.n && r->multiwords.items[mw].sentence < s) mw++;
            const dem_multiword *m = mw < r->multiwords.n ? &r->multiwords.items[mw] : NULL;
            if (m && m->sentence == s && m->first == i) {
                fprintf(out, "%u-%u\t", i + 1, i + m->n);
                put(out, m->form);
                fputs("\t_\t_\t_\t_\t_\t_\t_\t", out);
                put(out, m->misc);
                fputc('\n', out);
                inside = m->n;
                mw++;
            }
            put_word(&r->tokens.items[st->first + i], i + 1, st->parsed, inside > 0, out);
            inside -= inside > 0;
        }
        fputc('\n', out);
    }
    return ferror(out) ? dem_fail(err, DEM_EIO, "the CoNLL-U output could not be written") : DEM_OK;
}
