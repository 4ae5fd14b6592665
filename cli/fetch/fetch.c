/* fetch.c - hallpass-fetch: the district's policy from its server. The only program of hallpass that opens a network
 * connection; it never sees a draft. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "digest.h"
#include "download.h"
#include "fetching.h"
#include "secrets.h"
#include "verbs.h"

static const command cmd_fetch = {
    "fetch",
    "VERB [options] ...",
    "Follows your district's policy: fetches it, verifies who signed it, keeps the last three versions.",
    "It asks one address for one file and sends nothing of you. A draft is never seen here.\n",
    NULL,
    0,
    NULL};

static const command *const commands[] = {&cmd_fetch_subscribe, &cmd_fetch_now,      &cmd_fetch_poll,
                                          &cmd_fetch_status,    &cmd_fetch_rollback, &cmd_fetch_unsubscribe};

int main(int argc, char **argv) {
    digest_start();
    download_start();
    return verbs_run(&cmd_fetch, commands, sizeof(commands) / sizeof(commands[0]), argc - 1, argv + 1);
}
