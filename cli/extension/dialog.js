// What was found, over the page, in a closed shadow: the page can neither read it nor press its buttons.
(() => {
  const KEYS = ['keydown', 'keypress', 'keyup', 'beforeinput', 'input', 'paste', 'copy', 'cut', 'compositionstart', 'compositionupdate', 'compositionend'];
  const SETTLE = 500; // milliseconds before "go on" can be pressed: the click that posted may be a double one
  const STYLE = `
    :host { all: initial; color-scheme: light dark;
      --ground: #f3f6f4; --paper: #fff; --ink: #1d2a27; --soft: #52615c; --line: #d3ddd8; --edge: #7d8d86; --accent: #17695a; --on: #fff;
      --hold: #a02c20; --review: #7d5000; --note: #35577f; }
    @media (prefers-color-scheme: dark) { :host {
      --ground: #111716; --paper: #1a2220; --ink: #e3ebe7; --soft: #a5b4ae; --line: #2e3b37; --edge: #6f8079; --accent: #74d3bc; --on: #0c211c;
      --hold: #ffa598; --review: #f0c267; --note: #a3c4ef; } }
    * { box-sizing: border-box; margin: 0; }
    dialog { font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif; color: var(--ink); background: var(--paper);
      width: min(36rem, calc(100vw - 2rem)); max-height: calc(100vh - 2rem); margin: auto; padding: 0; border: 1px solid var(--line); border-radius: 16px;
      box-shadow: 0 12px 48px rgb(0 0 0 / 30%); overflow: hidden; }
    dialog[open] { display: flex; flex-direction: column; }
    dialog::backdrop { background: rgb(15 22 20 / 55%); }
    header, footer { padding: 18px 22px; flex: none; }
    header { border-bottom: 1px solid var(--line); }
    h1 { font-size: 18px; line-height: 1.35; font-weight: 650; }
    header p, .why { color: var(--soft); font-size: 15px; }
    header p { margin-top: 4px; }
    main { overflow: auto; padding: 0 22px; min-height: 0; }
    main:focus-visible, button:focus-visible, input:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 8px; }
    ol { list-style: none; padding: 0; }
    li { padding: 14px 0; font-size: 15px; overflow-wrap: anywhere; }
    li + li, .rewrite { border-top: 1px solid var(--line); }
    h2 { font-size: 15px; line-height: 1.45; font-weight: 600; }
    .hold { color: var(--hold); } .review { color: var(--review); } .note { color: var(--note); }
    q { quotes: none; background: var(--ground); border-radius: 4px; padding: 1px 6px; font-weight: 400; }
    .question { margin-top: 10px; padding: 10px 12px; background: var(--ground); border-radius: 8px; }
    .question p { font-weight: 600; }
    .answers { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 8px; }
    fieldset { margin: 4px 0 14px; padding: 8px 12px 12px; border: 1px solid var(--line); border-radius: 8px; min-width: 0; }
    legend { padding: 0 5px; font-size: 14px; color: var(--soft); }
    label.check { display: flex; gap: 9px; align-items: baseline; margin-top: 6px; font-size: 15px; color: var(--ink); overflow-wrap: anywhere; }
    .check input { flex: none; width: 16px; height: 16px; margin: 0; translate: 0 2px; accent-color: var(--accent); }
    .check small { display: block; font-size: 14px; color: var(--soft); }
    h1:focus { outline: none; }
    .rewrite { padding: 14px 0; }
    blockquote { margin-top: 6px; padding: 10px 12px; background: var(--ground); border-radius: 8px; white-space: pre-wrap; overflow-wrap: anywhere; font-size: 15px; }
    pre { white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/1.5 ui-monospace, monospace; padding: 14px 0; }
    footer { border-top: 1px solid var(--line); display: flex; flex-wrap: wrap; gap: 10px; justify-content: flex-end; align-items: end; }
    label { flex: 1 1 100%; font-size: 14px; color: var(--soft); }
    input { display: block; width: 100%; margin-top: 4px; padding: 8px 10px; font: inherit; font-size: 15px; color: var(--ink); background: var(--paper);
      border: 1px solid var(--edge); border-radius: 8px; }
    button { font: inherit; font-size: 15px; line-height: 1.3; padding: 8px 14px; border-radius: 8px; border: 1px solid var(--edge); color: var(--ink); background: var(--paper); cursor: pointer; }
    button.first { background: var(--accent); border-color: var(--accent); color: var(--on); font-weight: 600; }
    button:disabled { opacity: .55; cursor: default; }
    @media (max-width: 30rem) { header, footer { padding: 14px 18px; } main { padding: 0 18px; } footer button { flex: 1 1 100%; } }
    [role=status]:empty { display: none; }
    [role=status] { flex: 1 1 100%; font-size: 14px; color: var(--soft); }`;
  let shown = null; // the element that carries the open dialog

  // Asked before any listener of the page: what is typed into the dialog is nobody else's.
  for (const type of KEYS) addEventListener(type, (event) => { if (shown && event.target === shown) event.stopImmediatePropagation(); }, true);

  function make(tag, properties, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children.filter(Boolean));
    return element;
  }

  /** A button that only a person's own hand can press. */
  function button(label, className, press) {
    const element = make('button', { type: 'button', className, textContent: label });
    element.addEventListener('click', (event) => { if (event.isTrusted) press(); });
    return element;
  }

  /** What is asked of the person; `tell` takes an answer. */
  function questionOf(f, tell) {
    const answers = f.answers.map((a) => button(a.label, '', () => tell(a, true)));
    const group = make('div', { className: 'question', role: 'group', ariaLabel: f.ask }, make('p', { textContent: f.ask }), make('div', { className: 'answers' }, ...answers));
    return group;
  }

  function boxOf(box, tell) {
    const input = make('input', { type: 'checkbox', checked: box.on });
    input.dataset.key = keyOf(box);
    input.addEventListener('change', (event) => { if (event.isTrusted) tell(box, input.checked); });
    return make('label', { className: 'check' }, input, make('span', {}, box.label, box.note && make('small', { textContent: box.note })));
  }

  function boxesOf(verdict, tell) {
    return make('fieldset', {}, make('legend', { textContent: verdict.words.said }), ...verdict.boxes.map((box) => boxOf(box, tell)));
  }

  const keyOf = (box) => box.flag ?? `${box.text} ${box.is}`;

  /** The boxes that are on when this one is switched; of one name only one thing is said. */
  function switched(boxes, changed, on) {
    const others = boxes.filter((b) => b.on && keyOf(b) !== keyOf(changed) && !(changed.is && b.text === changed.text));
    return on ? [...others, { ...changed, on }] : others;
  }

  const saidOf = (boxes) => ({ flags: boxes.filter((b) => b.flag).map((b) => b.flag), answers: boxes.filter((b) => b.is).map(({ text, is }) => ({ text, is })) });

  function findingOf(f, tell) {
    const heading = make('h2', {}, make('span', { className: f.severity, textContent: f.level }), ` ${f.title} `, f.quote && make('q', { textContent: f.quote }));
    return make('li', {}, heading, f.why && make('p', { className: 'why', textContent: f.why }), f.do && make('p', { textContent: f.do }),
      f.answers?.length > 0 && questionOf(f, tell));
  }

  function rewriteOf(verdict) {
    return make('section', { className: 'rewrite' }, make('h2', { textContent: verdict.words.rewrite }), make('blockquote', { textContent: verdict.rewrite }));
  }

  function footerOf(verdict, end) {
    const { words } = verdict;
    const footer = make('footer', {}), status = make('p', {});
    status.setAttribute('role', 'status');
    let input;
    if (verdict.override === 'reason') {
      input = make('input', { type: 'text', maxLength: 300, autocomplete: 'off' });
      input.addEventListener('input', () => { status.textContent = ''; });
      footer.append(make('label', { textContent: words.reason }, input));
    }
    footer.append(status);
    if (verdict.override !== 'no') {
      const anyway = button(words.anyway, '', () => {
        if (!input || input.value.trim().length >= 3) return end('go');
        status.textContent = words.reasonMissing;
        input.focus();
      });
      anyway.disabled = true;
      setTimeout(() => { anyway.disabled = false; }, SETTLE);
      footer.append(anyway);
    }
    if (verdict.rewrite) {
      footer.append(button(words.copy, '', async () => {
        status.textContent = await navigator.clipboard.writeText(verdict.rewrite).then(() => words.copied, () => words.copyFailed);
      }));
    }
    const edit = button(words.edit, 'first', () => end('back'));
    edit.autofocus = true;
    footer.append(edit);
    return footer;
  }

  function fill(dialog, verdict, end, tell) {
    const head = make('header', {}, make('h1', { id: 'title', tabIndex: -1, textContent: verdict.title }), verdict.from && make('p', { textContent: verdict.from }),
      verdict.next && make('p', { textContent: verdict.next }));
    const body = make('main', { tabIndex: 0 }, verdict.findings.length > 0 && make('ol', {}, ...verdict.findings.map((f) => findingOf(f, tell))),
      verdict.boxes?.length > 0 && boxesOf(verdict, tell), verdict.rewrite && rewriteOf(verdict), verdict.messages && make('pre', { textContent: verdict.messages }));
    body.setAttribute('aria-labelledby', 'title');
    dialog.lang = verdict.lang ?? '';
    dialog.replaceChildren(...[head, body.childElementCount > 0 && body, footerOf(verdict, end)].filter(Boolean));
  }

  /** A dialog that is filled anew whenever the person says something of the post: `again` gives the verdict then. */
  function dialogOf(verdict, end, again) {
    const dialog = make('dialog', {});
    dialog.setAttribute('aria-labelledby', 'title');
    let on = (verdict.boxes ?? []).filter((b) => b.on), turn = 0;
    async function tell(box, isOn) {
      const mine = ++turn;
      on = switched(on, box, isOn);
      for (const press of dialog.querySelectorAll('footer button')) press.disabled = press.className !== 'first';
      dialog.querySelector('[role=status]').textContent = verdict.words.busy;
      const next = await again(saidOf(on));
      if (mine !== turn || !dialog.isConnected) return;
      const top = dialog.querySelector('main').scrollTop, reason = dialog.querySelector('footer input')?.value ?? '';
      fill(dialog, next, end, tell);
      if (dialog.querySelector('footer input')) dialog.querySelector('footer input').value = reason;
      const same = [...dialog.querySelectorAll('[data-key]')].find((e) => e.dataset.key === keyOf(box));
      (same ?? dialog.querySelector('h1')).focus({ preventScroll: true });
      if (same) dialog.querySelector('main').scrollTop = top;
    }
    fill(dialog, verdict, end, tell);
    return dialog;
  }

  /** Shows a verdict: 'go' when the person goes on, 'back', or 'torn' when the page takes the dialog away. `again` takes what
   * the person says of the post, {flags, answers}, and gives the verdict then. */
  hallpass.showDialog = (verdict, again) => new Promise((resolve) => {
    const before = document.activeElement;
    const carrier = document.createElement('div');
    const shadow = carrier.attachShadow({ mode: 'closed' });
    const gone = new MutationObserver(() => { if (!carrier.isConnected) end('torn'); });
    function end(said) {
      gone.disconnect();
      shown = null;
      carrier.remove();
      before?.focus?.({ preventScroll: true }); // where the person was writing
      resolve(said);
    }
    const dialog = dialogOf(verdict, end, again);
    dialog.addEventListener('close', () => end(carrier.isConnected ? 'back' : 'torn'));
    shadow.append(make('style', { textContent: STYLE }), dialog);
    document.documentElement.append(carrier);
    gone.observe(document, { childList: true, subtree: true });
    shown = carrier;
    dialog.showModal();
  });
})();
