#!/usr/bin/env python3
"""Writes mails into a folder, each named for what must come of it: NAME.sent, NAME.held, NAME.unchecked.

usage: letters.py FOLDER
"""
import base64
import os
import quopri
import sys
from email.message import EmailMessage
from email.policy import SMTP, default

FINE = "We planted beans on the window sill today."
HELD = "Call her dad at 312-555-0147."
TOP = "From: Ms. Reyes <reyes@example.org>\nTo: families@example.org\n"


def write(name, message):
    if isinstance(message, str):
        message = message.encode()
    with open(os.path.join(sys.argv[1], name), "wb") as file:
        file.write(message)


def letter(subject="This week", text=FINE, **more):
    m = EmailMessage(policy=default)
    m["From"], m["To"], m["Subject"] = "reyes@example.org", "families@example.org", subject
    m.set_content(text, **more)
    return m


def both(name, make):
    write(name + ".sent", make(FINE))
    write(name + ".held", make(HELD))


def b64(text):
    return base64.encodebytes(text.encode()).decode()


def typed(kind, body, more=""):
    return TOP + "Subject: This week\nMIME-Version: 1.0\nContent-Type: %s\n%s\n%s\n" % (kind, more, body)


def in_parts(kind, *parts):
    return typed('multipart/%s; boundary="=_x y"' % kind, "".join("--=_x y\n%s\n" % p for p in parts) + "--=_x y--\n")


def with_name(header):
    return in_parts("mixed", "Content-Type: text/plain\n\n" + FINE, "Content-Type: image/png\n%s\n\nx" % header)


both("plain", lambda t: TOP + "Subject: This week\n\n" + t + "\n")
both("crlf", lambda t: letter(text=t).as_bytes(policy=SMTP))
both("no-newline-at-the-end", lambda t: TOP + "Subject: This week\n\n" + t)
both("subject-only", lambda t: TOP + "Subject: " + t + "\n\n")
both("subject-folded", lambda t: TOP + "Subject: The\n week:\n\t" + t.replace(" at ", "\n at ") + "\n\n" + FINE)
both("subject-in-base64", lambda t: TOP + "Subject: =?utf-8?B?%s?=\n\nA day.\n" % base64.b64encode(t.encode()).decode())
both("subject-in-quoted", lambda t: TOP + "Subject: =?iso-8859-1?Q?%s?=\n\nA day.\n" % t.replace(" ", "_").replace("a", "=61"))
both("subject-in-two-words", lambda t: TOP + "Subject: =?utf-8?q?%s?=\n =?utf-8?q?%s?=\n\nA day.\n" % (t[:22].replace(" ", "_"), t[22:].replace(" ", "_")))
both("subject-and-text", lambda t: TOP + "Subject: %s\n\n%s\n" % (("Maya Hernandez", "She failed algebra and was suspended.") if t == HELD else ("Weather", t)))
both("comments", lambda t: TOP + "Comments: " + t + "\nSubject: x\n\n" + FINE)
both("base64", lambda t: letter(text=t, cte="base64").as_bytes())
both("quoted", lambda t: typed("text/plain; charset=utf-8", quopri.encodestring(t.encode()).decode().replace("3", "=33"), "Content-Transfer-Encoding: Quoted-Printable\n"))
both("quoted-soft-break", lambda t: typed("text/plain", t[:19] + "=  \n" + t[19:], "Content-Transfer-Encoding: quoted-printable\n"))
both("latin-1", lambda t: typed("text/plain; charset=iso-8859-1", "Caf\u00e9. " + t, "Content-Transfer-Encoding: 8bit\n").encode("latin-1"))
both("utf-16", lambda t: typed('text/plain; charset="utf-16"', base64.encodebytes(t.encode("utf-16")).decode(), "Content-Transfer-Encoding: base64\n"))
both("shift-jis", lambda t: typed("text/plain; charset=Shift_JIS", "", "Content-Transfer-Encoding: 8bit\n").encode() + ("\u5b66\u6821 " + t).encode("shift_jis"))
both("html-only", lambda t: typed("text/html; charset=utf-8", "<p>%s</p>" % t.replace("555", "<b>555</b>").replace("-", "&#45;")))
both("html-description", lambda t: typed("text/html", '<img src="cid:1" alt="%s">' % t))
both("html-and-subject", lambda t: TOP + "Subject: %s\nContent-Type: text/html\n\n<p>%s</p>" % (("<Maya Hernandez>", "She failed algebra and was suspended.") if t == HELD else ("Weather", t)))
both("alternative-plain", lambda t: in_parts("alternative", "Content-Type: text/plain\n\n" + t, "Content-Type: text/html\n\n<p>A day.</p>"))
both("alternative-html", lambda t: in_parts("alternative", "Content-Type: text/plain\n\nA day.", "Content-Type: text/html\n\n<p>%s</p>" % t))
both("part-without-headers", lambda t: in_parts("mixed", "\n" + t))
both("part-within-a-part", lambda t: in_parts("mixed", 'Content-Type: multipart/related; boundary=in\n\n--in\n\n%s\n--in--' % t))
both("unclosed", lambda t: typed("multipart/mixed; boundary=b", "--b\n\n" + t))
both("before-the-parts", lambda t: typed("multipart/mixed; boundary=b", t + "\n--b\n\nA day.\n--b--\n"))
both("behind-the-parts", lambda t: typed("multipart/mixed; boundary=b", "--b\n\nA day.\n--b--\n" + t))
both("forwarded", lambda t: in_parts("mixed", "\nA day.", "Content-Type: message/rfc822\n\nSubject: %s\n\nA day." % t))
both("forwarded-digest", lambda t: in_parts("digest", "\nSubject: x\n\n" + t))
both("forwarded-in-base64", lambda t: in_parts("mixed", "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n" + b64("Subject: x\n\n" + t)))
both("calendar", lambda t: in_parts("mixed", "Content-Type: text/calendar\n\nBEGIN:VCALENDAR\nDESCRIPTION:%s\nEND:VCALENDAR" % t))
both("list-called-a-workbook", lambda t: in_parts("mixed", "\nA day.", 'Content-Type: application/vnd.ms-excel; name="class.csv"\nContent-Transfer-Encoding: base64\n\n' + b64("note\n" + t)))
both("name-of-attachment", lambda t: with_name('Content-Disposition: attachment; filename="%s.png"' % t))
both("name-in-type", lambda t: with_name('X-Other: 1\nContent-Type-Not: x').replace("image/png", 'image/png;\n name="%s.png"' % t))
both("name-extended", lambda t: with_name("Content-Disposition: attachment; filename*=utf-8''" + t.replace(" ", "%20") + ".png"))
both("name-in-pieces", lambda t: with_name("Content-Disposition: attachment; filename*0*=utf-8''%s; filename*1=\"%s.png\"" % (t[:12].replace(" ", "%20"), t[12:])))
both("name-in-words", lambda t: with_name('Content-Disposition: attachment; filename="=?utf-8?B?%s?="' % base64.b64encode((t + ".png").encode()).decode()))
both("signed", lambda t: in_parts("signed; protocol=\"application/pgp-signature\"", "Content-Type: text/plain\n\n" + t, "Content-Type: application/pgp-signature\n\nx"))
both("mixed-case", lambda t: typed("TEXT/PLAIN; CHARSET=US-ASCII", b64(t), "CONTENT-TRANSFER-ENCODING:BASE64\n"))
both("no-type-no-subject", lambda t: TOP + "\n" + t)
both("line-that-looks-like-a-border", lambda t: typed("multipart/mixed; boundary=b", "--b\n\n--bc\n--b-\n%s\n--b--\n" % t))

