/* moment.c - see moment.h. */
#include "moment.h"

#include <stddef.h>
#include <string.h>
#include <time.h>

/* Two digits from `low` to `high`. */
static bool pair(const char *p, int low, int high) {
    if (p[0] < '0' || p[0] > '9' || p[1] < '0' || p[1] > '9') return false;
    int n = (p[0] - '0') * 10 + (p[1] - '0');
    return n >= low && n <= high;
}

static bool day_exists(const char *p) {
    static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (!pair(p, 0, 99) || !pair(p + 2, 0, 99) || p[4] != '-' || !pair(p + 5, 1, 12) || p[7] != '-') return false;
    int month = (p[5] - '0') * 10 + (p[6] - '0');
    int year = ((p[0] - '0') * 10 + (p[1] - '0')) * 100 + (p[2] - '0') * 10 + (p[3] - '0');
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return pair(p + 8, 1, month == 2 && !leap ? 28 : days[month - 1]);
}

static bool is_offset(const char *p) {
    if (*p == 0 || strcmp(p, "Z") == 0) return true;
    if ((*p != '+' && *p != '-') || !pair(p + 1, 0, 14)) return false;
    p += p[3] == ':' ? 4 : 3;
    return pair(p, 0, 59) && p[2] == 0;
}

bool moment_valid(const char *text) {
    size_t n = strlen(text);
    if (n < 16 || n >= MOMENT_BYTES || !day_exists(text) || (text[10] != 'T' && text[10] != ' ')) return false;
    const char *p = text + 11;
    if (!pair(p, 0, 23) || p[2] != ':' || !pair(p + 3, 0, 59)) return false;
    p += 5;
    if (*p == ':') {
        if (!pair(p + 1, 0, 60)) return false;
        p += 3;
    }
    return is_offset(p);
}

void moment_now(char out[MOMENT_BYTES]) {
    time_t now = time(NULL);
    struct tm local;
    char offset[8];
    out[0] = 0;
    if (!localtime_r(&now, &local)) return;
    size_t n = strftime(out, MOMENT_BYTES, "%Y-%m-%dT%H:%M:%S", &local);
    if (n == 0 || strftime(offset, sizeof(offset), "%z", &local) != 5) return;
    memcpy(out + n, offset, 3);
    out[n + 3] = ':';
    memcpy(out + n + 4, offset + 3, 3);
}
