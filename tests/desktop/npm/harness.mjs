// What the tests with a browser share: Chromium, hallpass's programs, a count. Every wait is bounded.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const desktop = process.env.DESKTOP;
export const hallpass = process.env.HALLPASS;
const require = createRequire(join(desktop, 'x'));
export const { chromium } = require('playwright-core');
export const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
export const work = mkdtempSync(join(tmpdir(), 'hallpass-'));

const CHROMIUM = '/usr/bin/chromium';
const children = new Set();
let passed = 0, failed = 0;

export async function test(name, body) {
  try {
    await body();
    passed++;
  } catch (error) {
    failed++;
    console.log(`FAIL ${name}: ${String(error.message).split('\n').slice(0, 6).join('\n     ')}`);
  }
}

export function equal(got, wanted, what = '') {
  const [a, b] = [JSON.stringify(got), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`${what} ${a} is not ${b}`);
}

export function ok(value, what) {
  if (!value) throw new Error(what);
}

export const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

export async function until(what, condition, ms = Number(process.env.PATIENCE ?? 15000)) {
  for (const end = Date.now() + ms; Date.now() < end; await pause(25)) if (await condition()) return;
  throw new Error(`waited in vain for ${what}`);
}

export function write(name, text) {
  const path = join(work, name);
  writeFileSync(path, text);
  return path;
}

/** A policy that asks: of words, which a flag answers, and of names. */
export const ASKING = `hallpass: policy/1
id: asking
version: 1
extends: [{ id: base }]
rules:
  album:
    kind: words
    title: A photo album
    why: An open album shows children to everybody.
    do: Close it first.
    ask: Is the album closed to the public?
    severity: hold
    match: [album]
    unless: { flag: album-closed, reason: only families have the link }
    tests: { flag: ["the [[album]]"], pass: [a] }
  club:
    kind: words
    title: A club
    why: Clubs have a page.
    do: Post it there.
    severity: review
    match: [club]
    unless: { flag: club-page }
    tests: { flag: ["our [[club]]"], pass: [a] }
  people/student-name: { ask: "Is {match} a student?" }
`;

/** A program of ours with its own configuration; ends with the tests. */
export function start(program, args, environment = {}) {
  const home = { XDG_CONFIG_HOME: join(work, 'config'), XDG_CACHE_HOME: join(work, 'cache'), XDG_RUNTIME_DIR: work };
  const child = spawn(program, args, { env: { ...process.env, ...home, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  child.said = '';
  child.stdout.on('data', (data) => { child.said += data; });
  child.messages = '';
  child.stderr.on('data', (data) => { child.messages += data; });
  children.add(child);
  return child;
}

/** Processes that a program started. */
export function childrenOf(pid) {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
}

/** A web server on a free port of 127.0.0.1, by path: {path: (request, body) => [status, type, text]}. */
export function serve(answer) {
  return new Promise((resolve) => {
    const server = createServer((request, response) => {
      const pieces = [];
      request.on('data', (piece) => pieces.push(piece));
      request.on('end', async () => {
        const [status, type, text, headers = {}] = await answer(request, Buffer.concat(pieces).toString());
        response.writeHead(status, { 'Content-Type': type, ...headers });
        response.end(text);
      });
    });
    server.listen(0, '127.0.0.1', () => resolve({ server, origin: `http://127.0.0.1:${server.address().port}`, port: server.address().port }));
    children.add({ kill: () => { server.closeAllConnections(); server.close(); } });
  });
}

export const launch = (args = []) => chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', ...args] });
export const launchWith = (folder, args) =>
  chromium.launchPersistentContext(folder, { executablePath: CHROMIUM, headless: false, args: ['--headless=new', '--no-sandbox', ...args] });

/** What axe calls serious or critical, in words. */
export async function seriousIssues(page) {
  await page.evaluate(axeSource);
  const result = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  return result.violations.filter((v) => ['serious', 'critical'].includes(v.impact))
    .map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`);
}

export const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

/** Runs all, cleans up, prints the count. */
export async function main(body) {
  const limit = setTimeout(() => { console.log('FAIL all: took longer than ten minutes'); process.exit(1); }, 600000);
  try {
    await body();
  } catch (error) {
    failed++;
    console.log(`FAIL setting up: ${error.stack}`);
  }
  clearTimeout(limit);
  for (const child of children) child.kill();
  rmSync(work, { recursive: true, force: true, maxRetries: 10 });
  console.log(`${passed} passed, ${failed} failed, 0 skipped`);
  process.exit(failed ? 1 : 0);
}
