"""Speaks to hallpass-host as a browser does; run by `run`."""
import hashlib, base64, json, os, random, resource, signal, struct, subprocess, sys, tempfile, time

HALLPASS = os.environ["HALLPASS"]
HERE = os.path.dirname(os.path.abspath(__file__))
EXTENSION = os.path.join(HERE, "../../../cli/extension/manifest.json")
CHROMIUM = "chrome-extension://jghfecnmighmknpekokpcnnmipkhllfj/"
FIREFOX = ["/usr/lib/mozilla/native-messaging-hosts/hallpass.json", "{67c66c7b-1229-4888-9a25-e83eb13b2011}"]
HELD = "Zora Quill has an IEP meeting on Thursday. Her mom is at 212-555-0142."
WAIT = 60

work = tempfile.TemporaryDirectory()
roster = os.path.join(work.name, "class.csv")
with open(roster, "w") as f:
    f.write("given,family\nZora,Quill\n")
env = dict(os.environ, XDG_CONFIG_HOME=work.name + "/config", XDG_CACHE_HOME=work.name + "/cache")
passed = failed = 0


def test(body):
    global passed, failed
    try:
        body()
        passed += 1
    except Exception as error:
        failed += 1
        print(f"FAIL {body.__name__}: {type(error).__name__} {error}")
    return body


class Host:
    def __init__(self, *caller, options=()):
        self.messages = tempfile.TemporaryFile()
        self.p = subprocess.Popen([HALLPASS, "host", f"--roster={roster}", *options, *(caller or [CHROMIUM])], env=env,
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.messages)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.p.kill()
        self.p.wait()
        for f in (self.p.stdin, self.p.stdout):
            try:
                f.close()
            except BrokenPipeError:
                pass

    def raw(self, data):
        self.p.stdin.write(data)
        self.p.stdin.flush()

    def send(self, body):
        self.raw(struct.pack("=I", len(body)) + body)

    def answer(self):
        head = self.p.stdout.read(4)
        assert len(head) == 4, "no answer"
        return json.loads(self.p.stdout.read(struct.unpack("=I", head)[0]))

    def ask(self, value):
        self.send(value if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False).encode())
        return self.answer()

    def end(self):
        """The exit status after its input has ended; nothing may be left in its output."""
        try:
            self.p.stdin.close()
        except BrokenPipeError:
            pass
        left = self.p.stdout.read()
        assert left == b"", f"left over: {left[:80]}"
        return self.p.wait(WAIT)

    def told(self):
        self.messages.seek(0)
        return self.messages.read().decode()

    def children(self):
        with open(f"/proc/{self.p.pid}/task/{self.p.pid}/children") as f:
            return [int(pid) for pid in f.read().split()]


def equal(got, wanted):
    assert got == wanted, f"{got!r} is not {wanted!r}"


# ---- who may ask
@test
def chromium_and_firefox_may_ask():
    for caller in ([CHROMIUM], FIREFOX):
        with Host(*caller) as h:
            equal(h.ask({"id": 1, "text": "Fine."})["verdict"], "pass")
            equal(h.end(), 0)


@test
def nobody_else_may():
    strangers = [["chrome-extension://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/"], [CHROMIUM + "x"], [CHROMIUM[:-1]], ["x", CHROMIUM],
                 [FIREFOX[1]], [FIREFOX[0], "hallpass@example.org"], [FIREFOX[0]], ["https://example.org/"], [""]]
    for caller in strangers:
        with Host(*caller) as h:
            equal(h.end(), 2)
            assert "extension" in h.told(), caller


@test
def nobody_at_all():
    p = subprocess.run([HALLPASS, "host"], stdin=subprocess.DEVNULL, capture_output=True, env=env, timeout=WAIT)
    equal(p.returncode, 2)
    equal(p.stdout, b"")


