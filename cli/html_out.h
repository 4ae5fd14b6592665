/* html_out.h - a page that needs nothing else: no script, no font, no picture, and its policy (CSP) lets a browser
 * fetch nothing. Light and dark, for screens of every width and for paper. */
#ifndef CLI_HTML_OUT_H
#define CLI_HTML_OUT_H

#include "out.h"

/* What stands before the body's content. `style`: rules of this page, behind those that all have: the colours
 * --ink --soft --paper --line --hold --review, body, h1, h2. The title and the style are written as they are. */
void html_begin(output *to, const char *title, const char *style);
void html_end(output *to);

/* A text from a file or a draft, in an element or a quoted attribute: cleaned as for a terminal, so that it can only be
 * read; a newline or tab is a space, or, of html_lines, stays. */
void html_text(output *to, hp_str text);
void html_lines(output *to, hp_str text);

#endif
