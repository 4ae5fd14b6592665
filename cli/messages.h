/* messages.h - the words of the text report, in one place for whoever edits or translates them. */
#ifndef CLI_MESSAGES_H
#define CLI_MESSAGES_H

typedef enum message {
    /* the answer, in one sentence */
    MESSAGE_PASS,
    MESSAGE_PASS_NOTES,
    MESSAGE_REVIEW,
    MESSAGE_HOLD,
    MESSAGE_UNCHECKED,
    /* severities as headings */
    MESSAGE_SEVERITY_HOLD,
    MESSAGE_SEVERITY_REVIEW,
    MESSAGE_SEVERITY_NOTE,
    /* how sure it is */
    MESSAGE_SURE,
    MESSAGE_LIKELY,
    MESSAGE_MAYBE,
    /* a finding's parts */
    MESSAGE_WHOLE_POST,
    MESSAGE_WHY,
    MESSAGE_DO,
    MESSAGE_INSTEAD,
    MESSAGE_TAKE_OUT,
    MESSAGE_POLICY,
    MESSAGE_SEE,
    MESSAGE_BECAUSE,
    MESSAGE_EXCEPTION,
    MESSAGE_RULE,
    MESSAGE_PROBLEM,
    /* the rewrite */
    MESSAGE_REWRITE_PART,
    MESSAGE_REWRITE,
    MESSAGE_NO_REWRITE,
    /* what to do next */
    MESSAGE_LEGEND,
    MESSAGE_NEXT_HOLD,
    MESSAGE_NEXT_HOLD_REASON,
    MESSAGE_NEXT_HOLD_ASK,
    MESSAGE_NEXT_REVIEW,
    MESSAGE_NEXT_UNCHECKED,
    /* pasting */
    MESSAGE_PASTE,
    MESSAGES
} message;

const char *message_text(message m);

#endif