@test
def manifests_name_the_ids_that_the_extension_has():
    with open(EXTENSION) as f:
        extension = json.load(f)
    letters = hashlib.sha256(base64.b64decode(extension["key"])).hexdigest()[:32].translate(str.maketrans("0123456789abcdef", "abcdefghijklmnop"))
    equal(f"chrome-extension://{letters}/", CHROMIUM)
    equal(extension["browser_specific_settings"]["gecko"]["id"], FIREFOX[1])
    for browser, key, caller in (("chromium", "allowed_origins", CHROMIUM), ("firefox", "allowed_extensions", FIREFOX[1])):
        out = subprocess.run([HALLPASS, "host", f"--manifest={browser}", "--path=/opt/x/hallpass-host"], capture_output=True, env=env, timeout=WAIT)
        manifest = json.loads(out.stdout)
        equal([manifest["name"], manifest["type"], manifest["path"], manifest[key]], ["hallpass", "stdio", "/opt/x/hallpass-host", [caller]])


# ---- what it answers
@test
def a_draft_has_its_report():
    with Host() as h:
        report = h.ask({"id": 7, "text": HELD, "channel": "twitter"})
        equal([report["schema"], report["id"], report["verdict"], report["complete"]], ["hallpass.report/1", 7, "hold", True])
        equal(report["digest"], hashlib.blake2b(HELD.encode(), digest_size=32).hexdigest())
        assert any(f["text"] == "Zora Quill" for f in report["findings"])
        equal(h.end(), 0)
        equal(h.told(), "")


@test
def many_questions_have_their_answers_in_order():
    with Host() as h:
        for i in range(200):
            h.send(json.dumps({"id": i, "text": HELD if i % 2 else "Fine."}).encode())
        got = [(r["id"], r["verdict"]) for r in (h.answer() for _ in range(200))]
        equal(got, [(i, "hold" if i % 2 else "pass") for i in range(200)])


@test
def the_policy_can_be_asked():
    with Host(options=["--channel=mastodon"]) as h:
        brief = h.ask("policy")
        equal(brief["students"], 1)
        equal(brief["defaults"]["channel"], "mastodon")
        assert "twitter" in [c["name"] for c in brief["channels"]] and "families" in brief["audiences"]


@test
def a_broken_policy_checks_nothing_and_says_so():
    path = os.path.join(work.name, "bad.yaml")
    with open(path, "w") as f:
        f.write("hallpass: policy/1\nid: mine\nextends: nowhere\n")
    with Host(options=[f"--policy={path}"]) as h:
        equal(h.ask({"id": 1, "text": "Fine."}), {"error": "policy"})
        told = h.ask("policy")
        equal(told["error"], "policy")
        assert "bad.yaml:1:1" in told["messages"], told


# ---- broken messages
@test
def what_is_no_draft_is_never_a_pass():
    bad = [b"5", b"null", b"[]", b'"text"', b"{}", b'{"text":5}', b'{"text":"x"', b'{"text":"x"}{"text":"y"}', b"\xff\xfe", b"\0\0", b"nonsense",
           b'{"text":"x","text":"y"}', b'{"text":"\\ud800"}', b'{"text":"a\xffb"}', b"[" * 5000, b' "policy"', b'{"text":"x"}\0']
    with Host() as h:
        for message in bad:
            report = h.ask(message)
            assert report["verdict"] == "review" and report["complete"] is False and report["error"], (message[:20], report)
        equal(h.ask({"id": 1, "text": "Fine."})["verdict"], "pass")
        equal(h.end(), 0)


@test
def a_newline_is_not_a_second_question():
    with Host() as h:
        equal(h.ask(b'{"id":1,\n"text":"Fine."}\r\n')["id"], 1)
        h.send(b'{"id":2,"text":"Fine."}\n{"id":3,"text":"Fine."}')
        assert h.answer()["error"]
        equal(h.ask({"id": 4, "text": "Fine."})["id"], 4)


@test
def nothing_in_a_message():
    with Host() as h:
        for blank in (b"", b"   ", b"\n\n\r "):
            equal(h.ask(blank), {"error": "empty"})
        equal(h.end(), 0)


@test
def a_length_that_makes_no_sense_ends_it():
    for head in (b"\xff\xff\xff\xff", b"\x00\x00\x00\x80", struct.pack("=I", (64 << 20) + 1)):
        with Host() as h:
            h.raw(head)
            equal(h.end(), 2)
            assert "no message" in h.told()


