/* SPDX-License-Identifier: Apache-2.0 */
/* While stages are being built: their functions may be absent from the link, and the table of stages passes them over. */
#ifndef DEM_PIPELINE_PENDING_H
#define DEM_PIPELINE_PENDING_H
#pragma weak dem_segment_rules_load
#pragma weak dem_segment_rules_free
#pragma weak dem_segmenter_new
#pragma weak dem_segmenter_free
#pragma weak dem_segment_report
#pragma weak dem_model_open_file
#pragma weak dem_model_open_memory
#pragma weak dem_model_close
#pragma weak dem_model_version
#pragma weak dem_parser_new
#pragma weak dem_parser_free
#pragma weak dem_parse_report
#pragma weak dem_lexicon_open_memory
#pragma weak dem_lexicon_compile
#pragma weak dem_lexicon_add_text
#pragma weak dem_lexicon_close
#pragma weak dem_lexicon_version
#pragma weak dem_actors_report
#pragma weak dem_frame_rules_load
#pragma weak dem_frame_rules_free
#pragma weak dem_frames_report
#pragma weak dem_context_rules_load
#pragma weak dem_context_rules_free
#pragma weak dem_context_report
#pragma weak dem_rules_load
#pragma weak dem_rules_free
#pragma weak dem_events_report
#pragma weak dem_relate
#pragma weak dem_export
#pragma weak dem_export_begin
#pragma weak dem_ontology_lookup
#pragma weak dem_source_open
#pragma weak dem_source_next
#pragma weak dem_source_close
#pragma weak dem_ingest_bytes
#pragma weak dem_conllu_read
#pragma weak dem_conllu_write
#endif
