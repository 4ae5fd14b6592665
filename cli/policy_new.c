/* policy_new.c - see policy_new.h. What is switched off stands behind "# " and is sound too once that is taken away. */
#include "policy_new.h"

#include <string.h>

static const char head[] =
    "# A hallpass policy. Lines that begin with # are explanations, or examples that are switched off: take the # and\n"
    "# the blank behind it away to switch one on. Two spaces a level, never a tab. A text with a colon or a # in it\n"
    "# stands in quotes: 'like: this'. When you have changed something:\n"
    "# $ hallpass policy check THIS-FILE     tells every mistake, with its line and a way to mend it\n"
    "# $ hallpass policy test THIS-FILE      runs the tests at the end of this file\n"
    "# $ hallpass rules show THIS-FILE       lists all rules that can be changed below\n"
    "hallpass: policy/1\n"
    "id: example/";
static const char names[] =
    "                 # short and without blanks; --policy finds the file by it\n"
    "title: Social media at Example Schools     # what people call it\n"
    "version: 2026.1.0                          # raise it whenever you hand out a changed policy\n"
    "layer: ";
static const char settings[] =
    "                            # state, county, district, school or person: the nearer one wins\n"
    "extends: [{ id: base }]                    # what is not changed below is as the base policy has it\n"
    "\n"
    "# Whose clock school hours and end dates are told by.\n"
    "time-zone: America/Chicago\n"
    "# Told with every finding that stops a post.\n"
    "contact: \"Not sure? Ask first: comms@schools.example\"\n"
    "# A new policy may be tried before it stops anybody: in a trial everything is told and nothing is held\n"
    "# (tests that want a hold get a review then).\n"
    "# mode: trial\n"
    "\n"
    "# Your written policy, so that findings can cite it: an id of your own, the title, the sections that you name.\n"
    "sources:\n"
    "  handbook:\n"
    "    title: Staff Handbook\n"
    "    section: Handbook\n"
    "    sections: { \"4.1\": Personal accounts, \"5.3\": Names and pictures of students }\n"
    "\n"
    "# Word lists: those that rule sets leave to you (public-numbers: numbers that the school publishes itself), and "
    "your\n"
    "# own, for the rules that you add below.\n"
    "# words:\n"
    "#   public-numbers: [\"312-555-0100\"]\n"
    "#   local-words: [Otter Pond, \"the old gym\"]\n"
    "\n"
    "# Where staff publish, and who reads it there: public, families, class, staff or self. Those of the base policy\n"
    "# (twitter, facebook, instagram, bluesky, mastodon, blog, newsletter, forum, classroom, email) need not be "
    "repeated.\n"
    "# channels:\n"
    "#   class-app: { audience: class }\n"
    "\n"
    "# People who may be named, each with the ground for it: public-figure, staff, or a consent with the last day on "
    "which\n"
    "# it holds (staff-consent, family-consent, consent); and accounts that may be mentioned.\n"
    "# allow:\n"
    "#   names:\n"
    "#     - { name: Tomas Ortiz, basis: staff-consent, until: 2027-06-30 }\n"
    "#   handles: [\"@ExampleSchools\"]\n"
    "\n"
    "# Changes to rules: only what changes. severity: off, note (advice), review (look again) or hold (do not publish "
    "as\n"
    "# it is), for everybody or by audience. override: yes, reason or no says who may go on after a hold.\n"
    "rules:\n"
    "  contacts/phone:\n";
static const char severity[] = "    severity: { public: hold, families: review }\n";
static const char stricter[] = "    severity: hold\n"; /* a person may only be stricter */
static const char rest[] =
    "    cite: [handbook §4.1]\n"
    "\n"
    "# Rules of your own: a name without a slash, and a kind. This one looks for words of the list above.\n"
    "#   local-places:\n"
    "#     kind: words\n"
    "#     title: A place that only our town knows\n"
    "#     why: Whoever knows the place knows where the children are.\n"
    "#     do: Leave the place out.\n"
    "#     severity: { public: review, families: note }\n"
    "#     match: \"@local-words\"\n"
    "#     tests: { flag: [\"Meet us at [[Otter Pond]]\"], pass: [\"Meet us at the library\"] }\n"
    "# This one looks at the clock. Hours past midnight are two.\n"
    "#   quiet-hours:\n"
    "#     kind: schedule\n"
    "#     title: Posting at night\n"
    "#     why: A post at night invites answers at night.\n"
    "#     do: Schedule it for the morning.\n"
    "#     severity: note\n"
    "#     when: [{ from: \"22:00\", to: \"24:00\" }, { from: \"00:00\", to: \"06:00\" }]\n"
    "#     tests:\n"
    "#       flag: [{ text: Lovely day, channel: twitter, at: \"2026-10-06T23:30\" }]\n"
    "#       pass: [{ text: Lovely day, channel: twitter, at: \"2026-10-06T12:00\" }]\n"
    "\n"
    "# Findings that are lowered for a while, in one place: who allowed it, why, and its last day.\n"
    "# exceptions:\n"
    "#   - id: E-2026-1\n"
    "#     rule: people/student-name\n"
    "#     set: { severity: note }\n"
    "#     where: { channels: [newsletter], text: Winter Showcase }\n"
    "#     reason: Cast list of the musical; every family signed form M-3.\n"
    "#     approved-by: R. Ortiz, Assistant Superintendent\n"
    "#     approved-on: 2026-09-12\n"
    "#     expires: 2026-12-20\n"
    "\n"
    "# What your policy says in its own words; a finding of one of its rules shows it.\n"
    "clauses:\n"
    "  - id: H1\n"
    "    say: Nothing that points to one child leaves the school.\n"
    "    cite: [handbook §5.3]\n"
    "    rules: [people, contacts/phone]\n"
    "\n"
    "# Posts of which you know what must come of them. A policy whose tests fail should not be handed out.\n"
    "tests:\n"
    "  - { text: \"Exit tickets save me ten minutes a day.\", channel: twitter, verdict: pass }\n"
    "  - { text: \"Call her dad at 312-555-0142\", channel: twitter, verdict: hold, rules: [contacts/phone] }\n";

void policy_starter(output *to, const char *layer) {
    out_z(to, head);
    out_z(to, layer);
    out_z(to, names);
    out_z(to, layer);
    out_z(to, settings);
    out_z(to, strcmp(layer, "person") == 0 ? stricter : severity);
    out_z(to, rest);
}
