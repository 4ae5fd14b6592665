/* messages.h - the words of the text report and of the clipboard's notices, in one place for whoever edits or
 * translates them. */
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
    MESSAGE_ASK,
    MESSAGE_ANSWER,
    MESSAGE_ANSWER_FLAG,
    MESSAGE_ANSWER_NAME,
    MESSAGE_INSTEAD,
    MESSAGE_TAKE_OUT,
    MESSAGE_POST_FROM,
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
    /* asking before something is published */
    MESSAGE_ASK_REVIEW,
    MESSAGE_ASK_HOLD,
    MESSAGE_ASK_REASON,
    MESSAGE_ASK_NOBODY,
    /* pasting */
    MESSAGE_PASTE,
    /* of the clipboard: in a notice's heading and body */
    MESSAGE_CLIP_PASS,
    MESSAGE_CLIP_REVIEW,
    MESSAGE_CLIP_HOLD,
    MESSAGE_CLIP_UNCHECKED,
    MESSAGE_CLIP_TO_HOLD,
    MESSAGE_CLIP_TO_REVIEW,
    MESSAGE_CLIP_MORE,
    MESSAGE_CLIP_LARGE,
    MESSAGE_CLIP_LATE,
    MESSAGE_CLIP_UNFINISHED,
    MESSAGE_CLIP_BROKEN,
    MESSAGE_CLIP_NOTHING,
    MESSAGE_CLIP_SECRET,
    MESSAGE_CLIP_OWN,
    MESSAGE_CLIP_FORMATTED,
    MESSAGE_CLIP_REPLACED,
    MESSAGE_CLIP_PLAIN,
    MESSAGE_CLIP_LEFT,
    MESSAGE_CLIP_GONE,
    MESSAGE_CLIP_NOT_PUT,
    MESSAGE_CLIP_SHOW,
    MESSAGE_CLIP_USE,
    MESSAGE_CLIP_CLOSE,
    MESSAGES
} message;

const char *message_text(message m);

#endif
