#include "ingest/ingest.h"
int dem_ingest_bytes(dem_report *r, dem_str bytes, const char *name, const dem_ingest_options *o, dem_error *err)
{ (void)o;(void)err; r->text = dem_str_dup(r->arena, bytes); r->meta.id=dem_str_c(name?name:"x"); dem_span *s = DEM_PUSH(r->arena, &r->paragraphs); s->start=0; s->end=(uint32_t)bytes.n; r->meta.published=dem_day_of(2012,1,31); return 0; }
