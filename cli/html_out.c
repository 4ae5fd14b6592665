/* html_out.c - see html_out.h. */
#include "html_out.h"

static const char head[] =
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
    "<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"robots\" content=\"noindex\">\n"
    "<meta name=\"color-scheme\" content=\"light dark\">\n<title>";

static const char shared[] =
    "</title>\n<style>\n"
    ":root { color-scheme: light dark; --ink: #1c2330; --soft: #56607a; --paper: #fff; --line: #d5dae4;\n"
    "  --hold: #b3261e; --review: #8a5a00; --bar: #dfe5f0 }\n"
    "@media (prefers-color-scheme: dark) { :root { --ink: #e6e9f0; --soft: #a3adc2; --paper: #14181f;\n"
    "  --line: #353c4a; --hold: #ff8a80; --review: #f0b95a; --bar: #29313f } }\n"
    "body { margin: 0 auto; max-width: 60rem; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif;\n"
    "  color: var(--ink); background: var(--paper) }\n"
    "h1 { font-size: 1.5rem; margin: 0 } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem }\n";

void html_begin(output *to, const char *title, const char *style) {
    out_z(to, head);
    out_z(to, title);
    out_z(to, shared);
    out_z(to, style);
    out_z(to, "</style>\n</head>\n<body>\n");
}

void html_end(output *to) {
    out_z(to, "</body>\n</html>\n");
}

static void escaped(output *to, const output *clean) {
    for (size_t i = 0; i < clean->n; i++) switch (clean->p[i]) {
        case '<': out_z(to, "&lt;"); break;
        case '>': out_z(to, "&gt;"); break;
        case '&': out_z(to, "&amp;"); break;
        case '"': out_z(to, "&quot;"); break;
        default: out_char(to, clean->p[i]); break;
        }
}

void html_text(output *to, hp_str text) {
    output clean = OUT_MEMORY;
    out_clean(&clean, text);
    escaped(to, &clean);
    out_free(&clean);
}

void html_lines(output *to, hp_str text) {
    output clean = OUT_MEMORY;
    out_clean_lines(&clean, text);
    escaped(to, &clean);
    out_free(&clean);
}
