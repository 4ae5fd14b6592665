/* status.c - the text of every status. */
#include "hallpass.h"

const char *hp_status_text(hp_status status) {
    switch (status) {
    case HP_OK: return "all is well";
    case HP_ERR_USAGE: return "wrong argument";
    case HP_ERR_MEMORY: return "out of memory";
    case HP_ERR_LIMIT: return "a limit was reached";
    case HP_ERR_SOURCE: return "a rule or policy file has errors";
    case HP_ERR_ENCODING: return "the text is not valid UTF-8";
    case HP_ERR_INTERNAL: return "internal error";
    }
    return "unknown status";
}
