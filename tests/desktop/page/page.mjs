// The local page in a real Chromium: what a teacher does, what an attacker does, what breaks.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ASKING, childrenOf, desktop, equal, hallpass, launch, main, median, ok, pause, seriousIssues, serve, start, test, until, work, write } from '../npm/harness.mjs';

const DRAFT = `Proud moment! 🎉 Zora Quill in my 4th period finally got a 92% on the fractions retake.
Her IEP meeting is Thursday. Questions? Call her mom: 212-555-0142.

Join us live tomorrow: https://us02web.zoom.us/j/1234567890?pwd=abcDEF`;
const CLEAN = 'Loved our fractions lesson today. Everyone tried hard.';
const roster = write('class.csv', 'given,family\nZora,Quill\nOscar,Tamm\n');
const shots = join(desktop, 'shots');

async function startPage(args = [], environment = {}) {
  const program = start(hallpass, ['serve', '--roster', roster, '--channel', 'twitter', ...args], environment);
  await until('the address', () => program.said.includes('#'));
  const url = program.said.trim();
  return { program, url, origin: url.split('/#')[0], token: url.split('#')[1] };
}

async function open(browser, url, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1180, height: 860 }, locale: 'en-US', ...options });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  page.trouble = [];
  page.requests = [];
  page.on('pageerror', (error) => page.trouble.push(error.message));
  page.on('console', (m) => { if (m.type() === 'error' && !m.text().startsWith('Failed to load resource')) page.trouble.push(m.text()); });
  page.on('request', (request) => page.requests.push(request.url()));
  await page.goto(url);
  return page;
}

const state = (page) => page.evaluate(() => document.body.dataset.state);
/** The state, once it holds for what stands in the text area. */
const settled = (page) => page.evaluate(() => (document.getElementById('banner').hasAttribute('aria-busy') ? 'busy' : document.body.dataset.state));
const becomes = (page, wanted) => until(`state ${wanted}`, async () => (await settled(page)) === wanted);
const value = (page) => page.inputValue('#draft');
const focused = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.textContent);
const marks = (page) => page.$$eval('#marks mark', (all) => all.map((m) => `${m.className.split(' ')[0]}:${m.textContent}`));
async function write_(page, text, wanted) {
  await page.fill('#draft', text);
  await becomes(page, wanted);
}