@test
def an_end_in_the_middle_is_no_question():
    for part in (b"\x05", b"\x05\0\0", struct.pack("=I", 100), struct.pack("=I", 100) + b'{"text":"Fine."}'):
        with Host() as h:
            h.raw(part)
            equal(h.end(), 2)


@test
def too_large_is_passed_over_in_bounded_memory():
    with Host() as h:
        equal(h.ask({"id": 1, "text": "Fine."})["verdict"], "pass")
        equal(h.ask(b"x" * ((1 << 20) + 1)), {"error": "large"})
        h.raw(struct.pack("=I", 64 << 20))
        for _ in range(64):
            h.raw(b"y" * (1 << 20))
        equal(h.answer(), {"error": "large"})
        equal(h.ask({"id": 2, "text": "Fine."})["id"], 2)
        with open(f"/proc/{h.p.pid}/status") as f:
            peak = next(int(line.split()[1]) for line in f if line.startswith("VmHWM"))
        assert peak < 24 * 1024 or "asan" in HALLPASS, f"{peak} KiB"


@test
def the_longest_draft():
    with Host() as h:
        text = ("We read a page today. " * 60000)[: (1 << 20) - 40]
        report = h.ask({"id": 1, "text": text})
        assert report.get("id") == 1 or report.get("error"), report


@test
def a_report_longer_than_browsers_take():
    with Host() as h:
        answer = h.ask({"id": 1, "text": " ".join(f"Call 212-555-01{i % 100:02d} or Zora Quill, who failed quiz {i}." for i in range(12000))})
        assert answer.get("error") == "long" or answer["verdict"] == "hold", str(answer)[:200]
        equal(h.ask({"id": 2, "text": "Fine."})["id"], 2)


@test
def noise():
    dice = random.Random(8)
    for _ in range(40):
        with Host() as h:
            try:
                h.raw(dice.randbytes(dice.randrange(1, 400)))
                h.p.stdin.close()
            except BrokenPipeError:
                pass
            h.p.stdout.read()
            assert h.p.wait(WAIT) in (0, 2), h.p.returncode


# ---- how it ends
@test
def the_shut_in_half_is_killed_between_two_drafts():
    with Host() as h:
        h.ask({"id": 1, "text": "Fine."})
        for pid in h.children():
            os.kill(pid, signal.SIGKILL)
        equal(h.ask({"id": 2, "text": HELD})["verdict"], "hold")


@test
def it_ends_with_the_browser_and_takes_its_child_along():
    with Host() as h:
        h.ask({"id": 1, "text": "Fine."})
        children = h.children()
        assert children
        equal(h.end(), 0)
        assert not any(os.path.exists(f"/proc/{pid}") for pid in children)


@test
def killed_it_leaves_no_child_behind():
    with Host() as h:
        h.ask({"id": 1, "text": "Fine."})
        children = h.children()
        h.p.kill()
        h.p.wait()
        for _ in range(200):
            alive = [pid for pid in children if os.path.exists(f"/proc/{pid}") and open(f"/proc/{pid}/stat").read().split(") ")[1][0] != "Z"]
            if not alive:
                return
            time.sleep(0.05)
        raise AssertionError("the shut-in half is still there")


@test
def a_browser_that_stops_listening():
    with Host() as h:
        h.ask({"id": 1, "text": "Fine."})
        h.p.stdout.close()
        h.send(b'{"id":2,"text":"Fine."}')
        equal(h.p.wait(WAIT), 0)


@test
def no_way_to_another_machine_and_no_core_file():
    with Host() as h:
        h.ask({"id": 1, "text": "Fine."})
        with open(f"/proc/{h.p.pid}/status") as f:
            status = f.read()
        assert "Seccomp:\t2" in status or "asan" in HALLPASS, "seccomp"


@test
def no_word_of_a_draft_in_its_messages():
    with Host() as h:
        h.ask({"id": 1, "text": HELD})
        h.ask(b'{"text":"Zora Quill')
        h.end()
        assert "Zora" not in h.told(), h.told()


print(f"{passed} passed, {failed} failed, 0 skipped")
sys.exit(failed > 0)
