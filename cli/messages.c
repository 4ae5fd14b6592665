/* messages.c - see messages.h. Plain words, no blame, no threats of law. */
#include "messages.h"

static const char *const english[MESSAGES] = {
    [MESSAGE_PASS] = "Good to go: nothing here seems to point to a student or give private data away.",
    [MESSAGE_PASS_NOTES] = "Good to go, with a thought or two:",
    [MESSAGE_REVIEW] = "Look again before you post this:",
    [MESSAGE_HOLD] = "Better not post this as it is:",
    [MESSAGE_UNCHECKED] = "This could not be checked to the end, so it counts as \"look again\".",
    [MESSAGE_SEVERITY_HOLD] = "Hold",
    [MESSAGE_SEVERITY_REVIEW] = "Look again",
    [MESSAGE_SEVERITY_NOTE] = "Note",
    [MESSAGE_SURE] = "sure",
    [MESSAGE_LIKELY] = "likely",
    [MESSAGE_MAYBE] = "maybe",
    [MESSAGE_WHOLE_POST] = "about the post as a whole",
    [MESSAGE_WHY] = "why",
    [MESSAGE_DO] = "do",
    [MESSAGE_INSTEAD] = "instead",
    [MESSAGE_TAKE_OUT] = "take these words out",
    [MESSAGE_POLICY] = "policy",
    [MESSAGE_SEE] = "see",
    [MESSAGE_BECAUSE] = "because",
    [MESSAGE_EXCEPTION] = "lowered by the exception",
    [MESSAGE_RULE] = "rule",
    [MESSAGE_PROBLEM] = "Please know: ",
    [MESSAGE_REWRITE_PART] = "A beginning; what else is marked above is yours to change:",
    [MESSAGE_REWRITE] = "One way to say it:",
    [MESSAGE_NO_REWRITE] = "There is no ready wording for this one: change the marked words by hand.",
    [MESSAGE_LEGEND] = "~~~ is whom it points to, ^^^ is what it says.",
    [MESSAGE_NEXT_HOLD] = "Change the marked words and check again. Your draft has not left this computer.",
    [MESSAGE_NEXT_HOLD_REASON] = "Change the marked words and check again, or go on with a reason that you could show.",
    [MESSAGE_NEXT_HOLD_ASK] = "Change the marked words and check again; this one is not for one person to decide.",
    [MESSAGE_NEXT_REVIEW] = "If you have thought of it already, go ahead: this one is yours to decide.",
    [MESSAGE_NEXT_UNCHECKED] = "Shorten the draft or check it in parts, then check again.",
    [MESSAGE_PASTE] = "Paste or type your draft, then press Ctrl-D. Nothing of it is stored or sent.\n",
};

const char *message_text(message m) {
    return english[m];
}
