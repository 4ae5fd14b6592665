/* codes.h - a learned reader of numbers and odd words: what is the "4471" of this sentence for?
 *
 * A pattern knows what a card number looks like, but "punch 4471 and hold the gate" and "bus 4471 broke down" look
 * alike. A code is a stretch of text that holds a digit or a sign inside a word and is no price, time, date, link or
 * handle; or a word that is told near a password or a lock ("the word is pickle"). A multinomial logistic model with
 * hashed features (its shape, the words around it, the company these words keep) tells what it is for. The trainer
 * (tests/eval/train) shares the feature code of this file.
 *
 * Image, little endian: 8 bytes "HPCOD001"; u32 slots (a power of two); f32 scale; then slots x CODE_KINDS signed
 * bytes: weight = byte x scale.
 */
#ifndef HALLPASS_CODES_H
#define HALLPASS_CODES_H

#include "text/doc.h"
#include "text/lexicon.h"

typedef enum code_kind {
    CODE_NONE, /* no private datum: a score, a bus, a standard */
    CODE_CREDENTIAL,
    CODE_MEETING,
    CODE_STUDENT_ID,
    CODE_CARD,
    CODE_HANDLE,
    CODE_OTHER, /* a private datum of another kind, which patterns find: phone, plate, birth date */
    CODE_KINDS
} code_kind;

/* Names of the kinds as rules write them (`reads:`); NULL for CODE_NONE and CODE_OTHER, which no rule asks for. */
extern const char *const code_kind_names[CODE_KINDS];

enum { CODE_NEAR = 14, CODE_FEATURES = 6 * CODE_NEAR + 80, CODE_LONGEST = 64 };

typedef struct code_span {
    size_t clean_start, clean_end;
    uint32_t token_first, token_last;
    bool told;                /* a plain word */
    float chance[CODE_KINDS]; /* they add up to 1 */
} code_span;

/* The kind of a category of findings; CODE_OTHER for those that only patterns find. */
code_kind code_kind_of(hp_str category);

/* The kind that a private code most likely is of. */
code_kind code_likeliest(const code_span *c);

typedef struct code_reader {
    const int8_t *weights; /* slots x CODE_KINDS */
    uint32_t mask;
    float scale;
} code_reader;

/* The image is borrowed. HP_ERR_USAGE: damaged, foreign, another version. */
HP_MUST_USE hp_status codes_open(hp_str image, code_reader *out);

/* The codes of a document in order, in its arena, not yet read; *out is NULL without memory. */
size_t codes_gather(const doc *d, const hp_lexicon *lexicon, code_span **out);

/* Feature hashes of a code; returns their number (<= CODE_FEATURES). */
size_t codes_features(const doc *d, const hp_lexicon *lexicon, const code_span *c, uint32_t *out);

/* Fills in what each code is for. */
void codes_read(const code_reader *reader, const doc *d, const hp_lexicon *lexicon, code_span *codes, size_t count);

#endif
