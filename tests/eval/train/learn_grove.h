/* learn_grove.h - learns a grove (checker/find/grove.h) from examples that are measured and known. */
#ifndef LEARN_GROVE_H
#define LEARN_GROVE_H

#include "find/grove.h"

/* Examples row by row: `width` measures each, and whether the thing is so. */
typedef struct grove_examples {
    const float *measures;
    const uint8_t *right;
    size_t count, width;
} grove_examples;

typedef struct grove_course {
    unsigned trees; /* GROVE_TREES at most */
    double rate;    /* how much of its error each tree makes good */
    double pull;    /* towards 0, in examples: leaves that few reach say little */
} grove_course;

/* Gradient boosting of trees that ask the same question on a level. Writes `trees` trees and returns the bias. */
float learn_grove(const grove_examples *from, const grove_course *course, grove_tree *trees);

#endif
