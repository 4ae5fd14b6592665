/* minisign.c - see minisign.h. */
#include "minisign.h"

#include <stdlib.h>
#include <string.h>

#include "lines.h"
#include "mem.h"

enum {
    HASH = 64,     /* BLAKE2b-512, of a file */
    CHECKSUM = 32, /* BLAKE2b-256, of a secret key */
    KEY_BYTES = 2 + MINISIGN_ID + SECRETS_PUBLIC,
    SIGNATURE_BYTES = 2 + MINISIGN_ID + SECRETS_SIGNATURE,
    COMMENT_BYTES = 8192
};

/* A secret key's file without its comment, as it lies in Base64; `id`, `key` and `checksum` are what is encrypted. */
typedef struct secret_file {
    unsigned char algorithm[2], stretch[2], sum[2], salt[SECRETS_SALT], work[8], memory[8];
    unsigned char id[MINISIGN_ID], key[SECRETS_SECRET], checksum[CHECKSUM];
} secret_file;

enum { LOCKED_AT = 2 + 2 + 2 + SECRETS_SALT + 8 + 8, LOCKED_BYTES = MINISIGN_ID + SECRETS_SECRET + CHECKSUM };
_Static_assert(sizeof(secret_file) == LOCKED_AT + LOCKED_BYTES, "bytes only: there is nothing to align");

static const char untrusted[] = "untrusted comment: ", trusted[] = "trusted comment: ";

/* Takes a line off, without its newline, and a carriage return before it; the last one may end with the text. */
static bool next_line(hp_str *rest, hp_str *line) {
    if (rest->n == 0) return false;
    const char *newline = memchr(rest->p, '\n', rest->n);
    size_t n = newline ? (size_t)(newline - rest->p) : rest->n, taken = n + (newline != NULL);
    *line = (hp_str){rest->p, n};
    *rest = (hp_str){rest->p + taken, rest->n - taken};
    if (line->n > 0 && line->p[line->n - 1] == '\r') line->n--;
    return true;
}

static bool begins(hp_str text, const char *with) {
    size_t n = strlen(with);
    return text.n >= n && memcmp(text.p, with, n) == 0;
}

/* The line after the comment. */
static bool second_line(hp_str text, hp_str *line) {
    return next_line(&text, line) && begins(*line, untrusted) && next_line(&text, line);
}

void minisign_id_text(const unsigned char id[MINISIGN_ID], char out[MINISIGN_ID_TEXT]) {
    static const char hex[] = "0123456789ABCDEF";
    for (size_t i = 0; i < MINISIGN_ID; i++) { /* a number, its lowest byte first */
        out[2 * i] = hex[id[MINISIGN_ID - 1 - i] >> 4];
        out[2 * i + 1] = hex[id[MINISIGN_ID - 1 - i] & 15];
    }
    out[MINISIGN_ID_TEXT - 1] = 0;
}

/* ---- public keys */

bool minisign_read_key(hp_str text, minisign_key *out) {
    unsigned char bytes[KEY_BYTES];
    hp_str line = text;
    while (line.n > 0 && strchr(" \t\r\n", line.p[line.n - 1])) line.n--;
    if (begins(text, untrusted) && !second_line(text, &line)) return false;
    if (line.n != MINISIGN_KEY_TEXT || !secrets_unbase64(line, bytes, sizeof(bytes)) || memcmp(bytes, "Ed", 2) != 0)
        return false;
    memcpy(out->id, bytes + 2, MINISIGN_ID);
    memcpy(out->bytes, bytes + 2 + MINISIGN_ID, SECRETS_PUBLIC);
    return true;
}

char *minisign_key_text(const minisign_key *key) {
    unsigned char bytes[KEY_BYTES] = {'E', 'd'};
    memcpy(bytes + 2, key->id, MINISIGN_ID);
    memcpy(bytes + 2 + MINISIGN_ID, key->bytes, SECRETS_PUBLIC);
    return secrets_base64(bytes, sizeof(bytes));
}

void minisign_new(minisign_key *key, minisign_secret *secret) {
    secrets_keypair(key->bytes, secret->bytes);
    secrets_random(key->id, sizeof(key->id));
    memcpy(secret->id, key->id, sizeof(key->id));
}

/* ---- signatures */