await main(async () => {
  mkdirSync(shots, { recursive: true });
  const served = await startPage();
  const browser = await launch(['--host-resolver-rules=MAP evil.test 127.0.0.1']);
  const page = await open(browser, served.url);

  // ---- what a teacher does
  await test('empty at first, with the token gone from the address', async () => {
    await until('the policy', async () => (await page.locator('#channel option').count()) > 5);
    equal(await state(page), 'empty');
    equal(page.url(), `${served.origin}/`);
    equal(await focused(page), 'draft');
    ok((await page.textContent('#policy')).includes('2 students'), 'the class list is told');
    equal(await page.inputValue('#channel'), 'twitter');
    await page.screenshot({ path: join(shots, 'empty.png') });
  });
  await test('a clean draft passes and can be copied', async () => {
    await write_(page, CLEAN, 'pass');
    await page.screenshot({ path: join(shots, 'pass.png') });
    await page.click('#copy');
    await until('the copy', async () => (await page.evaluate(() => navigator.clipboard.readText())) === CLEAN);
  });
  await test('a draft that is held says who and what, on one card a child', async () => {
    await write_(page, DRAFT, 'hold');
    ok((await marks(page)).includes('who:Zora Quill'), `marks ${await marks(page)}`);
    ok((await marks(page)).includes('what:212-555-0142'), `marks ${await marks(page)}`);
    const first = await page.locator('#cards article').first().textContent();
    ok(/Zora Quill/.test(first) && /name/.test(first) && /mark/i.test(first), first);
    ok(await page.isDisabled('#copy'), 'copying is closed');
    await page.screenshot({ path: join(shots, 'hold-light.png'), fullPage: true });
  });
  await test('with a reason it can be copied all the same, and a new word asks anew', async () => {
    await page.fill('#reason', ' a ');
    ok(await page.isDisabled('#copy'), 'no reason, no copy');
    await page.fill('#reason', 'Her family asked me to');
    await page.click('#copy');
    await until('the copy', async () => (await page.evaluate(() => navigator.clipboard.readText())) === DRAFT);
    equal(page.requests.filter((url) => !/\/(check|alive|policy|\w+\.(js|css|svg)|)$/.test(new URL(url).pathname)), []);
    await write_(page, `${DRAFT} `, 'hold');
    ok(await page.isVisible('#reason'), 'it is asked for again');
    await page.fill('#reason', '');
    await write_(page, DRAFT, 'hold');
  });
  await test('what is the person\'s own to decide can be copied as it is', async () => {
    await write_(page, 'Zora Quill has the lead in our play!', 'review');
    ok(await page.isEnabled('#copy'), 'copy is open');
    ok(await page.isHidden('#reason'), 'no reason is asked for');
    await write_(page, DRAFT, 'hold');
  });
  await test('the policy is quoted where a finding comes from', async () => {
    await page.locator('#cards summary').first().click();
    ok((await page.locator('#cards details').first().textContent()).includes('Talk about teaching'), 'the clause');
  });
  await test('marks lie exactly behind their words', async () => {
    const apart = await page.evaluate(() => {
      const area = document.getElementById('draft'), pre = document.getElementById('marks');
      return Math.abs(area.scrollHeight - pre.scrollHeight) + Math.abs(area.clientWidth - pre.clientWidth) + (area.scrollHeight > area.clientHeight ? 1 : 0);
    });
    equal(apart, 0);
  });
  await test('a suggestion is taken, and undone', async () => {
    await page.locator('#cards button', { hasText: 'number removed' }).click();
    await until('the change', async () => (await value(page)).includes('(number removed)'));
    equal(await focused(page), 'verdict');
    await until('a new answer', async () => !(await marks(page)).includes('what:212-555-0142') && (await state(page)) === 'hold');
    await page.click('#undo');
    equal(await value(page), DRAFT);
    await becomes(page, 'hold');
  });
  await test('the browser undoes it too', async () => {
    await page.locator('#cards button', { hasText: 'number removed' }).click();
    await until('the change', async () => (await value(page)).includes('(number removed)'));
    await page.focus('#draft');
    await page.keyboard.press('Control+z');
    await until('the old text', async () => (await value(page)) === DRAFT);
  });
  await test('a wording that does not pass its own check is a beginning and is not copied', async () => {
    await write_(page, DRAFT, 'hold');
    await until('the wording', () => page.isVisible('#rewrite'));
    ok(await page.isHidden('#rewrite-copy'), 'copy is hidden');
    ok((await page.textContent('#rewrite-title')).includes('beginning'), 'says so');
  });
  await test('a wording that passes is offered, copied and used', async () => {
    await write_(page, 'Questions about the picnic? Call her mom: 212-555-0142.', 'hold');
    await until('the wording', () => page.isVisible('#rewrite-copy'));
    await page.click('#rewrite-copy');
    await until('the copy', async () => (await page.evaluate(() => navigator.clipboard.readText())).includes('(number removed)'));
    await page.click('#rewrite-use');
    await until('a pass', async () => ['pass', 'notes'].includes(await state(page)));
  });
  await test('offsets: emoji, flags, combining marks, line ends', async () => {
    await write_(page, '🎉👩‍🏫🇲🇽 é café\r\n\r\n🙂 Zora Quill failed the quiz.\nOscar Tamm 😀😀 failed too, call 212-555-0142 🎈', 'hold');
    const list = await marks(page);
    ok(list.includes('who:Zora Quill') && list.includes('what:212-555-0142'), list.join(' | '));
    ok(list.some((m) => m.startsWith('who:Oscar Tamm')), list.join(' | '));
  });
  await test('a lone surrogate is checked like any character', async () => {
    await page.evaluate(() => { const d = document.getElementById('draft'); d.value = '\ud83c Zora Quill did it'; d.dispatchEvent(new Event('input')); });
    await becomes(page, 'review');
    ok((await marks(page)).includes('who:Zora Quill'), (await marks(page)).join());
  });
  await test('marks keep to their words while one writes in front of them', async () => {
    await write_(page, DRAFT, 'hold');
    await page.evaluate(() => { document.getElementById('draft').setSelectionRange(0, 0); });
    await page.route('**/check', async (route) => { await pause(600); await route.continue().catch(() => {}); });
    await page.keyboard.type('So: ');
    ok((await marks(page)).includes('who:Zora Quill'), (await marks(page)).join());
    await page.unroute('**/check');
    await becomes(page, 'hold');
  });
  await test('no old pass stands beside a text that was not checked', async () => {
    await write_(page, CLEAN, 'pass');
    await page.route('**/check', async (route) => { await pause(800); await route.continue().catch(() => {}); });
    await page.fill('#draft', `${CLEAN} Zora Quill failed the quiz.`);
    equal(await state(page), 'checking');
    ok(await page.isDisabled('#copy'), 'copying is closed');
    await becomes(page, 'hold');
    await page.unroute('**/check');
  });
  await test('who reads it changes the answer', async () => {
    await write_(page, 'Zora Quill has the lead in our play!', 'review');
    await page.selectOption('#audience', 'self');
    await until('another answer', async () => ['pass', 'notes'].includes(await state(page)));
    await page.selectOption('#audience', '');
  });
  await test('a dropped file is read; what is no text is refused', async () => {
    const drop = (bytes) => page.evaluate(async (list) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(list)], 'draft.txt', { type: 'text/plain' }));
      document.getElementById('paper').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    }, bytes);
    await drop([...Buffer.from('Line one\r\n🎈 Zora Quill failed the quiz')]);
    await becomes(page, 'hold');
    ok((await value(page)).includes('one\n🎈 Zora'), await value(page));
    await drop([0xff, 0xfe, 0, 1]);
    await becomes(page, 'trouble');
  });
  await test('too long is said, not passed', async () => {
    await page.evaluate(() => { const d = document.getElementById('draft'); d.value = 'word '.repeat(220000); d.dispatchEvent(new Event('input')); });
    await becomes(page, 'trouble');
    ok((await page.textContent('#next')).includes('too long'), await page.textContent('#next'));
  });
  await test('empty again is no pass', () => write_(page, '  \n ', 'empty'));
  await test('the answer is spoken', async () => {
    await write_(page, DRAFT, 'hold');
    await until('the live region', async () => (await page.textContent('#live')).includes('Better not post'));
  });
  await test('keyboard only', async () => {
    await page.focus('#draft');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('Oscar Tamm failed. Call 212-555-0142.');
    await becomes(page, 'hold');
    await page.keyboard.press('Control+Enter');
    equal(await focused(page), 'verdict');
    for (let i = 0; i < 12 && !(await focused(page)).includes('number removed'); i++) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await until('the change', async () => (await value(page)).includes('(number removed)'));
    await page.keyboard.press('Escape');
    equal(await focused(page), 'draft');
    await page.keyboard.press('Shift+Tab');
    equal(await focused(page), 'audience');
  });
  await test('nothing was asked of anybody else, and nothing broke', () => {
    equal(page.requests.filter((url) => !url.startsWith(`${served.origin}/`)), []);
    equal(page.trouble, []);
  });
  await test('loaded again it still has its key', async () => {
    await page.reload();
    await write_(page, CLEAN, 'pass');
  });

  // ---- everyone can use it
  for (const [name, options] of [['light', { colorScheme: 'light' }], ['dark', { colorScheme: 'dark' }],
    ['phone', { viewport: { width: 360, height: 740 }, locale: 'es-MX' }]]) {
    const other = await open(browser, served.url, options);
    await test(`axe finds nothing serious: ${name}`, async () => {
      equal(await seriousIssues(other), [], 'empty');
      await write_(other, DRAFT, 'hold');
      await until('the wording', () => other.isVisible('#rewrite'));
      await other.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
      equal(await seriousIssues(other), [], 'hold');
      await other.screenshot({ path: join(shots, `hold-${name}.png`), fullPage: true });
      await write_(other, CLEAN, 'pass');
      equal(await seriousIssues(other), [], 'pass');
    });
    await test(`fits its width: ${name}`, async () => {
      await write_(other, `${DRAFT}${'x'.repeat(300)}`, 'hold');
      equal(await other.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    });
    if (name === 'phone') {
      await test('Spanish where the browser speaks it', async () => {
        equal(await other.evaluate(() => document.documentElement.lang), 'es');
        ok((await other.textContent('#verdict')).startsWith('Mejor no'), await other.textContent('#verdict'));
      });
    }
    await other.context().close();
  }
  await test('both languages say the same things', async () => {
    const missing = await page.evaluate(async () => {
      const { catalogue } = await import('./messages.js');
      return Object.keys(catalogue.en).filter((k) => !(k in catalogue.es) && !/^channel\.(twitter|facebook|instagram|bluesky|mastodon)$/.test(k));
    });
    equal(missing, []);
  });

  // ---- what only the person can say
  await test('without flags and answers there is nothing to tick', async () => ok(await page.isHidden('#said'), 'no boxes'));
  const policy = write('asking.yaml', ASKING);
  const asks = await startPage(['--policy', policy, '--flag', 'club-page']);
  const asked = await open(browser, asks.url);
  const boxes = () => asked.$$eval('#said label', (all) => all.map((l) => `${l.querySelector('input').checked ? 'x' : '-'} ${l.innerText.replace(/\n/g, ' / ')}`));
  const usual = ['- Album closed / only families have the link', 'x Club page'];
  const rules = (wanted) => until(wanted, async () => (await settled(asked)) === wanted);
  await test('each flag of the policy is a box, as the options tell it at first', async () => {
    await until('the boxes', async () => (await boxes()).length === 2);
    equal(await boxes(), usual);
  });
  await test('a question is answered by a click, which ticks its box; unticked, it is asked again', async () => {
    await write_(asked, 'See our album!', 'hold');
    const group = asked.getByRole('group', { name: 'Is the album closed to the public?' });
    await asked.screenshot({ path: join(shots, 'ask-light.png'), fullPage: true });
    equal(await seriousIssues(asked), []);
    await group.getByRole('button', { name: 'Yes', exact: true }).focus();
    await asked.keyboard.press('Enter');
    await rules('pass');
    equal(await focused(asked), 'verdict');
    equal(await boxes(), ['x Album closed / only families have the link', 'x Club page']);
    await asked.getByLabel('Album closed').uncheck();
    await rules('hold');
  });
  await test('a flag that the options tell can be taken back', async () => {
    await write_(asked, 'Our club met.', 'pass');
    await asked.getByLabel('Club page').uncheck();
    await rules('review');
    await asked.getByLabel('Club page').check();
    await rules('pass');
  });
  await test('whose a name is, is answered, shown and taken back', async () => {
    await write_(asked, 'Thornley failed my quiz', 'hold');
    await asked.getByRole('group', { name: 'Is Thornley a student?' }).getByRole('button', { name: 'An adult' }).click();
    await rules('pass');
    equal(await boxes(), [...usual, 'x “Thornley”: An adult']);
    await asked.locator('#said').screenshot({ path: join(shots, 'said.png') });
    await asked.getByLabel('“Thornley”: An adult').click();
    await rules('hold');
    equal(await boxes(), usual);
  });
  await test('of a new draft nothing is said yet', async () => {
    await asked.getByRole('group', { name: 'Is Thornley a student?' }).getByRole('button', { name: 'Not a person' }).click();
    await asked.getByLabel('Album closed').check();
    await rules('pass');
    await asked.click('#clear');
    await becomes(asked, 'empty');
    equal(await boxes(), usual);
  });
  await test('nobody answers for a name of the class list', async () => {
    await write_(asked, 'Zora Quill failed my quiz', 'hold');
    equal(await asked.getByRole('group', { name: 'Is Zora Quill a student?' }).count(), 0);
  });
  await test('questions fit a phone, in Spanish', async () => {
    const phone = await open(browser, asks.url, { viewport: { width: 360, height: 740 }, locale: 'es-MX' });
    await write_(phone, 'Thornley failed my quiz. See our album!', 'hold');
    equal(await phone.getByRole('button', { name: 'Una persona adulta' }).count(), 1);
    equal(await phone.getByRole('button', { name: 'Sí', exact: true }).count(), 1);
    equal(await phone.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    equal(await seriousIssues(phone), []);
    await phone.screenshot({ path: join(shots, 'ask-360.png'), fullPage: true });
    await phone.context().close();
  });
  await test('asking breaks nothing', () => equal(asked.trouble, []));
  await asked.context().close();
  asks.program.kill();

  // ---- what an attacker does
  await test('a wrong key', async () => {
    const other = await open(browser, `${served.origin}/#${'A'.repeat(43)}`);
    await becomes(other, 'trouble');
    await other.fill('#draft', DRAFT);
    await pause(400);
    equal(await state(other), 'trouble');
    await other.context().close();
  });
  await test('no key', async () => {
    const other = await open(browser, `${served.origin}/`);
    await becomes(other, 'trouble');
    ok((await other.textContent('#next')).includes('key'), await other.textContent('#next'));
    await other.context().close();
  });
  await test('a foreign page gets nothing, even with the key', async () => {
    const foreign = await serve(() => [200, 'text/html', '<!DOCTYPE html><title>x</title>']);
    const other = await open(browser, foreign.origin);
    const tries = await other.evaluate(async ({ origin, token }) => {
      const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
      const read = (path, options) => fetch(origin + path, options).then((r) => (r.type === 'opaque' ? 'opaque' : r.text()), () => 'refused');
      const script = await new Promise((resolve) => {
        const s = Object.assign(document.createElement('script'), { src: `${origin}/messages.js`, type: 'module' });
        s.onload = () => resolve('loaded');
        s.onerror = () => resolve('refused');
        document.head.append(s);
      });
      return [await read('/policy', { headers }), await read('/check', { method: 'POST', headers, body: '{"text":"x"}' }),
        await read('/check', { method: 'POST', mode: 'no-cors', body: '{"text":"x"}' }), await read('/', {}), script];
    }, { origin: served.origin, token: served.token });
    ok(tries.every((t) => t === 'refused'), tries.join(' '));
    const frame = await other.evaluate((origin) => new Promise((resolve) => {
      const f = Object.assign(document.createElement('iframe'), { src: `${origin}/` });
      f.onload = () => { try { resolve(f.contentDocument ? 'readable' : 'closed'); } catch { resolve('closed'); } };
      document.body.append(f);
    }), served.origin);
    equal(frame, 'closed');
    await other.context().close();
  });
  await test('DNS rebinding: a foreign name that points here', async () => {
    const context = await browser.newContext();
    const other = await context.newPage();
    const answer = await other.goto(`http://evil.test:${new URL(served.origin).port}/#${served.token}`);
    equal(answer.status(), 421);
    const inside = await other.evaluate((token) => fetch('/policy', { headers: { Authorization: `Bearer ${token}` } }).then((r) => r.status), served.token);
    equal(inside, 421);
    await context.close();
  });
  await test('text never becomes markup or program', async () => {
    await write_(page, '<img src=x onerror="document.title=1"><script>document.title=2</script> Zora Quill failed. Call 212-555-0142', 'hold');
    equal(await page.locator('#cards img, #marks img, #cards script, #marks script').count(), 0);
    const blocked = await page.evaluate(() => { try { document.getElementById('next').innerHTML = '<b>x</b>'; return 'taken'; } catch { return 'blocked'; } });
    equal(blocked, 'blocked', 'Trusted Types');
  });

  // ---- what breaks
  await test('the shut-in half is killed between two drafts', async () => {
    for (const pid of childrenOf(served.program.pid)) process.kill(pid, 'SIGKILL');
    await write_(page, DRAFT, 'hold');
  });
  await test('the shut-in half is killed in the middle of a draft', async () => {
    const long = Array.from({ length: 9000 }, (_, i) => `On page ${i} Zora Quill failed the quiz again.`).join(' ');
    await page.fill('#draft', long);
    await pause(180);
    for (const pid of childrenOf(served.program.pid)) process.kill(pid, 'SIGKILL');
    await until('an answer', async () => ['hold', 'trouble', 'unchecked', 'review'].includes(await state(page)), 60000);
    await page.fill('#draft', CLEAN);
    await until('a pass', async () => (await settled(page)) === 'pass', 60000);
  });
  await test('an answer to another draft is no answer', async () => {
    await page.route('**/check', (route) => route.fulfill({ status: 200, contentType: 'application/json', body: '{"schema":"hallpass.report/1","id":-1,"verdict":"pass","complete":true,"findings":[]}' }));
    await page.fill('#draft', `${CLEAN} Again.`);
    await becomes(page, 'trouble');
    await page.unroute('**/check');
  });
  await test('a policy that cannot be used', async () => {
    const config = join(work, 'broken');
    mkdirSync(join(config, 'hallpass/policies'), { recursive: true });
    write('broken/hallpass/policies/mine.yaml', 'hallpass: policy/1\nid: mine\nextends: nowhere\n');
    const broken = await startPage([], { XDG_CONFIG_HOME: config });
    const other = await open(browser, broken.url);
    await becomes(other, 'trouble');
    ok((await other.textContent('#trouble')).includes('mine.yaml:1:1'), await other.textContent('#trouble'));
    await other.fill('#draft', CLEAN);
    await pause(400);
    equal(await state(other), 'trouble');
    rmSync(join(config, 'hallpass/policies/mine.yaml'));
    await other.reload();
    await write_(other, CLEAN, 'pass');
    broken.program.kill();
    await other.context().close();
  });

  // ---- how long it takes
  const text = `${'We built bridges out of paper today and every table found another way to carry the books. '.repeat(22)}Zora Quill carried them.`;
  const echo = await serve((request, body) => (request.method === 'POST' ? [200, 'application/json', body] : [200, 'text/html', '<!DOCTYPE html><title>echo</title>']));
  const echoPage = await open(browser, echo.origin);
  const time = (where, token, draft = JSON.stringify({ id: 1, text, channel: 'twitter' })) => where.evaluate(async ({ body, key }) => {
    const times = [];
    for (let i = 0; i < 50; i++) {
      const before = performance.now();
      await (await fetch('/check', { method: 'POST', headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${key}` }, body })).json();
      times.push(performance.now() - before);
    }
    return times;
  }, { body: draft, key: token });
  await time(page, served.token);
  const taken = { ours: [], theirs: [], bare: [] };
  for (let round = 0; round < 4; round++) { // in turns, so that all of them meet the same machine
    taken.ours.push(...await time(page, served.token));
    taken.theirs.push(...await time(echoPage, ''));
    taken.bare.push(...await time(page, served.token, '{"id":1,"text":"Fine."}'));
  }
  const [ours, theirs, bare] = [taken.ours, taken.theirs, taken.bare].map(median);
  console.log(` page to verdict: p50 ${ours.toFixed(2)} ms for ${text.length} bytes, ${bare.toFixed(2)} ms for five; an echo of as many bytes: p50 ${theirs.toFixed(2)} ms`);

  await test('what is pasted is answered at once', async () => {
    const shown = await page.evaluate(async (words) => {
      const draft = document.getElementById('draft'), banner = document.getElementById('banner'), list = [];
      for (let i = 0; i < 60; i++) {
        const before = performance.now();
        draft.value = `${words} ${i}`;
        draft.dispatchEvent(new InputEvent('input', { inputType: 'insertFromPaste' }));
        await new Promise((resolve) => {
          const watch = new MutationObserver(() => { if (!banner.hasAttribute('aria-busy')) { watch.disconnect(); resolve(); } });
          watch.observe(banner, { attributes: true });
        });
        list.push(performance.now() - before);
        await new Promise((resolve) => { setTimeout(resolve, 30); }); // its wording is checked, too
      }
      return list;
    }, text);
    console.log(` pasted to shown: p50 ${median(shown).toFixed(2)} ms`);
    ok(median(shown) < 100, `${median(shown)} ms: it waited for a key`);
  });

  await test('the program is gone', async () => {
    served.program.kill();
    await until('its end', () => served.program.exitCode !== null);
    equal(served.program.exitCode, 0);
    await page.fill('#draft', `${CLEAN} And again.`);
    await becomes(page, 'trouble');
    ok((await page.textContent('#next')).includes('not running'), await page.textContent('#next'));
    ok(await page.isDisabled('#copy'), 'copying is closed');
  });
  await test('no word of a draft on its terminal', () => ok(!/Zora|fractions/.test(served.program.messages + served.program.said), served.program.messages));
  await browser.close();
});
