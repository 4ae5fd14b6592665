// What people will read in a request's body, found by an adapter's paths.
(() => {
  const SHAPE = /^[^=&\s]+=/; // a form as one text

  function parse(text) {
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  }

  function below(value) {
    if (typeof value === 'string') return /\S\s+\S/.test(value) ? [value] : nested(value);
    return value && typeof value === 'object' ? Object.values(value).flatMap(below) : [];
  }

  /** Google's requests are texts of JSON within texts of JSON. */
  function nested(text) {
    return /^\s*[[{"]/.test(text) ? below(parse(text)) : [];
  }

  function walk(value, steps) {
    if (value === undefined || value === null) return [];
    const [step, ...rest] = steps;
    if (step === undefined) return [value];
    if (step === '**') return below(value);
    if (step === '{}') return typeof value === 'string' ? walk(parse(value), rest) : [];
    if (typeof value !== 'object') return [];
    if (step === '*') return Object.values(value).flatMap((v) => walk(v, rest));
    return Object.hasOwn(value, step) ? walk(value[step], rest) : [];
  }

  function fieldsOf(pairs) {
    const root = Object.create(null);
    for (const [name, value] of pairs) root[name] = Object.hasOwn(root, name) ? [].concat(root[name], value) : value;
    return root;
  }

  function rootOf(body) {
    if (Array.isArray(body.fields)) return fieldsOf(body.fields.filter((f) => Array.isArray(f) && f.every((x) => typeof x === 'string')));
    const text = String(body.text ?? '');
    const json = parse(text);
    if (json !== undefined) return json;
    return SHAPE.test(text) ? fieldsOf([...new URLSearchParams(text)]) : undefined;
  }

  const says = (root, [steps, pattern]) => walk(root, steps).some((v) => new RegExp(pattern).test(String(v)));

  /** {text}: what to check, parts apart by blank lines; empty: nothing. {unknown: true}: a post that cannot be read. */
  hallpass.textOf = (adapter, body) => {
    const root = rootOf(body);
    if (root === undefined) return { text: '', unknown: body.text !== '' || Boolean(adapter.must) };
    if (adapter.when && !says(root, adapter.when)) return { text: '' };
    if (adapter.unless && says(root, adapter.unless)) return { text: '' };
    const found = adapter.texts.flatMap((steps) => walk(root, steps));
    const texts = found.flat().filter((v) => typeof v === 'string');
    return { text: texts.filter((t) => t.trim()).join('\n\n'), unknown: Boolean(adapter.must) && texts.length === 0 };
  };
})();
