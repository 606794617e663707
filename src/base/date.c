/* SPDX-License-Identifier: Apache-2.0 */
/* Day arithmetic (Howard Hinnant's published civil-from-days algorithms, restated). */
#include "base/date.h"

#include <stdio.h>

int dem_days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > 12) return 0;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

dem_day dem_day_of(int year, int month, int day)
{
    if (year < 1 || year > 9999 || day < 1 || day > dem_days_in_month(year, month)) return DEM_DAY_NONE;
    int y = month <= 2 ? year - 1 : year;
    int era = y / 400, yoe = y - era * 400;
    int doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468;
}

void dem_day_split(dem_day d, int *year, int *month, int *day)
{
    int64_t z = (int64_t)d + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int doe = (int)(z - era * 146097);
    int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int mp = (5 * doy + 2) / 153;
    *day = doy - (153 * mp + 2) / 5 + 1;
    *month = mp < 10 ? mp + 3 : mp - 9;
    *year = (int)(yoe + era * 400) + (*month <= 2);
}

int dem_day_weekday(dem_day d)
{
    int w = (int)(((int64_t)d + 3) % 7);
    return w < 0 ? w + 7 : w;
}

static int digits(dem_str s, size_t from, size_t n)
{
    int v = 0;
    for (size_t i = from; i < from + n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9') return -1;
        v = v * 10 + (s.p[i] - '0');
    }
    return v;
}

dem_day dem_day_parse(dem_str iso)
{
    if (iso.n != 10 || iso.p[4] != '-' || iso.p[7] != '-') return DEM_DAY_NONE;
    int y = digits(iso, 0, 4), m = digits(iso, 5, 2), d = digits(iso, 8, 2);
    if (y < 0 || m < 0 || d < 0) return DEM_DAY_NONE;
    return dem_day_of(y, m, d);
}

void dem_day_print(dem_day d, char out[11])
{
    out[0] = '\0';
    if (d == DEM_DAY_NONE) return;
    int y, m, day;
    dem_day_split(d, &y, &m, &day);
    if (y < 1 || y > 9999) return;
    snprintf(out, 11, "%04u-%02u-%02u", (unsigned)y % 10000u, (unsigned)m % 100u, (unsigned)day % 100u);
}