static const char *read_signature(hp_str text, minisign_signature *out) {
    unsigned char bytes[SIGNATURE_BYTES];
    hp_str line;
    if (text.n > MINISIGN_FILE_BYTES) return "the signature is larger than any that minisign writes";
    if (!next_line(&text, &line) || !begins(line, untrusted)) return "it does not begin as a signature of minisign";
    if (!next_line(&text, &line) || !secrets_unbase64(line, bytes, sizeof(bytes)) || bytes[0] != 'E' ||
        (bytes[1] != 'd' && bytes[1] != 'D'))
        return "its second line is no signature";
    out->hashed = bytes[1] == 'D';
    memcpy(out->id, bytes + 2, MINISIGN_ID);
    memcpy(out->signature, bytes + 2 + MINISIGN_ID, SECRETS_SIGNATURE);
    if (!next_line(&text, &line) || !begins(line, trusted)) return "it has no trusted comment";
    size_t n = sizeof(trusted) - 1;
    out->comment = (hp_str){line.p + n, line.n - n};
    if (out->comment.n > COMMENT_BYTES) return "its trusted comment is too long";
    if (!next_line(&text, &line) || !secrets_unbase64(line, out->global, sizeof(out->global)))
        return "its trusted comment is not signed";
    return text.n > 0 ? "something stands behind it" : NULL;
}

bool minisign_read_signature(hp_str text, minisign_signature *out, const char **why) {
    *out = (minisign_signature){0};
    *why = read_signature(text, out);
    return !*why;
}

/* The signature and the trusted comment behind it, which the second signature covers. */
static char *global_text(const unsigned char signature[SECRETS_SIGNATURE], hp_str comment) {
    char *text = mem_new(SECRETS_SIGNATURE + comment.n, 1);
    memcpy(text, signature, SECRETS_SIGNATURE);
    if (comment.n > 0) memcpy(text + SECRETS_SIGNATURE, comment.p, comment.n);
    return text;
}

bool minisign_verify(hp_str file, const minisign_signature *s, const minisign_key *key) {
    unsigned char hash[HASH];
    hp_str text = file;
    if (memcmp(s->id, key->id, MINISIGN_ID) != 0) return false;
    if (s->hashed) {
        secrets_hash(file, hash, sizeof(hash));
        text = (hp_str){(const char *)hash, sizeof(hash)};
    }
    if (!secrets_is_signed(text, s->signature, key->bytes)) return false;
    char *whole = global_text(s->signature, s->comment);
    bool ok = secrets_is_signed((hp_str){whole, SECRETS_SIGNATURE + s->comment.n}, s->global, key->bytes);
    free(whole);
    return ok;
}

int64_t minisign_time(const minisign_signature *s) {
    uint64_t seconds;
    hp_str digits = {s->comment.p, 0};
    static const char name[] = "timestamp:";
    if (!begins(s->comment, name)) return 0;
    digits.p += sizeof(name) - 1;
    while (digits.n < s->comment.n - (sizeof(name) - 1) && digits.p[digits.n] >= '0' && digits.p[digits.n] <= '9')
        digits.n++;
    return lines_number(digits, INT64_MAX / 2, &seconds) ? (int64_t)seconds : 0;
}

char *minisign_sign(hp_str file, const minisign_secret *secret, const char *comment) {
    unsigned char hash[HASH], bytes[SIGNATURE_BYTES] = {'E', 'D'}, global[SECRETS_SIGNATURE];
    unsigned char *signature = bytes + 2 + MINISIGN_ID;
    memcpy(bytes + 2, secret->id, MINISIGN_ID);
    secrets_hash(file, hash, sizeof(hash));
    secrets_sign((hp_str){(const char *)hash, sizeof(hash)}, secret->bytes, signature);
    char *whole = global_text(signature, view(comment));
    secrets_sign((hp_str){whole, SECRETS_SIGNATURE + strlen(comment)}, secret->bytes, global);
    char *first = secrets_base64(bytes, sizeof(bytes)), *second = secrets_base64(global, sizeof(global));
    char *text = mem_text("%ssignature made by hallpass\n%s\n%s%s\n%s\n", untrusted, first, trusted, comment, second);
    free(whole);
    free(first);
    free(second);
    return text;
}

/* ---- secret keys */

