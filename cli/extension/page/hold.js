// In the page's own world: holds a request that posts until gate.js says go.
//
// This is hostile ground: the page can see and change all of it. So it knows nothing but where posts leave, and learns nothing
// but go or stop. A page that wants to get past it can; it is there for the person's slips, not against the page.
(() => {
  const where = globalThis.hallpass;
  delete globalThis.hallpass;
  const { fetch: sendFetch, Request, Response, FormData, URLSearchParams, Blob, XMLHttpRequest, DOMException } = globalThis;
  const { open, send, abort } = XMLHttpRequest.prototype;
  const waiting = new Map();
  let asked = 0;

  function adapterOf(method, address) {
    try {
      return where.match(String(method).toUpperCase(), new URL(address, document.baseURI), false);
    } catch {
      return undefined; // no address: the browser will say so
    }
  }

  document.addEventListener('hallpass-answer', (event) => {
    const { id, go } = JSON.parse(event.detail);
    waiting.get(id)?.(go === true);
    waiting.delete(id);
  });

  /** true: may be sent. A gate that is there takes the event (cancels it); where none does, nothing goes. */
  function ask(adapter, body) {
    return new Promise((resolve) => {
      const id = ++asked;
      waiting.set(id, resolve);
      const event = new CustomEvent('hallpass-ask', { cancelable: true, detail: JSON.stringify({ id, adapter: adapter.name, ...body }) });
      if (!document.dispatchEvent(event)) return;
      waiting.delete(id);
      alert('hallpass: not posted, because hallpass was switched off while this page was open. Copy your text and load the page again.');
      resolve(false);
    });
  }

  const fieldsOf = (form) => [...form].filter(([, value]) => typeof value === 'string');

  /** A body that the page cannot change any more, {body}, and what stands in it: {text} or {fields}. */
  async function freeze(body) {
    if (body === null || body === undefined) return { body, held: { text: '' } };
    if (body instanceof FormData) {
      const copy = new FormData();
      for (const [name, value] of body) copy.append(name, value);
      return { body: copy, held: { fields: fieldsOf(copy) } };
    }
    if (body instanceof URLSearchParams) {
      const copy = new URLSearchParams(body);
      return { body: copy, held: { fields: [...copy] } };
    }
    if (body instanceof Blob || body instanceof ReadableStream) {
      const copy = await new Response(body).blob();
      return { body: copy, held: { text: await copy.text() } };
    }
    if (body instanceof ArrayBuffer || ArrayBuffer.isView(body)) {
      const copy = body instanceof ArrayBuffer ? body.slice(0) : new Uint8Array(body.buffer, body.byteOffset, body.byteLength).slice();
      return { body: copy, held: { text: new TextDecoder().decode(copy) } };
    }
    const text = body instanceof Document ? new XMLSerializer().serializeToString(body) : String(body);
    return { body: text, held: { text } };
  }

  async function heldOf(request) {
    const copy = request.clone();
    if ((copy.headers.get('content-type') ?? '').startsWith('multipart/')) return { fields: fieldsOf(await copy.formData()) };
    return { text: await copy.text() };
  }

  async function holdFetch(adapter, input, init) {
    if (input instanceof Request) {
      const request = new Request(input, init);
      if (await ask(adapter, await heldOf(request))) return sendFetch(request);
    } else {
      const frozen = await freeze(init.body);
      if (await ask(adapter, frozen.held)) return sendFetch(input, { ...init, body: frozen.body });
    }
    throw new TypeError('Failed to fetch'); // what pages expect of a line that is down: they keep the text
  }

  globalThis.fetch = function fetch(input, init) {
    const isRequest = input instanceof Request;
    const adapter = adapterOf(init?.method ?? (isRequest ? input.method : 'GET'), isRequest ? input.url : input);
    return adapter ? holdFetch(adapter, isRequest ? input : String(input), init && { ...init }) : sendFetch.apply(this ?? globalThis, arguments);
  };

  const requests = new WeakMap();
  XMLHttpRequest.prototype.open = function (method, address, wait = true) {
    requests.set(this, { adapter: adapterOf(method, address), wait });
    return open.apply(this, arguments);
  };
  XMLHttpRequest.prototype.send = function (body) {
    const request = requests.get(this);
    if (!request?.adapter) return send.apply(this, arguments);
    if (!request.wait) throw new DOMException('hallpass: a post that stops the page while it is sent cannot be checked', 'NetworkError');
    holdSend(this, request, body);
  };
  XMLHttpRequest.prototype.abort = function () {
    const request = requests.get(this);
    if (request) request.aborted = true;
    return abort.apply(this, arguments);
  };

  async function holdSend(xhr, request, body) {
    const frozen = await freeze(body).catch(() => null);
    const go = frozen && (await ask(request.adapter, frozen.held));
    if (request.aborted || requests.get(xhr) !== request) return;
    if (go) return send.call(xhr, frozen.body);
    for (const type of ['error', 'loadend']) xhr.dispatchEvent(new ProgressEvent(type));
  }
})();
