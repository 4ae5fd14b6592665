/* brief.h - what a page or an extension must know of the policy in use before it can ask: channels, audiences, what can
 * be said of a draft, how many students the class lists hold. */
#ifndef CLI_BRIEF_H
#define CLI_BRIEF_H

#include "options.h"

/* Reads policy and class lists as the options say, in a process of its own, so that its memory and mistakes are gone
 * with it. STATUS_CLEAN: `brief` holds one JSON object, {"policy":{"id","version","title","contact"},
 * "channels":[{"name","audience"}],"audiences":["name"],"flags":[{"name","reason"}],"students":number,"defaults":{"channel","audience","flags":["name"]}}.
 * STATUS_WRONG: {"error":"policy","messages":"what the terminal would show"}. No thread may run beside the caller's. */
int brief_read(const arguments *args, output *brief);

#endif
