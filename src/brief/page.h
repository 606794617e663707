/* SPDX-License-Identifier: Apache-2.0 */
/* The looks of the HTML brief: one sheet of style for screen and paper, nothing from outside. */
#ifndef DEM_BRIEF_PAGE_H
#define DEM_BRIEF_PAGE_H

extern const char dem_page_style[]; /* for all media */
extern const char dem_page_media[]; /* what small screens and paper have otherwise */

#endif
