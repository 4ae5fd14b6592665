// peers.mjs - megabytes a second of texts that three packages of npm read, each in a process of its own.
// usage: node peers.mjs NAME TEXTS SECONDS      TEXTS: one post a line; prints "bulk.NAME TAB value TAB posts"
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [name, texts, seconds] = process.argv.slice(2);
const need = createRequire(process.cwd() + "/");
const readers = {
    "redact-pii": () => {
        const redactor = new (need("redact-pii").SyncRedactor)();
        return (text) => redactor.redact(text);
    },
    openredaction: () => {
        const { OpenRedaction } = need("openredaction");
        const redactor = new OpenRedaction({ redactionMode: "placeholder" });
        return (text) => redactor.detect(text);
    },
    compromise: () => {
        const nlp = need("compromise");
        return (text) => nlp(text).people().out("array");
    },
};
const read = readers[name]();
const posts = readFileSync(texts, "utf8").split("\n").filter((post) => post);
const pass = async (ms) => {
    let bytes = 0, count = 0;
    const from = performance.now();
    while (performance.now() - from < ms) {
        const post = posts[count++ % posts.length];
        await read(post);
        bytes += Buffer.byteLength(post);
    }
    return [bytes / 1e3 / (performance.now() - from), count];
};
await pass(1000); // warm
const [speed, count] = await pass(1000 * seconds);
console.log(`bulk.${name}\t${speed.toFixed(4)}\t${count}`);
