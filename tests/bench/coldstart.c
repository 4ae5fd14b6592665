/* coldstart.c - whole-process time of several commands, interleaved so that noise meets all of them alike.
 * usage: coldstart ROUNDS STDIN_FILE (NAME COMMAND ARGS... ;)...
 * Prints a line a command: name, median in milliseconds, ratio to the first command's median, 90th percentile, most
 * memory that was resident in MB. */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

enum { MOST_COMMANDS = 16 };

typedef struct command {
    const char *name;
    char **argv;
    double *ms;
    long resident; /* KiB, the most */
} command;

static double now_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double run(char **argv, const char *input, long *resident) {
    struct rusage used;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    pid_t pid;
    double start = now_ms();
    if (posix_spawnp(&pid, argv[0], &actions, NULL, argv, environ) != 0) {
        perror(argv[0]);
        exit(2);
    }
    int status;
    wait4(pid, &status, 0, &used);
    if (used.ru_maxrss > *resident) *resident = used.ru_maxrss;
    double took = now_ms() - start;
    posix_spawn_file_actions_destroy(&actions);
    if (!WIFEXITED(status) || WEXITSTATUS(status) > 1) {
        fprintf(stderr, "coldstart: %s: status %d\n", argv[0], status);
        exit(2);
    }
    return took;
}

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(int argc, char **argv) {
    if (argc < 5) return 2;
    int rounds = atoi(argv[1]);
    command commands[MOST_COMMANDS];
    int count = 0;
    for (int i = 3; i < argc && count < MOST_COMMANDS; count++) {
        commands[count] = (command){argv[i], argv + i + 1, calloc((size_t)rounds, sizeof(double)), 0};
        for (i++; i < argc && strcmp(argv[i], ";") != 0; i++) {
        }
        argv[i++] = NULL;
    }
    for (int round = -5; round < rounds; round++)
        for (int c = 0; c < count; c++) {
            double ms = run(commands[c].argv, argv[2], &commands[c].resident);
            if (round >= 0) commands[c].ms[round] = ms;
        }
    double base = 0;
    for (int c = 0; c < count; c++) {
        qsort(commands[c].ms, (size_t)rounds, sizeof(double), by_value);
        double median = commands[c].ms[rounds / 2];
        if (c == 0) base = median;
        printf("%s\t%.3f\t%.2f\t%.3f\t%.1f\n", commands[c].name, median, median / base, commands[c].ms[rounds * 9 / 10],
               (double)commands[c].resident / 1024);
        free(commands[c].ms);
    }
    return 0;
}
