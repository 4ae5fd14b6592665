/* brief.c - see brief.h. */
#include "brief.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "files.h"
#include "json_out.h"
#include "mem.h"
#include "setup.h"
#include "status.h"

enum { BRIEF_BYTES = 1 << 20, MESSAGES_BYTES = 64 * 1024 };

static void text(json_out *j, const char *key, hp_str value) {
    json_put_key(j, key);
    json_put_text(j, value);
}

static void print_choices(json_out *j, const hp_pack *pack) {
    hp_channel_info c;
    hp_flag_info f;
    hp_str audience;
    json_put_key(j, "channels");
    json_put_open(j, '[');
    for (size_t i = 0; (c = hp_pack_channel(pack, i)).name.n > 0; i++) {
        json_put_open(j, '{');
        text(j, "name", c.name);
        text(j, "audience", c.audience);
        json_put_close(j, '}');
    }
    json_put_close(j, ']');
    json_put_key(j, "flags");
    json_put_open(j, '[');
    for (size_t i = 0; (f = hp_pack_flag(pack, i)).name.n > 0; i++) {
        json_put_open(j, '{');
        text(j, "name", f.name);
        text(j, "reason", f.reason);
        json_put_close(j, '}');
    }
    json_put_close(j, ']');
    json_put_key(j, "audiences");
    json_put_open(j, '[');
    for (size_t i = 0; (audience = hp_pack_audience(pack, i)).n > 0; i++) json_put_text(j, audience);
    json_put_close(j, ']');
}

static void print_brief(const arguments *args, const setup *s, output *to) {
    json_out j = {.to = to};
    size_t at = 0;
    hp_pack_info info = hp_pack_describe(s->pack);
    json_put_open(&j, '{');
    json_put_key(&j, "policy");
    json_put_open(&j, '{');
    text(&j, "id", info.policy_id);
    text(&j, "version", info.policy_version);
    text(&j, "title", info.policy_title);
    text(&j, "contact", info.contact);
    json_put_close(&j, '}');
    print_choices(&j, s->pack);
    json_put_key(&j, "students");
    json_put_number(&j, s->roster ? (int64_t)hp_roster_size(s->roster) : 0);
    json_put_key(&j, "defaults");
    json_put_open(&j, '{');
    text(&j, "channel", view(options_value(args, "channel", "")));
    text(&j, "audience", view(options_value(args, "audience", "")));
    json_put_key(&j, "flags");
    json_put_open(&j, '[');
    for (const char *flag; (flag = options_each(args, "flag", &at));) json_put_text(&j, view(flag));
    json_put_close(&j, ']');
    json_put_close(&j, '}');
    json_put_close(&j, '}');
}

/* The forked half: its standard output and error are memory that the other half reads. */
static _Noreturn void read_and_end(const arguments *args, int answer, int messages) {
    setup loaded;
    output to = OUT_TO(answer);
    dup2(messages, STDERR_FILENO);
    int status = setup_load(args, false, &loaded);
    if (status == STATUS_CLEAN) print_brief(args, &loaded, &to);
    out_flush(&to);
    _exit(to.error ? STATUS_WRONG : status);
}

static int wait_for(pid_t pid) {
    int status = 0;
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR) return STATUS_WRONG;
    return WIFEXITED(status) ? WEXITSTATUS(status) : STATUS_WRONG;
}

/* The bytes of a memory file, from its start; nothing when they cannot be had. The caller frees them. */
static hp_str bytes_of(int fd, size_t cap) {
    char *bytes = NULL;
    size_t n = 0;
    const char *why;
    if (fd < 0 || lseek(fd, 0, SEEK_SET) != 0 || !files_read_all(fd, cap, &bytes, &n, &why)) return (hp_str){0};
    return (hp_str){bytes, n};
}

static void print_trouble(output *to, hp_str messages) {
    json_out j = {.to = to};
    json_put_open(&j, '{');
    text(&j, "error", HP_STR("policy"));
    text(&j, "messages", messages);
    json_put_close(&j, '}');
}

int brief_read(const arguments *args, output *brief) {
    int answer = memfd_create("answer", MFD_CLOEXEC), messages = memfd_create("messages", MFD_CLOEXEC);
    pid_t pid = answer >= 0 && messages >= 0 ? fork() : -1;
    if (pid == 0) read_and_end(args, answer, messages);
    int status = pid > 0 ? wait_for(pid) : STATUS_WRONG;
    hp_str told = status == STATUS_CLEAN ? bytes_of(answer, BRIEF_BYTES) : bytes_of(messages, MESSAGES_BYTES);
    if (status == STATUS_CLEAN)
        out_str(brief, told);
    else
        print_trouble(brief, told);
    free((char *)(uintptr_t)told.p);
    if (answer >= 0) close(answer);
    if (messages >= 0) close(messages);
    return status == STATUS_CLEAN ? STATUS_CLEAN : STATUS_WRONG;
}
