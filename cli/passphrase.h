/* passphrase.h - a passphrase from the terminal, unseen, or the next line of standard input. */
#ifndef CLI_PASSPHRASE_H
#define CLI_PASSPHRASE_H

#include "hallpass.h"

enum { PASSPHRASE_BYTES = 1024 };

/* Asks for it, on the terminal. false: nothing came, Ctrl-C was pressed, or it is too long, which is told. */
bool passphrase_ask(const char *question, char out[PASSPHRASE_BYTES], hp_str *passphrase);

#endif
