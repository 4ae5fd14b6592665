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

  function findingOf(f) {
    const heading = make('h2', {}, make('span', { className: f.severity, textContent: f.level }), ` ${f.title} `, f.quote && make('q', { textContent: f.quote }));
    return make('li', {}, heading, f.why && make('p', { className: 'why', textContent: f.why }), f.do && make('p', { textContent: f.do }));
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

  function dialogOf(verdict, end) {
    const head = make('header', {}, make('h1', { id: 'title', textContent: verdict.title }), verdict.next && make('p', { textContent: verdict.next }));
    const body = make('main', { tabIndex: 0 }, verdict.findings.length > 0 && make('ol', {}, ...verdict.findings.map(findingOf)),
      verdict.rewrite && rewriteOf(verdict), verdict.messages && make('pre', { textContent: verdict.messages }));
    body.setAttribute('aria-labelledby', 'title');
    const dialog = make('dialog', { lang: verdict.lang ?? '' }, head, body.childElementCount > 0 && body, footerOf(verdict, end));
    dialog.setAttribute('aria-labelledby', 'title');
    return dialog;
  }

  /** Shows a verdict: 'go' when the person goes on, 'back', or 'torn' when the page takes the dialog away. */
  hallpass.showDialog = (verdict) => new Promise((resolve) => {
    const carrier = document.createElement('div');
    const shadow = carrier.attachShadow({ mode: 'closed' });
    const gone = new MutationObserver(() => { if (!carrier.isConnected) end('torn'); });
    function end(said) {
      gone.disconnect();
      shown = null;
      carrier.remove();
      resolve(said);
    }
    const dialog = dialogOf(verdict, end);
    dialog.addEventListener('close', () => end(carrier.isConnected ? 'back' : 'torn'));
    shadow.append(make('style', { textContent: STYLE }), dialog);
    document.documentElement.append(carrier);
    gone.observe(document, { childList: true, subtree: true });
    shown = carrier;
    dialog.showModal();
  });
})();
