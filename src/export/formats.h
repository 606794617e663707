/* SPDX-License-Identifier: Apache-2.0 */
/* The formats of other programs: a table of writers fed with events one by one. One file per family. */
#ifndef DEM_EXPORT_FORMATS_H
#define DEM_EXPORT_FORMATS_H

#include "export/xevent.h"

typedef enum dem_period { DEM_BY_DAY, DEM_BY_WEEK, DEM_BY_MONTH, DEM_BY_YEAR } dem_period;

typedef struct dem_exporter {
    const struct dem_export_format *format;
    const dem_tables *tables;
    dem_arena *kept; /* what lives until the end */
    dem_buf out;     /* taken by the caller between two calls */
    dem_period by;   /* dyads */
    bool roots;      /* dyads: counts by root instead of by quad class */
    const char *version;
    void *state;     /* the format's own, in `kept` */
} dem_exporter;

typedef struct dem_export_format {
    const char *name;
    bool keeps; /* events given to it must stay: they are read into `kept` */
    void (*begin)(dem_exporter *x);
    int (*event)(dem_exporter *x, const dem_xevent *e, dem_arena *row, dem_error *err);
    int (*end)(dem_exporter *x, dem_error *err);
} dem_export_format;

/* NULL when there is no such format. */
const dem_export_format *dem_export_format_of(const char *name);

extern const dem_export_format dem_format_gdelt, dem_format_gdelt2, dem_format_gdelt_mentions, dem_format_petrarch, dem_format_phoenix,
    dem_format_icews, dem_format_polecat, dem_format_ngec, dem_format_plover, dem_format_csv, dem_format_dyads, dem_format_graphml;

/* ---- tellings of one event together, for the formats that have one row an event (groups.c) ---- */

typedef struct dem_xgroup {
    const dem_xevent *best;      /* the telling that is trusted most; the earliest of those */
    DEM_VEC(const dem_xevent *) tellings;
    dem_dyads dyads;             /* of the best telling */
} dem_xgroup;
typedef struct dem_xgroups {
    dem_places_of index;
    DEM_VEC(dem_xgroup) items;
} dem_xgroups;
int dem_xgroups_add(dem_xgroups *g, dem_arena *a, const dem_xevent *e, dem_error *err);
/* Chooses the best telling of each and makes the dyads. */
void dem_xgroups_close(dem_xgroups *g, dem_arena *a);
/* Different reports and different publishers among the tellings; a report that names none counts as one of its own. */
void dem_xgroup_counts(const dem_xgroup *g, dem_arena *a, size_t *reports, size_t *publishers);

#endif