write("unknown-charset.unchecked", typed("text/plain; charset=x-own", FINE))
write("charset-that-is-an-order.unchecked", typed('text/plain; charset="utf-8//IGNORE"', FINE))
write("wrong-charset.unchecked", typed("text/plain; charset=utf-8", "").encode() + b"caf\xe9")
write("cut-character.unchecked", typed("text/plain; charset=shift_jis", "").encode() + b"\x8a")
write("unknown-encoding.unchecked", typed("text/plain", FINE, "Content-Transfer-Encoding: x-uuencode\n"))
write("unknown-charset-in-subject.unchecked", TOP + "Subject: =?x-own?Q?a?=\n\n" + FINE)
write("unknown-charset-in-a-name.unchecked", with_name("Content-Disposition: attachment; filename*=x-own''a.png"))
write("encrypted.unchecked", in_parts("encrypted", "Content-Type: application/pgp-encrypted\n\nVersion: 1"))
write("enveloped.unchecked", typed("application/pkcs7-mime; smime-type=enveloped-data", "x"))
write("no-border.unchecked", typed("multipart/mixed", FINE))
write("no-parts.unchecked", typed("multipart/mixed; boundary=b", FINE))
write("type-twice.unchecked", TOP + "Content-Type: text/plain\nContent-Type: text/html\n\n" + FINE)
write("broken-headers.unchecked", "From someone Mon Jan  5\n" + TOP + "\n" + FINE)
write("bare-return.unchecked", (TOP + "Subject: a\rBcc: b\n\n" + FINE))
write("zero-byte.unchecked", (TOP + "\n" + FINE + "\0"))
write("lies-elsewhere.unchecked", typed("message/external-body; access-type=URL", "x"))
write("too-long.unchecked", TOP + "\n" + "a b " * 300000)
deep = "\n" + HELD
for i in range(40):
    deep = 'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n%s\n--b%d--' % (i, i, deep, i)
write("too-deep.unchecked", TOP + deep)
write("too-many.unchecked", typed("multipart/mixed; boundary=b", "--b\n\nx\n" * 2000))
write("empty.sent", "")
