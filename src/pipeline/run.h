/* SPDX-License-Identifier: Apache-2.0 */
/* The run: files through a bounded ring of reports and several workers, results in input order. Internal to pipeline/. */
#ifndef DEM_PIPELINE_RUN_H
#define DEM_PIPELINE_RUN_H

#include "export/export.h"
#include "ingest/ingest.h"
#include "pipeline/engine.h"

/* Writes what the caller wants of a coded report. Called on any worker's thread. */
typedef int (*dem_render)(const dem_engine *engine, dem_report *r, const dem_run_options *o, dem_buf *out, dem_error *err);

int dem_run_with(dem_engine *engine, const char *const *paths, size_t n_paths, const dem_run_options *o, dem_render render,
                 dem_error *err);

#endif
