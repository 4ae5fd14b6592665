/* sandbox.c - see sandbox.h. The filter is written out for the kernel's BPF machine: a library for it would cost every
 * start and say no more than the table below. */
#include "sandbox.h"

#include <errno.h>
#include <limits.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <malloc.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>

#if defined(__x86_64__)
#define MACHINE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define MACHINE AUDIT_ARCH_AARCH64
#elif defined(__riscv) && __riscv_xlen == 64
#define MACHINE AUDIT_ARCH_RISCV64
#else
#define MACHINE 0 /* its system calls are not known here */
#endif

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define INSTRUMENTED 1 /* the sanitizers' own run time opens files and starts threads at the end */
#else
#define INSTRUMENTED 0
#endif

/* Allowed whatever the arguments. */
static const uint32_t plain_calls[] = {
    /* the drafts, the report */
    __NR_read, __NR_write, __NR_writev, __NR_lseek, __NR_close, __NR_ppoll,
#ifdef __NR_poll
    __NR_poll,
#endif
    /* memory, and how much of it there is, which qsort asks */
    __NR_sysinfo, __NR_brk, __NR_munmap, __NR_mremap, __NR_madvise,
    /* threads that already run, signals, clocks, the end */
    __NR_futex, __NR_rt_sigaction, __NR_rt_sigprocmask, __NR_rt_sigreturn, __NR_restart_syscall, __NR_clock_gettime,
    __NR_getrandom, __NR_sched_yield, __NR_exit, __NR_exit_group};

static const uint32_t terminal_questions[] = {TCGETS, TIOCGWINSZ};
static const uint32_t terminal_changes[] = {TCSETS, TCSETSW, TCSETSF};

enum { MOST_STEPS = 96 };

typedef struct filter {
    struct sock_filter steps[MOST_STEPS];
    unsigned short n;
} filter;

static void step(filter *f, uint16_t code, uint8_t yes, uint8_t no, uint32_t k) {
    f->steps[f->n++] = (struct sock_filter){code, yes, no, k};
}

static void load(filter *f, size_t offset) {
    step(f, BPF_LD | BPF_W | BPF_ABS, 0, 0, (uint32_t)offset);
}

static void answer(filter *f, uint32_t what) {
    step(f, BPF_RET | BPF_K, 0, 0, what);
}

static void allow_equal(filter *f, uint32_t value) {
    step(f, BPF_JMP | BPF_JEQ | BPF_K, 0, 1, value);
    answer(f, SECCOMP_RET_ALLOW);
}

static size_t low_word(unsigned argument) { /* both machines' words are little-endian */
    return offsetof(struct seccomp_data, args) + argument * sizeof(uint64_t);
}

/* Memory may be mapped and changed, but not made executable. */
static void allow_without_exec(filter *f, uint32_t call) {
    step(f, BPF_JMP | BPF_JEQ | BPF_K, 0, 4, call);
    load(f, low_word(2));
    step(f, BPF_JMP | BPF_JSET | BPF_K, 0, 1, PROT_EXEC);
    answer(f, SECCOMP_RET_KILL_PROCESS);
    answer(f, SECCOMP_RET_ALLOW);
}

static void allow_ioctls(filter *f, bool terminal) {
    size_t questions = sizeof(terminal_questions) / sizeof(terminal_questions[0]);
    size_t changes = terminal ? sizeof(terminal_changes) / sizeof(terminal_changes[0]) : 0;
    step(f, BPF_JMP | BPF_JEQ | BPF_K, 0, (uint8_t)(2 + 2 * (questions + changes)), __NR_ioctl);
    load(f, low_word(1));
    for (size_t i = 0; i < questions; i++) allow_equal(f, terminal_questions[i]);
    for (size_t i = 0; i < changes; i++) allow_equal(f, terminal_changes[i]);
    answer(f, SECCOMP_RET_ERRNO | ENOTTY); /* libc asks about descriptors of all kinds */
}

