/* SPDX-License-Identifier: Apache-2.0 */
/* Calendar days of the proleptic Gregorian calendar as a count of days, and ISO 8601 text. Arithmetic only; reading dates in prose is context's job. */
#ifndef DEM_BASE_DATE_H
#define DEM_BASE_DATE_H

#include "base/str.h"

/* Days since 1970-01-01. DEM_DAY_NONE: no date. */
typedef int32_t dem_day;
#define DEM_DAY_NONE INT32_MIN
#define DEM_DAY_MIN (INT32_MIN + 1) /* open start */
#define DEM_DAY_MAX INT32_MAX       /* open end */

dem_day dem_day_of(int year, int month, int day); /* DEM_DAY_NONE when there is no such day */
void dem_day_split(dem_day d, int *year, int *month, int *day);
int dem_day_weekday(dem_day d); /* 0 Monday … 6 Sunday */
int dem_days_in_month(int year, int month);
/* "2012-01-31" (whole string, years 0001-9999). */
dem_day dem_day_parse(dem_str iso);
/* Writes "YYYY-MM-DD" and a NUL; an empty string for DEM_DAY_NONE. */
void dem_day_print(dem_day d, char out[11]);

#endif
