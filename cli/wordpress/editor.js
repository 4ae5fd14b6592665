// Shows what hallpass found, over either editor, and sends the person's word along. The server decides; this only asks and shows.
(() => {
  const { words, lang } = window.hallpass;
  const SETTLE = 500; // milliseconds before "publish it anyway" can be pressed: the click that published may be a double one

  function make(tag, properties, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children.filter(Boolean));
    return element;
  }

  const button = (label, className, press) => {
    const element = make('button', { type: 'button', className: `button ${className}`, textContent: label });
    element.addEventListener('click', press);
    return element;
  };

  function findingOf(f) {
    const level = make('span', { className: `hallpass-${f.severity}`, textContent: f.level });
    const heading = make('h3', {}, level, ` ${f.title} `, f.quote && make('q', { textContent: f.quote }));
    return make('li', {}, heading, f.why && make('p', { className: 'hallpass-why', textContent: f.why }), f.do && make('p', { textContent: f.do }));
  }

  function footerOf(told, end) {
    const status = make('p', {}), footer = make('footer', {});
    let input;
    status.setAttribute('role', 'status');
    if (told.override === 'reason') {
      input = make('input', { type: 'text', maxLength: 300, autocomplete: 'off' });
      input.addEventListener('input', () => { status.textContent = ''; });
      footer.append(make('label', { textContent: words.reason }, input));
    }
    footer.append(status);
    if (told.override !== 'no') {
      const anyway = button(input ? words.with_reason : words.anyway, '', () => {
        const reason = input ? input.value.trim() : '';
        if (!input || reason.length >= 3) return end({ digest: told.digest, reason });
        status.textContent = words.reason_missing;
        input.focus();
      });
      anyway.disabled = true;
      setTimeout(() => { anyway.disabled = false; }, SETTLE);
      footer.append(anyway);
    }
    footer.append(Object.assign(button(words.edit, 'button-primary', () => end(null)), { autofocus: true }));
    return footer;
  }

  /** The person's word, {digest, reason}; null: back to the text. */
  function show(told) {
    return new Promise((resolve) => {
      const dialog = make('dialog', { className: 'hallpass', lang });
      const end = (said) => { dialog.remove(); resolve(said); };
      const body = make('div', { className: 'hallpass-body', tabIndex: 0 }, told.findings.length > 0 && make('ol', {}, ...told.findings.map(findingOf)),
        told.messages && make('pre', { textContent: told.messages }));
      dialog.append(make('header', {}, make('h2', { id: 'hallpass-title', textContent: told.title }), make('p', { textContent: told.next })),
        ...(body.childElementCount ? [body] : []), footerOf(told, end));
      body.setAttribute('aria-labelledby', 'hallpass-title');
      dialog.setAttribute('aria-labelledby', 'hallpass-title');
      dialog.addEventListener('close', () => end(null));
      document.body.append(dialog);
      dialog.showModal();
    });
  }

  // ---- whatever saves by REST: the block editor, the site editor
  wp.apiFetch.use(async (options, next) => {
    try {
      return await next(options);
    } catch (error) {
      const said = error?.code === 'hallpass_held' && options.data ? await show(error.data.hallpass) : null;
      if (!said) throw error;
      return next({ ...options, data: { ...options.data, hallpass: said } });
    }
  });

  // ---- the form of the classic editor
  const form = document.querySelector('form#post');
  const COLUMNS = { post_title: 'post_title', content: 'post_content', excerpt: 'post_excerpt', post_name: 'post_name', post_password: 'post_password' };
  let asked = false;

  function typed() {
    window.tinymce?.triggerSave(); // what stands in the visual editor goes into its text area
    const post = { post_ID: Number(form.elements.post_ID.value), post_status: 'publish' };
    for (const [name, column] of Object.entries(COLUMNS)) if (form.elements[name]) post[column] = form.elements[name].value;
    if (form.elements.visibility?.value === 'private') post.post_status = 'private';
    return post;
  }

  async function verdict() {
    try {
      return await wp.apiFetch({ path: '/hallpass/v1/check', method: 'POST', data: typed() });
    } catch (error) {
      return { state: 'trouble', override: 'no', title: words.trouble, next: words.unreachable, findings: [] };
    }
  }

  const hidden = (name, value) => make('input', { type: 'hidden', name: `hallpass[${name}]`, value });

  async function ask(submitter) {
    const told = await verdict(), said = told.state === 'pass' ? {} : await show(told);
    asked = false;
    if (!said) {
      form.querySelectorAll('.spinner').forEach((spinner) => spinner.classList.remove('is-active'));
      form.querySelectorAll('.disabled').forEach((element) => element.classList.remove('disabled'));
      return;
    }
    form.append(...Object.entries(said).map(([name, value]) => hidden(name, value)));
    if (submitter.name) form.append(make('input', { type: 'hidden', name: submitter.name, value: submitter.value }));
    window.jQuery?.(window).off('beforeunload.edit-post');
    HTMLFormElement.prototype.submit.call(form);
  }

  form?.addEventListener('submit', (event) => {
    if (event.submitter?.id !== 'publish') return;
    event.preventDefault();
    if (!asked) ask(event.submitter);
    asked = true;
  });
})();
