/* policy_new.c - see policy_new.h. What is switched off stands behind "# " and is sound too once that is taken away. */
#include "policy_new.h"

static const char head[] =
    "# A hallpass policy. Lines that begin with # are explanations, or examples that are switched off: take the # and\n"
    "# the blank behind it away to switch one on. Two spaces a level, never a tab. A text with a colon or a # in it\n"
    "# stands in quotes: 'like: this'. When you have changed something:\n"
    "#     hallpass policy check THIS-FILE     tells every mistake, with its line and a way to mend it\n"
    "#     hallpass policy test  THIS-FILE     runs the tests at the end of this file, and those of all rules\n"
    "#     hallpass rules show   THIS-FILE     lists all rules that can be changed below\n"
    "hallpass: policy/1\n"
    "id: example/";
static const char names[] =
    "                 # short and without blanks; --policy finds the file by it\n"
    "title: Social media at Example Schools     # what people call it\n"
    "version: 2026.1.0                          # raise it whenever you hand out a changed policy\n"
    "layer: ";
static const char base[] =
    "\nextends: [{ id: base }]                    # what is not changed below is as the base policy has it";
static const char body[] =
    "\n"
    "# Whose clock school hours and end dates are told by.\n"
    "time-zone: America/Chicago\n"
    "# Told with every finding that stops a post.\n"
    "contact: \"Not sure? Ask first: comms@schools.example\"\n"
    "# A new policy may be tried before it stops anybody: in a trial everything is told and nothing is held.\n"
    "# mode: trial\n"
    "\n"
    "# Your written policy, so that findings can cite it: an id of your own, the title, the sections that you name.\n"
    "sources:\n"
    "  handbook:\n"
    "    title: Staff Handbook\n"
    "    section: Handbook\n"
    "    sections: { \"4.1\": Personal accounts, \"5.3\": Names and pictures of students }\n"
    "\n"
    "# People who may be named, each with the ground for it (and the last day of that, where there is one), and "
    "accounts\n"
    "# that may be mentioned.\n"
    "# allow:\n"
    "#   names:\n"
    "#     - { name: Tomas Ortiz, basis: staff-consent, until: 2027-06-30 }\n"
    "#   handles: [\"@ExampleSchools\"]\n"
    "\n"
    "# Where staff publish, and who reads it there: public, families, class, staff or self. Those of the base policy\n"
    "# (twitter, facebook, instagram, bluesky, mastodon, blog, newsletter, forum, classroom, email) need not be "
    "repeated.\n"
    "# channels:\n"
    "#   class-app: { audience: class }\n"
    "\n"
    "# Changes to rules. severity: off, note (advice), review (look again) or hold (do not publish as it is), for\n"
    "# everybody or by audience. override: yes, reason or no says who may go on after a hold. Only what changes.\n"
    "rules:\n"
    "  contacts/phone:\n"
    "    severity: { public: hold, families: review }\n"
    "    cite: [handbook §4.1]\n"
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
    out_z(to, "                            # state, county, district, school or person: the nearer one wins");
    out_z(to, base);
    out_z(to, body);
}
