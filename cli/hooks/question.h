/* question.h - the person at the terminal, wherever standard input and output go.
 *
 * There is one only where the process may read from its controlling terminal: not in the background, not where a
 * graphical program started it. */
#ifndef CLI_QUESTION_H
#define CLI_QUESTION_H

#include "hallpass.h"

/* A descriptor of the terminal, which the caller closes; -1: nobody can be asked. */
int question_open(void);

/* Asks for a line, shown as it is typed; what was typed before the question is thrown away. Returns its bytes, without
 * the newline and the blanks around it; 0 when nothing was written, it was too long, or the terminal has gone. */
size_t question_line(int terminal, const char *question, char *line, size_t room);

/* Asks for one key, which is not shown, and waits until one is pressed: its byte, of a letter the small one; 0 when the
 * terminal has gone. Keys that are no character (arrows) are passed over. A signal that ends the program finds the
 * terminal as it was. */
char question_key(int terminal, hp_str question);

/* "y" or "yes" to a question; anything else is no. */
bool question_yes(int terminal, const char *question);

#endif
