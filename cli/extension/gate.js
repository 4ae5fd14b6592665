// In the extension's own world, in every page: what hold.js holds is asked about here, and shown; only go or stop returns to the page.
(() => {
  const CAP = 4 << 20; // characters of a request that is looked at
  const SAME = 3000; // milliseconds in which a page that tries again what was just stopped is stopped without a word
  const FALLBACK = { words: { edit: chrome.i18n.getMessage('close') }, title: chrome.i18n.getMessage('unreachable'), findings: [], override: 'no' };
  const NOTHING = { text: '', at: -Infinity };
  let last = NOTHING; // what was stopped, and when
  let line = Promise.resolve(); // one post at a time
  let dialogs = Promise.resolve(); // one dialog at a time, those of frames among them

  async function verdictOf(question) {
    try {
      return (await chrome.runtime.sendMessage({ ask: 'check', ...question })) ?? FALLBACK;
    } catch {
      return FALLBACK;
    }
  }

  function showHere(question, verdict) {
    const again = async (said) => ({ ...(await verdictOf({ ...question, said })), from: verdict.from });
    const shown = dialogs.then(() => hallpass.showDialog(verdict, again));
    dialogs = shown.catch(() => {});
    return shown;
  }

  /** A frame may be too small to ask in, or lie under something: the tab's own page asks, and the frame only where that cannot. */
  async function show(question, verdict) {
    const there = window !== window.top && (await chrome.runtime.sendMessage({ ask: 'show', question, verdict }).catch(() => null));
    return there || showHere(question, verdict);
  }

  chrome.runtime.onMessage.addListener((message, sender, reply) => {
    if (sender.id !== chrome.runtime.id || !message?.show || window !== window.top) return false;
    showHere(message.question, message.show).then(reply, () => reply(null));
    return true;
  });

  async function decide(adapter, found) {
    if (!found.text && !found.unknown) return true;
    if (found.text && found.text === last.text && performance.now() - last.at < SAME) return false;
    const question = { text: found.text, unknown: Boolean(found.unknown), channel: adapter.channel, markup: adapter.markup };
    const verdict = await verdictOf(question);
    const said = verdict.go === true ? 'go' : await show(question, verdict), go = said === 'go';
    if (said === 'torn') chrome.runtime.sendMessage({ ask: 'torn' }).catch(() => {});
    last = go ? NOTHING : { text: found.text, at: performance.now() };
    return go;
  }

  function inLine(adapter, found) {
    const decided = line.then(() => decide(adapter, found)).catch(() => false);
    line = decided;
    return decided;
  }

  async function answer(detail) {
    const { id, adapter: name, ...body } = JSON.parse(detail);
    const adapter = hallpass.adapters.find((a) => a.name === name);
    const readable = adapter && detail.length <= CAP;
    const go = await inLine(adapter ?? {}, readable ? hallpass.textOf(adapter, body) : { text: '', unknown: true });
    document.dispatchEvent(new CustomEvent('hallpass-answer', { detail: JSON.stringify({ id, go }) }));
  }

  document.addEventListener('hallpass-ask', (event) => {
    event.preventDefault(); // somebody is there
    answer(String(event.detail)).catch(() => {});
  });

  // ---- forms that the browser sends itself
  const released = new WeakMap(); // forms on their way -> what was checked
  const here = async () => (await chrome.storage.local.get('sites')).sites?.[location.hostname];

  const WRITTEN = 'textarea, input:not([type]), input[type=text], input[type=search], input[type=email], input[type=url], input[type=tel]';

  function fieldsOf(form) {
    const written = [...form.elements].filter((e) => e.matches(WRITTEN) && e.value.trim()).map((e) => [e.name || 'text', e.value]);
    const editors = [...form.querySelectorAll('[contenteditable=""], [contenteditable=true]')].map((e) => ['text', e.innerText]);
    return [...written, ...editors];
  }

  function foundIn(form, adapter) {
    const fields = fieldsOf(form);
    return adapter.asked ? { text: fields.map(([, value]) => value).join('\n\n') } : hallpass.textOf(adapter, { fields });
  }

  async function hold(form, adapter, submitter) {
    const found = foundIn(form, adapter), isNamed = !adapter.asked || (await here())?.forms;
    if (isNamed && !(await inLine({ ...adapter, channel: adapter.channel ?? '' }, found))) return;
    if (!form.isConnected) return;
    released.set(form, { adapter, text: isNamed ? found.text : null });
    form.requestSubmit(submitter?.isConnected ? submitter : null);
    released.delete(form);
  }

  function stop(event, adapter) {
    event.preventDefault();
    event.stopImmediatePropagation();
    hold(event.target, adapter, event.submitter).catch(() => showHere({}, FALLBACK));
  }

  addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || released.has(form) || form.method !== 'post') return;
    const adapter = hallpass.match('POST', new URL(form.action || location.href, document.baseURI), true);
    if (adapter) stop(event, adapter);
  }, true);

  // After the page's own listeners: an editor writes into the form only now what stands in it, and a page may have changed it meanwhile.
  addEventListener('submit', (event) => {
    const checked = released.get(event.target);
    if (checked && checked.text !== null && !event.defaultPrevented && foundIn(event.target, checked.adapter).text !== checked.text) stop(event, checked.adapter);
  });
})();
