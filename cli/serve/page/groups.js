// Findings that are about one child, or about the same words, belong on one card.
import { unitsOf } from './offsets.js';

const LEVELS = { note: 1, review: 2, hold: 3 };
export const worse = (a, b) => (LEVELS[a] >= LEVELS[b] ? a : b);

/** Findings with their places as units of `text`: {start, end, parts: [{start, end, role}]}; start is -1 for the whole post. */
function place(text, findings) {
  const bytes = findings.flatMap((f) => [...(f.span ? [f.span.start, f.span.end] : []), ...f.parts.flatMap((p) => [p.start, p.end])]);
  const unit = unitsOf(text, bytes);
  return findings.map((finding) => {
    const start = finding.span ? unit.get(finding.span.start) : -1;
    const end = finding.span ? unit.get(finding.span.end) : -1;
    const parts = finding.parts.map((p) => ({ start: unit.get(p.start), end: unit.get(p.end), role: p.role }));
    if (finding.span && parts.length === 0) parts.push({ start, end, role: 'what' });
    return { finding, start, end, parts };
  });
}

const overlap = (a, b) => a.start < b.end && b.start < a.end;

/** Whether two findings point to the same child (the same words for it), or at the same words. */
function together(text, a, b) {
  if (a.start < 0 || b.start < 0) return a.start === b.start;
  if (overlap(a, b)) return true;
  const words = (p) => text.slice(p.start, p.end).toLowerCase();
  const who = (x) => x.parts.filter((p) => p.role === 'who');
  return who(a).some((p) => who(b).some((q) => overlap(p, q) || words(p) === words(q)));
}

/** [{name, level, items}] in the order of the draft; name: the words it is about, '' for the whole post. */
export function group(text, findings) {
  const groups = [];
  for (const item of place(text, findings)) {
    const same = groups.filter((g) => g.items.some((other) => together(text, item, other)));
    const home = same[0] ?? { items: [] };
    for (const other of same.slice(1)) {
      home.items.push(...other.items);
      groups.splice(groups.indexOf(other), 1);
    }
    home.items.push(item);
    if (!same.length) groups.push(home);
  }
  for (const g of groups) {
    g.items.sort((a, b) => a.start - b.start);
    const named = g.items.flatMap((i) => i.parts).filter((p) => p.role === 'who').sort((a, b) => a.start - b.start)[0];
    const subject = named ?? g.items.find((i) => i.start >= 0);
    g.name = subject ? text.slice(subject.start, subject.end) : '';
    g.role = named ? 'who' : 'what';
    g.level = g.items.map((i) => i.finding.severity).reduce(worse);
  }
  return groups;
}

/** Takes findings along with a change of the text, until there are new ones: what stands before it stays, what stands behind
 * it moves, and what it touched has no place any more. */
export function carry(groups, before, after) {
  const most = Math.min(before.length, after.length);
  let head = 0, tail = 0;
  while (head < most && before[head] === after[head]) head++;
  while (tail < most - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  const from = head, to = before.length - tail, moved = after.length - before.length;
  const shift = (p) => {
    if (p.end <= from) return p;
    return p.start >= to ? { ...p, start: p.start + moved, end: p.end + moved } : null;
  };
  for (const item of groups.flatMap((g) => g.items)) {
    item.parts = item.parts.map(shift).filter(Boolean);
    const span = item.start >= 0 ? shift(item) : null;
    [item.start, item.end] = span ? [span.start, span.end] : [-1, -1];
  }
}
