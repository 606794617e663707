/* SPDX-License-Identifier: Apache-2.0 */
/* SHA-256 (FIPS 180-4) of one buffer, as lower-case hex. */
#ifndef DEM_INGEST_SHA256_H
#define DEM_INGEST_SHA256_H

#include "base/str.h"

void dem_sha256_hex(dem_str bytes, char out[65]);

#endif
