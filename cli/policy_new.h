/* policy_new.h - a policy to begin with: commented, sound, and ready to be filled in. */
#ifndef CLI_POLICY_NEW_H
#define CLI_POLICY_NEW_H

#include "out.h"

/* The layers that a person writes policies for, between bars, as option tables want it. */
#define POLICY_LAYERS "state|county|district|school|person"

void policy_starter(output *to, const char *layer);

#endif