static void build(filter *f, sandbox_needs needs) {
    load(f, offsetof(struct seccomp_data, arch));
    step(f, BPF_JMP | BPF_JEQ | BPF_K, 1, 0, MACHINE);
    answer(f, SECCOMP_RET_KILL_PROCESS);
    load(f, offsetof(struct seccomp_data, nr));
    for (size_t i = 0; i < sizeof(plain_calls) / sizeof(plain_calls[0]); i++) allow_equal(f, plain_calls[i]);
    allow_without_exec(f, __NR_mmap);
    allow_without_exec(f, __NR_mprotect);
    allow_ioctls(f, needs.terminal);
    answer(f, needs.libraries ? SECCOMP_RET_ERRNO | EPERM : SECCOMP_RET_KILL_PROCESS);
}

/* All ways to reach another process or machine that was not reached before; a ring does what the filter cannot see. */
static const uint32_t ways_out[] = {__NR_socket,         __NR_socketpair,       __NR_connect,
                                    __NR_bind,           __NR_listen,           __NR_ptrace,
                                    __NR_io_uring_setup, __NR_process_vm_readv, __NR_process_vm_writev};

static void build_ways_out(filter *f) {
    load(f, offsetof(struct seccomp_data, arch));
    step(f, BPF_JMP | BPF_JEQ | BPF_K, 1, 0, MACHINE);
    answer(f, SECCOMP_RET_KILL_PROCESS);
    load(f, offsetof(struct seccomp_data, nr));
#ifdef __X32_SYSCALL_BIT
    step(f, BPF_JMP | BPF_JGE | BPF_K, 0, 1, __X32_SYSCALL_BIT);
    answer(f, SECCOMP_RET_KILL_PROCESS);
#endif
    for (size_t i = 0; i < sizeof(ways_out) / sizeof(ways_out[0]); i++) {
        step(f, BPF_JMP | BPF_JEQ | BPF_K, 0, 1, ways_out[i]);
        answer(f, SECCOMP_RET_ERRNO | EACCES);
    }
    answer(f, SECCOMP_RET_ALLOW);
}

static bool install(const filter *f, const char **why) {
    struct sock_fprog program = {f->n, (struct sock_filter *)(uintptr_t)f->steps};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
        syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) == 0)
        return true;
    *why = strerror(errno);
    return false;
}

/* What holds with a filter and without. false: no filter is to be installed, for an error when *why is set. */
static bool prepare(const char **why) {
    struct rlimit none = {0, 0};
    *why = NULL;
    if (setrlimit(RLIMIT_CORE, &none) != 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) *why = strerror(errno);
    if (INSTRUMENTED) return false;
    if (MACHINE == 0) *why = "not known on this machine";
    return *why == NULL;
}

bool sandbox_enter(sandbox_needs needs, const char **why) {
    mallopt(M_TRIM_THRESHOLD, INT_MAX); /* giving a thread's memory back asks a file in /proc whether it may */
    if (!prepare(why)) return INSTRUMENTED;
    filter f = {.n = 0};
    build(&f, needs);
    return install(&f, why);
}

bool sandbox_stay_home(const char **why) {
    if (!prepare(why)) return INSTRUMENTED;
    filter f = {.n = 0};
    build_ways_out(&f);
    return install(&f, why);
}

bool sandbox_bound(size_t memory, unsigned cpu_seconds, unsigned seconds) {
    const struct rlimit nothing = {0, 0}, bytes = {memory, memory}, cpu = {cpu_seconds, cpu_seconds + 1};
    alarm(seconds);
    if (setrlimit(RLIMIT_FSIZE, &nothing) != 0 || setrlimit(RLIMIT_CPU, &cpu) != 0) return false;
    return INSTRUMENTED || setrlimit(RLIMIT_AS, &bytes) == 0; /* the sanitizers map terabytes */
}
