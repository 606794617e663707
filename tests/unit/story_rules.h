/* SPDX-License-Identifier: Apache-2.0 */
/* The rules of data/stories, for tests that link reports. Include it after cmocka's header. */
#ifndef TEST_STORY_RULES_H
#define TEST_STORY_RULES_H

#include "base/file.h"
#include "stories/stories.h"

#include <stdio.h>

static inline dem_story_rules *load_story_rules(dem_arena *a)
{
    static const char *const names[] = {"links.txt", "initiatives.txt", "words.tsv"};
    dem_named_text files[3];
    dem_story_rules *rules = NULL;
    dem_error err;
    for (size_t i = 0; i < 3; i++) {
        char path[512];
        snprintf(path, sizeof path, "%s/data/stories/%s", DEM_SOURCE_DIR, names[i]);
        files[i].name = names[i];
        if (dem_file_read(a, path, (size_t)16 << 20, &files[i].text, &err) != DEM_OK) fail_msg("%s", err.message);
    }
    if (dem_story_rules_load(files, 3, &rules, &err) != DEM_OK) fail_msg("%s", err.message);
    return rules;
}

#endif
