/* replay.c - runs a fuzz target over the files named on the command line: its corpus, as a test. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int main(int argc, char **argv) {
    enum { MOST = 4 << 20 };
    uint8_t *data = malloc(MOST);
    if (!data) return 1;
    for (int i = 1; i < argc; i++) {
        FILE *f = fopen(argv[i], "rb");
        if (!f) {
            perror(argv[i]);
            free(data);
            return 1;
        }
        size_t n = fread(data, 1, MOST, f);
        fclose(f);
        fprintf(stderr, "%s\n", argv[i]);
        LLVMFuzzerTestOneInput(data, n);
    }
    free(data);
    return 0;
}
