// The same page and the same extension in Firefox ESR, spoken to by WebDriver BiDi: what depends on the browser, not all over again.
// The dialog stands in a closed shadow that nobody but the person sees into, so it is used as a person would: by keys.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { axeSource, desktop, equal, hallpass, main, ok, pause, serve, start, test, until, work, write } from '../npm/harness.mjs';

const { default: puppeteer } = await import(pathToFileURL(createRequire(join(desktop, 'x')).resolve('puppeteer-core')));
const HELD = 'Zora Quill failed the fractions retake again. Her IEP meeting is Thursday.';
const REVIEW = 'Zora Quill has the lead in our play!';
const NUMBER = 'Questions about the picnic? Call her mom: 212-555-0142.';
const CLEAN = 'Loved our fractions lesson today. Everyone tried hard.';
const shots = join(desktop, 'shots');
const extension = join(hallpass, '../share/extension');

await main(async () => {
  mkdirSync(shots, { recursive: true });
  const roster = write('class.csv', 'given,family\nZora,Quill\nOscar,Tamm\n');
  const program = write('host.sh', `#!/bin/sh\nexec "${hallpass}-host" --roster="${roster}" "$@"\n`);
  chmodSync(program, 0o755);
  const home = join(work, 'home'), hosts = join(home, '.mozilla/native-messaging-hosts');
  mkdirSync(hosts, { recursive: true });
  const manifest = execFileSync(hallpass, ['host', '--manifest=firefox', `--path=${program}`]).toString();
  const browser = await puppeteer.launch({ browser: 'firefox', executablePath: '/usr/bin/firefox-esr', headless: true,
    env: { ...process.env, HOME: home, XDG_CONFIG_HOME: join(work, 'config'), XDG_CACHE_HOME: join(work, 'cache') } });
  const page = await browser.newPage();
  await page.setViewport({ width: 1180, height: 860 });

  // ---- the local page
  const served = start(hallpass, ['serve', '--roster', roster, '--channel', 'twitter']);
  await until('the address', () => served.said.includes('#'));
  const address = served.said.trim(), origin = address.split('/#')[0];
  const settled = () => page.evaluate(() => (document.getElementById('banner').hasAttribute('aria-busy') ? 'busy' : document.body.dataset.state));
  const becomes = (wanted) => until(`state ${wanted}`, async () => (await settled()) === wanted);
  async function fill(text, wanted) {
    await page.evaluate((t) => { const d = document.getElementById('draft'); d.value = t; d.dispatchEvent(new Event('input')); }, text);
    await becomes(wanted);
  }
  await test('the page: the token leaves the address, a clean draft passes, a held one is marked', async () => {
    await page.goto(address);
    await until('the policy', () => page.evaluate(() => document.getElementById('policy').textContent.includes('2 students')));
    equal(page.url(), `${origin}/`);
    await fill(CLEAN, 'pass');
    await fill(`🎉👩‍🏫 ${HELD} ${NUMBER}`, 'hold');
    const marks = await page.$$eval('#marks mark', (all) => all.map((m) => m.textContent));
    ok(marks.includes('Zora Quill') && marks.includes('212-555-0142'), marks.join(' | '));
  });
  await test('the page: a suggestion is taken by the keyboard, and Control+Z takes it back', async () => {
    const before = await page.$eval('#draft', (d) => d.value);
    await page.evaluate(() => [...document.querySelectorAll('#cards button')].find((b) => b.textContent.includes('number removed')).focus());
    await page.keyboard.press('Enter');
    await until('the change', () => page.$eval('#draft', (d) => d.value.includes('(number removed)')));
    await page.focus('#draft');
    await page.keyboard.down('Control');
    await page.keyboard.press('z');
    await page.keyboard.up('Control');
    await until('the old text', async () => (await page.$eval('#draft', (d) => d.value)) === before);
    await becomes('hold');
  });
  await test('the page: a reason opens the copy', async () => {
    ok(await page.$eval('#copy', (b) => b.disabled), 'closed');
    await page.type('#reason', 'Her family asked me to');
    ok(!(await page.$eval('#copy', (b) => b.disabled)), 'open');
  });
  await test('the page: axe finds nothing serious', async () => {
    await page.screenshot({ path: join(shots, 'firefox-hold.png'), fullPage: true });
    await page.evaluate(axeSource);
    const serious = await page.evaluate(async () => (await globalThis.axe.run(document)).violations.filter((v) => ['serious', 'critical'].includes(v.impact)).map((v) => v.id));
    equal(serious, []);
  });
  await test('the page: a foreign page gets nothing, even with the key; Trusted Types or none, no markup', async () => {
    equal(await page.locator('#cards img').setTimeout(50).wait().then(() => 1, () => 0), 0);
    const foreign = await serve(() => [200, 'text/html', '<!DOCTYPE html><title>x</title>']);
    const other = await browser.newPage();
    await other.goto(foreign.origin);
    const got = await other.evaluate((o, token) => fetch(`${o}/check`, { method: 'POST', headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }, body: '{"text":"x"}' })
      .then(() => 'answered', () => 'refused'), origin, address.split('#')[1]);
    equal(got, 'refused');
    await other.close();
  });
  await test('the page: the program ends', async () => {
    served.kill();
    await until('its end', () => served.exitCode !== null);
    await fill(`${CLEAN} Again.`, 'trouble');
  });

  // ---- the extension, on a made-up Mastodon
  const posts = [];
  const site = await serve((request, body) => {
    if (request.method === 'POST') posts.push(body);
    return [200, 'text/html', '<!DOCTYPE html><title>site</title><h1>A site</h1>', { 'Content-Security-Policy': "default-src 'self'; style-src 'self'" }];
  });
  await browser.installExtension(extension);
  const go = async () => { await page.goto(`${site.origin}/`); posts.length = 0; };
  const send = (status, by = 'fetch') => page.evaluate((text, way) => {
    globalThis.outcome = 'waiting';
    globalThis.seen = [];
    addEventListener('keydown', (e) => globalThis.seen.push(e.key), true);
    const body = JSON.stringify({ status: text });
    if (way === 'fetch') {
      fetch('/api/v1/statuses', { method: 'POST', body }).then(() => { globalThis.outcome = 'sent'; }, () => { globalThis.outcome = 'stopped'; });
    } else {
      const x = new XMLHttpRequest();
      x.open('POST', '/api/v1/statuses');
      x.onload = () => { globalThis.outcome = 'sent'; };
      x.onerror = () => { globalThis.outcome = 'stopped'; };
      x.send(body);
    }
  }, status, by);
  const outcome = (wanted) => until(`the request to be ${wanted}`, async () => (await page.evaluate(() => globalThis.outcome)) === wanted);
  /** The dialog is there: its element holds the focus. */
  const dialog = async () => { await until('the dialog', () => page.evaluate(() => document.activeElement === document.documentElement.lastElementChild)); await pause(700); };
  await test('the extension: no program stops the post', async () => {
    await go();
    await send(CLEAN);
    await dialog();
    await page.screenshot({ path: join(shots, 'firefox-missing.png') });
    await page.keyboard.press('Enter');
    await outcome('stopped');
    equal(posts, []);
  });
  write('home/.mozilla/native-messaging-hosts/hallpass.json', manifest);
  for (const by of ['fetch', 'xhr']) {
    await test(`the extension: a clean post goes, a held one waits and goes back (${by})`, async () => {
      await go();
      await send(CLEAN, by);
      await outcome('sent');
      equal(posts, [JSON.stringify({ status: CLEAN })]);
      await send(HELD, by);
      await dialog();
      equal(await page.evaluate(() => globalThis.outcome), 'waiting');
      await page.screenshot({ path: join(shots, `firefox-extension-${by}.png`) });
      await page.keyboard.press('Enter');
      await outcome('stopped');
      equal(posts.length, 1);
      equal(await page.evaluate(() => globalThis.seen), []);
    });
  }
  async function back(steps) {
    await page.keyboard.down('Shift');
    for (let i = 0; i < steps; i++) await page.keyboard.press('Tab');
    await page.keyboard.up('Shift');
  }
  await test('the extension: a review goes on at a key', async () => {
    await go();
    await send(REVIEW);
    await dialog();
    await back(2); // past "Copy this wording"
    await page.screenshot({ path: join(shots, 'firefox-review.png') });
    await page.keyboard.press('Enter');
    await outcome('sent');
    equal(posts.length, 1);
  });
  await test('the extension: a hold goes on with a reason only', async () => {
    await send(NUMBER);
    await dialog();
    await back(2);
    await page.keyboard.press('Enter');
    await pause(300);
    equal(await page.evaluate(() => globalThis.outcome), 'waiting');
    await page.keyboard.type('Her family asked me to'); // the field has the focus now
    equal(await page.evaluate(() => globalThis.seen), []);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await outcome('sent');
    equal(posts.length, 2);
  });
  await test('the extension: taking the dialog away is a no', async () => {
    await send(HELD);
    await dialog();
    await page.evaluate(() => document.documentElement.lastElementChild.remove());
    await outcome('stopped');
    equal(posts.length, 2);
  });
  await test('the extension: of a form in a tiny frame the page itself asks', async () => {
    await go();
    await page.evaluate(() => new Promise((resolve) => {
      const frame = Object.assign(document.createElement('iframe'), { src: '/frame', width: 2, height: 2, onload: resolve });
      document.body.append(frame);
    }));
    const inFrame = (program_, ...args) => page.evaluate((p, list) => document.querySelector('iframe').contentWindow.Function('list', p)(list), program_, args);
    await inFrame(`globalThis.outcome = 'waiting'; fetch('/api/v1/statuses', { method: 'POST', body: JSON.stringify({ status: list[0] }) }).then(() => { globalThis.outcome = 'sent'; }, () => { globalThis.outcome = 'stopped'; });`, HELD);
    await dialog();
    await page.screenshot({ path: join(shots, 'firefox-frame.png') });
    await page.keyboard.press('Enter');
    await until('it to be stopped', async () => (await inFrame('return globalThis.outcome')) === 'stopped');
    equal(posts, []);
  });
  await browser.close();
});