static void put_number(unsigned char out[8], uint64_t n) {
    for (size_t i = 0; i < 8; i++) out[i] = (unsigned char)(n >> 8 * i);
}

static uint64_t get_number(const unsigned char in[8]) {
    uint64_t n = 0;
    for (size_t i = 0; i < 8; i++) n |= (uint64_t)in[i] << 8 * i;
    return n;
}

/* Encrypts and decrypts. */
static bool turn_lock(secret_file *f, hp_str passphrase) {
    unsigned char stream[LOCKED_BYTES], *locked = (unsigned char *)f + LOCKED_AT;
    bool ok = secrets_stretch(passphrase, f->salt, get_number(f->work), get_number(f->memory), stream, sizeof(stream));
    for (size_t i = 0; ok && i < sizeof(stream); i++) locked[i] ^= stream[i];
    secrets_forget(stream, sizeof(stream));
    return ok;
}

static void checksum(const secret_file *f, unsigned char out[CHECKSUM]) {
    char text[2 + MINISIGN_ID + SECRETS_SECRET];
    memcpy(text, f->algorithm, 2);
    memcpy(text + 2, f->id, MINISIGN_ID);
    memcpy(text + 2 + MINISIGN_ID, f->key, SECRETS_SECRET);
    secrets_hash((hp_str){text, sizeof(text)}, out, CHECKSUM);
    secrets_forget(text, sizeof(text));
}

char *minisign_write_secret(const minisign_secret *secret, hp_str passphrase) {
    secret_file f = {.algorithm = "Ed", .sum = "B2"};
    memcpy(f.id, secret->id, MINISIGN_ID);
    memcpy(f.key, secret->bytes, SECRETS_SECRET);
    bool ok = true;
    if (passphrase.p) {
        checksum(&f, f.checksum);
        memcpy(f.stretch, "Sc", 2);
        secrets_random(f.salt, sizeof(f.salt));
        put_number(f.work, secrets_stretch_work());
        put_number(f.memory, secrets_stretch_memory());
        ok = turn_lock(&f, passphrase);
    }
    char *base64 = ok ? secrets_base64((unsigned char *)&f, sizeof(f)) : NULL;
    char *text =
        ok ? mem_text("%sminisign %ssecret key\n%s\n", untrusted, passphrase.p ? "encrypted " : "", base64) : NULL;
    secrets_forget(&f, sizeof(f));
    if (base64) secrets_forget(base64, strlen(base64));
    free(base64);
    return text;
}

static bool read_file(hp_str text, secret_file *f) {
    hp_str line;
    return second_line(text, &line) && secrets_unbase64(line, (unsigned char *)f, sizeof(*f)) &&
           memcmp(f->algorithm, "Ed", 2) == 0 && memcmp(f->sum, "B2", 2) == 0;
}

bool minisign_is_locked(hp_str text) {
    secret_file f;
    bool locked = read_file(text, &f) && memcmp(f.stretch, "Sc", 2) == 0;
    secrets_forget(&f, sizeof(f));
    return locked;
}

bool minisign_read_secret(hp_str text, hp_str passphrase, minisign_secret *out, const char **why) {
    secret_file f;
    unsigned char sum[CHECKSUM];
    *why = NULL;
    if (!read_file(text, &f)) {
        *why = "it is no secret key of minisign";
        return false;
    }
    bool locked = memcmp(f.stretch, "Sc", 2) == 0;
    if (!locked && (f.stretch[0] || f.stretch[1]))
        *why = "its passphrase is kept in a way that is not known here";
    else if (locked && (get_number(f.work) > secrets_stretch_work() || get_number(f.memory) > secrets_stretch_memory()))
        *why = "it asks for more memory or time than minisign's own keys";
    else if (locked && !turn_lock(&f, passphrase))
        *why = "there is not the memory to try the passphrase: it takes one GiB";
    checksum(&f, sum);
    if (!*why && locked && !secrets_same(sum, f.checksum, CHECKSUM)) /* minisign writes none into an open key */
        *why = "the passphrase is not the right one";
    if (!*why) {
        memcpy(out->id, f.id, MINISIGN_ID);
        memcpy(out->bytes, f.key, SECRETS_SECRET);
    }
    secrets_forget(&f, sizeof(f));
    return !*why;
}
