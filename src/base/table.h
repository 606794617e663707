/* SPDX-License-Identifier: Apache-2.0 */
/* Text laid out for people and for spreadsheets: columns aligned by what a terminal shows (wide and combining characters counted by
   their East Asian width), and CSV fields as RFC 4180 wants them. */
#ifndef DEM_BASE_TABLE_H
#define DEM_BASE_TABLE_H

#include "base/arena.h"
#include "base/buf.h"

/* Terminal cells the UTF-8 text takes. Control characters and broken bytes count as one cell. */
size_t dem_text_width(dem_str s);
/* The text on one line: runs of white space and control characters become one blank, broken bytes U+FFFD, so that no report can
   move the cursor of a terminal. Cut to `max` cells with an ellipsis (0: whole). */
void dem_text_line(dem_buf *out, dem_str s, size_t max);

typedef struct dem_column {
    const char *head;
    size_t max;   /* widest it may grow in cells; 0: no limit */
    bool right;   /* numbers: flush right */
} dem_column;

/* Cells are copied. All rows have n_columns cells. */
typedef struct dem_table dem_table;
dem_table *dem_table_new(const dem_column *columns, size_t n_columns); /* columns must outlive it; NULL: memory is out */
void dem_table_free(dem_table *t);
/* A new row; its cells are filled from left to right by dem_table_cell. False when memory is out. */
bool dem_table_row(dem_table *t);
bool dem_table_cell(dem_table *t, dem_str s);
/* A line under the last row, indented, not aligned. */
bool dem_table_note(dem_table *t, dem_str s);
size_t dem_table_rows(const dem_table *t);
/* Columns that are empty in every row are left out. `color`: a bold head. */
void dem_table_print(const dem_table *t, bool color, const char *indent, dem_buf *out);

/* One CSV field, quoted when it must be; `first` is true for the first of a record. dem_csv_end writes CR LF. */
void dem_csv_field(dem_buf *out, bool *first, dem_str s);
void dem_csv_end(dem_buf *out, bool *first);

#endif
