// The plugin: what is published is what was checked; what is held, and whatever goes wrong, is not published, by every way in.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { desktop, equal, launch, main, ok, seriousIssues, test, until, work } from '../npm/harness.mjs';
import { absent, closeSite, column, forget, latest, mode, openSite, program, question, sql } from './site.mjs';

const CLEAN = '<!-- wp:paragraph -->\n<p>Loved our fractions lesson today 🎉 &amp; everyone tried "hard" \\o/.</p>\n<!-- /wp:paragraph -->';
const HELD = 'Maya Ruiz failed her math test.';
const REASON = 'Join us live: https://us02web.zoom.us/j/81234567890?pwd=abcDEF';
const lines = () => execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).split('\n');
const shots = join(desktop, 'shots');

await main(async () => {
  mkdirSync(shots, { recursive: true });
  const { origin, keys } = await openSite();

  const rest = async (path, body, user = 'teacher', method = 'POST') => {
    const response = await fetch(`${origin}/?rest_route=${path}`, { method,
      headers: { Authorization: `Basic ${Buffer.from(`${user}:${keys[user]}`).toString('base64')}`, 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
    return { status: response.status, body: await response.json() };
  };
  const post = (fields, user) => rest('/wp/v2/posts', { status: 'publish', title: 'Our week', ...fields }, user);
  const published = () => Number(sql("SELECT COUNT(*) FROM wp_posts WHERE post_status IN ('publish','future','private') AND post_type IN ('post','page')"));
  const isHeld = (answer, before) => {
    equal([answer.status, answer.body.code], [403, 'hallpass_held'], JSON.stringify(answer.body));
    equal(published(), before, 'published posts');
  };

  // ---- by REST, with a real application password
  await test('a clean post is published byte for byte as it was checked', async () => {
    const answer = await post({ content: CLEAN, excerpt: 'Fractions.' });
    equal(answer.status, 201, JSON.stringify(answer.body));
    const { id } = answer.body, text = ['post_title', 'post_content', 'post_excerpt'].map((name) => column(id, name)).join('\n\n');
    equal(column(id, 'post_content'), CLEAN);
    equal(question().text, text);
    equal([question().markup, question().channel, question().author], ['html', 'blog', 'teacher']);
  });
  await test('a hold is not published, and its message has no word of it', async () => {
    const before = published(), answer = await post({ content: HELD });
    isHeld(answer, before);
    ok(!answer.body.message.includes('Maya') && answer.body.message.includes('A mark or score'), answer.body.message);
    equal(answer.body.data.hallpass.override, 'yes');
    equal(answer.body.data.hallpass.findings[0].quote, 'Maya Ruiz');
  });
  await test('nothing of it is stored', () => equal(sql("SELECT COUNT(*) FROM wp_posts WHERE post_content LIKE '%Maya%'"), '0'));
  await test('a draft is nobody\'s business', async () => {
    forget();
    equal((await post({ content: HELD, status: 'draft' })).status, 201);
    equal(question(), {});
  });
  await test('a draft that is published by its status alone is checked', async () => {
    const before = published();
    isHeld(await rest(`/wp/v2/posts/${latest()}`, { status: 'publish' }), before);
    equal(column(latest(), 'post_status'), 'draft');
  });
  for (const status of ['private', 'future']) {
    await test(`${status} is checked too`, async () => {
      const before = published();
      isHeld(await post({ content: HELD, status, ...(status === 'future' ? { date: '2099-01-01T10:00:00' } : {}) }), before);
    });
  }
  for (const [what, fields] of Object.entries({ title: { title: HELD }, excerpt: { excerpt: HELD }, 'the words of the address': { content: 'Fractions.', slug: 'maya-ruiz-failed-her-math-test' },
    'a picture\'s words': { content: `<img src="a.jpg" alt="${HELD}">` }, 'a block\'s setting': { content: `<!-- wp:search {"label":"${HELD}"} /-->` } })) {
    await test(`${what} is read`, async () => { const before = published(); isHeld(await post(fields), before); });
  }
  await test('pages are checked, and blocks that stand in many', async () => {
    for (const kind of ['pages', 'blocks']) { const before = published(); isHeld(await rest(`/wp/v2/${kind}`, { status: 'publish', title: 'x', content: HELD }), before); }
  });
  await test('a hold goes on at a word, for this very text only', async () => {
    const first = await post({ content: HELD }), { digest } = first.body.data.hallpass;
    const before = published();
    isHeld(await post({ content: `${HELD} She cried.`, hallpass: { digest } }), before);
    isHeld(await post({ content: HELD, hallpass: { digest: '' } }), before);
    equal((await post({ content: HELD, hallpass: { digest } })).status, 201);
  });
  await test('where a reason is wanted, only with a reason, which is stored nowhere', async () => {
    const first = await post({ content: REASON }), { digest, override } = first.body.data.hallpass, before = published();
    equal(override, 'reason');
    isHeld(await post({ content: REASON, hallpass: { digest } }), before);
    isHeld(await post({ content: REASON, hallpass: { digest, reason: '  x ' } }), before);
    equal((await post({ content: REASON, hallpass: { digest, reason: 'a public lecture quux' } })).status, 201);
    const all = sql("SELECT GROUP_CONCAT(meta_value) FROM wp_postmeta") + sql('SELECT GROUP_CONCAT(option_value) FROM wp_options') + readFileSync(join(work, 'asked'));
    ok(!all.includes('quux'), 'the reason is stored');
  });
  await test('what the policy lets nobody decide stays held', async () => {
    const content = 'The gradebook password: hunter22x', { digest, override } = (await post({ content })).body.data.hallpass, before = published();
    equal(override, 'no');
    isHeld(await post({ content, hallpass: { digest, reason: 'everybody knows it' } }), before);
  });
  await test('a published post keeps its old text when the new one is held; saved unchanged it is not asked about', async () => {
    const { id } = (await post({ content: 'Fractions, and more of them.' })).body, before = published();
    isHeld(await rest(`/wp/v2/posts/${id}`, { content: HELD }), before);
    equal(column(id, 'post_content'), 'Fractions, and more of them.');
    forget();
    equal((await rest(`/wp/v2/posts/${id}`, { sticky: true })).status, 200);
    equal(question(), {});
  });
  await test('what another plugin adds at the last moment is read', async () => {
    const before = published();
    isHeld(await post({ content: 'ADD-LATE Fractions.' }), before);
  });
  await test('an author whose tags are filtered: what is checked is what is stored', async () => {
    const { id } = (await post({ content: '<p onclick="x()">Fractions</p><script>1</script>' }, 'ana')).body;
    equal(question().text, `Our week\n\n${column(id, 'post_content')}`);
    equal(question().author, 'Ana Prado');
  });
  await test('an author who may not edit a post learns nothing of it', async () => {
    equal((await rest('/hallpass/v1/check', { post_ID: 1 }, 'ana')).status, 403);
    equal((await fetch(`${origin}/?rest_route=/hallpass/v1/check`, { method: 'POST', body: '{"post_ID":1}', headers: { 'Content-Type': 'application/json' } })).status, 401);
  });
  await test('in Spanish for who reads Spanish', async () => {
    const { body } = await post({ content: HELD }, 'ana');
    ok(body.message.startsWith('No se ha publicado.'), body.message);
  });

  // ---- what goes wrong
  for (const [name, words] of Object.entries({ slow: 'took too long', crash: 'broke off', silent: 'broke off', deaf: 'broke off', other: 'broke off', another: 'broke off', status: 'broke off', policy: 'cannot be used' })) {
    await test(`a program that is ${name} publishes nothing`, async () => {
      mode(name);
      const before = published(), answer = await post({ content: 'Fractions, quietly.', hallpass: { digest: 'x'.repeat(64), reason: 'because' } });
      mode('real');
      isHeld(answer, before);
      ok(answer.body.message.includes(words), answer.body.message);
      const again = await post({ content: 'Fractions, quietly.' });
      equal(again.status, 201, 'and then it works again');
    });
  }
  await test('a program that is not there publishes nothing', async () => {
    absent(true);
    const before = published(), answer = await post({ content: 'Fractions.' });
    absent(false);
    isHeld(answer, before);
    ok(answer.body.message.includes('not found on the server'), answer.body.message);
  });
  await test('too long is said', async () => {
    const before = published(), answer = await post({ content: 'fractions '.repeat(120000) });
    isHeld(answer, before);
    ok(answer.body.message.includes('1 MiB'), answer.body.message);
  });
  await test('no program that was given up still runs', () => equal(lines().filter((line) => line === 'sleep 60' || line.includes(program)), []));

  // ---- XML-RPC
  await test('XML-RPC: held with a fault', async () => {
    const value = (text) => `<value><string>${text}</string></value>`, before = published();
    const call = (content) => fetch(`${origin}/xmlrpc.php`, { method: 'POST', body: `<?xml version="1.0"?><methodCall><methodName>wp.newPost</methodName><params><param><value><int>1</int></value></param>
      <param>${value('teacher')}</param><param>${value(keys.teacher)}</param><param><value><struct><member><name>post_title</name>${value('x')}</member><member><name>post_status</name>${value('publish')}</member>
      <member><name>post_content</name>${value(content)}</member></struct></value></param></params></methodCall>` }).then((r) => r.text());
    const held = await call(HELD);
    ok(held.includes('A student&#039;s name') && held.includes('Not published') && held.includes('fault'), held);
    equal(published(), before);
    const clean = await call('Fractions by wire.');
    ok(!clean.includes('fault'), clean);
    equal(published(), before + 1);
  });

  // ---- the editors
  const browser = await launch();
  const visit = async (options = {}, cookies = []) => {
    const context = await browser.newContext({ viewport: { width: 1180, height: 860 }, ...options });
    await context.addCookies(cookies.map((name) => ({ name, value: '1', url: origin })));
    const page = await context.newPage();
    page.trouble = [];
    page.on('pageerror', (error) => page.trouble.push(error.message));
    await page.goto(`${origin}/wp-login.php`);
    await page.fill('#user_login', 'teacher');
    await page.fill('#user_pass', 'made up passphrase');
    await Promise.all([page.waitForNavigation(), page.click('#wp-submit')]);
    return page;
  };
  const dialog = (page) => page.locator('dialog.hallpass');

  const page = await visit();
  const write = async (title, text) => {
    await page.goto(`${origin}/wp-admin/post-new.php`);
    await page.waitForFunction(() => globalThis.wp?.data?.select('core/editor')?.getCurrentPostId());
    await page.evaluate(([title, text]) => {
      wp.data.dispatch('core/editor').editPost({ title });
      wp.data.dispatch('core/block-editor').insertBlocks(wp.blocks.createBlock('core/paragraph', { content: text }));
    }, [title, text]);
    return page.evaluate(() => wp.data.select('core/editor').getCurrentPostId());
  };
  const publish = async () => {
    await page.click('.editor-post-publish-panel__toggle');
    await page.click('.editor-post-publish-panel .editor-post-publish-button');
  };
  const statusOf = (id) => column(id, 'post_status');

  await test('block editor: a clean post is published without a word', async () => {
    const id = await write('Our week', 'Loved our fractions lesson.');
    await publish();
    await until('publication', () => statusOf(id) === 'publish');
    equal(await dialog(page).count(), 0);
    ok(question().text.includes(column(id, 'post_content')), question().text);
  });
  await test('block editor: a hold is shown, and going back keeps the text', async () => {
    const id = await write('Our week', HELD);
    await publish();
    await dialog(page).waitFor();
    const text = await dialog(page).textContent();
    ok(text.includes('Better not publish this as it is') && text.includes('Maya Ruiz') && text.includes('A mark or score'), text);
    await page.screenshot({ path: join(shots, 'wordpress-block.png') });
    equal((await seriousIssues(page)).filter((issue) => issue.includes('hallpass')), []);
    equal(await page.evaluate(() => document.activeElement.textContent), 'Go back and edit', 'focus');
    await page.keyboard.press('Escape');
    await until('the end of the dialog', async () => (await dialog(page).count()) === 0);
    ok(statusOf(id) !== 'publish', 'held');
    ok((await page.evaluate(() => wp.data.select('core/editor').getEditedPostContent())).includes(HELD), 'the text is there');
    await page.locator('.components-notice.is-error, .components-snackbar').first().waitFor();
  });
  await test('block editor: with a reason it goes on', async () => {
    const id = await write('Open lecture', REASON);
    await publish();
    await dialog(page).waitFor();
    await until('the button', () => dialog(page).getByText('Publish it with this reason').isEnabled());
    await dialog(page).getByText('Publish it with this reason').click();
    ok((await dialog(page).textContent()).includes('Write a reason first'), 'hint');
    await dialog(page).locator('input').fill('an open lecture');
    await page.screenshot({ path: join(shots, 'wordpress-reason.png') });
    await dialog(page).getByText('Publish it with this reason').click();
    await until(`publication: ${await page.locator('.components-notice').allTextContents()}`, () => statusOf(id) === 'publish');
  });
  await test('block editor: a missing program is told', async () => {
    const id = await write('Our week', 'Fractions.');
    absent(true);
    await publish();
    await dialog(page).waitFor();
    absent(false);
    ok((await dialog(page).textContent()).includes('not found on the server'), await dialog(page).textContent());
    equal(await dialog(page).locator('button').count(), 1);
    ok(statusOf(id) !== 'publish', 'held');
  });
  await test('block editor: 360 pixels', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await write('Our week', HELD);
    await publish();
    await dialog(page).waitFor();
    await page.screenshot({ path: join(shots, 'wordpress-360.png') });
    ok(await dialog(page).evaluate((d) => d.scrollWidth <= d.clientWidth && d.getBoundingClientRect().right <= innerWidth), 'it is wider than the screen');
    await page.setViewportSize({ width: 1180, height: 860 });
  });
  await test('block editor: no errors', () => equal(page.trouble.filter((t) => /hallpass/i.test(t)), []));

  const writeClassic = async (on, text, title = 'Our week') => {
    await on.goto(`${origin}/wp-admin/post-new.php`);
    await on.evaluate(() => globalThis.wp?.autosave?.server.suspend()); // while it saves, the button cannot be pressed
    await on.fill('#title', title);
    if (await on.locator('#content-html').isVisible()) await on.click('#content-html');
    await on.fill('#content', text);
    return Number(await on.inputValue('#post_ID'));
  };
  const classic = await visit({}, ['classic']);
  await test('classic form: a clean post is published as it was checked', async () => {
    const id = await writeClassic(classic, 'Loved our fractions lesson & "all".');
    await Promise.all([classic.waitForURL(/post\.php\?post=/), classic.click('#publish')]);
    equal(statusOf(id), 'publish');
    equal(question().text, `Our week\n\n${column(id, 'post_content')}`);
  });
  await test('classic form: a hold is shown, going back keeps the text, a word lets it go', async () => {
    const id = await writeClassic(classic, HELD);
    await classic.click('#publish');
    await dialog(classic).waitFor();
    await classic.screenshot({ path: join(shots, 'wordpress-classic.png') });
    await dialog(classic).getByText('Go back and edit').click();
    equal(await classic.inputValue('#content'), HELD);
    ok(statusOf(id) !== 'publish', 'held');
    await classic.click('#publish');
    await dialog(classic).waitFor();
    await until('the button', () => dialog(classic).getByText('Publish it anyway').isEnabled());
    await Promise.all([classic.waitForURL(/post\.php\?post=/), dialog(classic).getByText('Publish it anyway').click()]);
    equal(statusOf(id), 'publish');
    equal(column(id, 'post_content'), HELD);
  });
  await test('quick edit: held, with a message', async () => {
    const { id } = (await post({ content: 'Fractions and quick edits.', title: 'Quick' })).body;
    await classic.goto(`${origin}/wp-admin/edit.php`);
    await classic.hover(`#post-${id} .row-title`);
    await classic.click(`#post-${id} button.editinline`);
    await classic.fill(`#edit-${id} input[name=post_title]`, HELD);
    await classic.click(`#edit-${id} button.save`);
    await classic.locator(`#edit-${id} .notice-error`).waitFor();
    ok((await classic.textContent(`#edit-${id} .notice-error`)).includes('Not published'), 'message');
    equal(column(id, 'post_title'), 'Quick');
  });
  const plain = await visit({ javaScriptEnabled: false }, ['classic']);
  await test('classic form without scripts: kept as a draft, with what was found', async () => {
    const id = await writeClassic(plain, HELD);
    await plain.click('#publish');
    equal(statusOf(id), 'draft');
    equal(column(id, 'post_content'), HELD);
    const notice = await plain.textContent('.hallpass-notice');
    ok(notice.includes('kept as a draft') && notice.includes('A mark or score'), notice);
    await plain.screenshot({ path: join(shots, 'wordpress-plain.png') });
    await plain.fill('#content', 'We talked about tests.');
    await plain.click('#publish');
    equal(statusOf(id), 'publish');
    await plain.fill('#content', HELD);
    await plain.click('#publish');
    equal(column(id, 'post_content'), 'We talked about tests.');
    ok((await plain.textContent('.hallpass-notice')).includes('former text'), 'notice');
    equal(sql(`SELECT COUNT(*) FROM wp_posts WHERE post_parent=${id} AND post_type='revision' AND post_name LIKE '%autosave%' AND post_content LIKE 'Maya%'`), '1', 'autosave');
  });
  await test('PHP had nothing to complain of', () => {
    const log = existsSync(join(work, 'php.log')) ? readFileSync(join(work, 'php.log'), 'utf8') : '';
    equal(log.split('\n').filter((line) => /cli\/wordpress/.test(line)), []);
  });
  await browser.close();
  await closeSite();
});
