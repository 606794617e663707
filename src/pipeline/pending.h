/* SPDX-License-Identifier: Apache-2.0 */
/* While stages are being built: their functions may be absent from the link, and the table of stages passes them over. */
#ifndef DEM_PIPELINE_PENDING_H
#define DEM_PIPELINE_PENDING_H
#pragma weak dem_context_rules_load
#pragma weak dem_context_rules_free
#pragma weak dem_context_report
#endif
