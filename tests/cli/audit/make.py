"""Archives as the services write them, of made-up posts. usage: make.py FOLDER"""
import csv, json, os, sys

folder = sys.argv[1]
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
CALM = "Sorting exit tickets into piles tells me more than a quiz."
PHONE = "Call her dad at 312-555-0142 & ask <him>."
SECRET = "The wifi password is Tr0ub4dor&3"


def path(name):
    return os.path.join(folder, name)


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def note(text, when, name="ms_k", to=PUBLIC, summary=None, pictures=(), **more):
    return {"id": f"https://m.example/{when}", "type": "Create", "actor": f"https://m.example/users/{name}", "published": when, "to": [to], "cc": [],
            "object": {"type": "Note", "summary": summary, "content": f"<p>{escaped(text)}</p>", **more,
                       "attachment": [{"type": "Document", "url": f"/m/{i}.png", "name": alt} for i, alt in enumerate(pictures)]}}


def outbox(name, items):
    with open(path(name), "w") as f:  # the names of the list stand elsewhere, too
        json.dump({"@context": ["https://www.w3.org/ns/activitystreams", {"x": ["orderedItems"], "orderedItems": {"y": []}}], "type": "orderedItems",
                   "z": [1], "totalItems": len(items), "orderedItems": items, "after": [note(PHONE, "2020-01-01T00:00:00Z")]}, f)


outbox("outbox.json", [
    note(CALM, "2023-02-05T10:00:00Z", pictures=[None, "a desk with pencils"]),
    note(PHONE, "2023-02-06T10:00:00Z"),
    {"type": "Announce", "actor": "https://m.example/users/ms_k", "object": "https://o.example/1"},
    note(CALM, "2023-03-06T10:00:00Z", summary=PHONE, name="riverbendusd"),  # only the content warning gives it away
    note(CALM, "2023-03-07T10:00:00Z", pictures=["call Maya's dad at 312-555-0142"]),  # only the description does
    note("", "2023-03-07T11:00:00Z", oneOf=[{"name": CALM}, {"name": PHONE}]),  # only a poll's answer does
    17, {"type": "Create"},
])

tweets = [{"tweet": {"full_text": escaped(text), "created_at": f"Wed {month} 10 20:19:24 +0000 2018", "id_str": "1", "entities": {"media": [{}]}}}
          for text, month in ((CALM, "Jan"), (PHONE, "Feb"), ("RT @someone: " + PHONE, "Feb"), ("] } [ \\ \" " + CALM, "Mar"))]
tweets.append({"full_text": PHONE, "created_at": "Wed Dec 10 20:19:24 +0000 2008"})  # as older exports have it
with open(path("tweets.js"), "w") as f:
    f.write("window.YTD.tweets.part0 = " + json.dumps(tweets, indent=2) + "\n")

rows = [("2024-01-03 10:00", "@RiverbendUSD", CALM), ("2024-01-04 10:00", "ms_k", PHONE + '\na second line; with "quotes"'),
        ("3/4/2024", '=HYPERLINK("http://evil.example")', PHONE), ("", "", "")]
for name, separator, start in (("posts.csv", ";", "\ufeff"), ("commas.csv", ",", ""), ("told.csv", "\t", "sep=\t\r\n")):
    with open(path(name), "w", newline="") as f:
        f.write(start)
        writer = csv.writer(f, delimiter=separator)
        writer.writerow(["Date", "Account", "Message"])
        writer.writerows(rows)
with open(path("named.csv"), "w") as f:
    f.write("id,what I wrote\n1," + CALM + "\n")
with open(path("latin1.csv"), "wb") as f:
    f.write(b"text\nLovely day.\ncaf\xe9\nLovely day.\n")
with open(path("quote.csv"), "w") as f:
    f.write('text\nLovely day.\n"never closed\nLovely day.\n')

lines = [{"text": text, "author": author, "posted_at": when} for text, author, when in
         ((CALM, "a", "2022-05-01T10:00:00-05:00"), (PHONE, "b", "2022-05-02T10:00:00-05:00"), (SECRET, "<b>&c", "2022-06-02T10:00:00-05:00"))]
with open(path("posts.jsonl"), "w") as f:
    f.write("\n".join(json.dumps(line) for line in lines) + "\n")
with open(path("broken.jsonl"), "w") as f:
    f.write(json.dumps(lines[0]) + "\nQuetzalcoatl\n" + json.dumps(lines[1]) + '\n{"text":\n')
with open(path("many.jsonl"), "w") as f:
    for i in range(400):
        f.write(json.dumps({"text": f"Call her dad at 312-555-{i % 100:04d}, room {i}" if i % 3 else CALM, "author": f"a{i % 7}"}) + "\n")
with open(path("all-broken.jsonl"), "w") as f:
    f.write("x\n" * 50)
