// Paints the marks behind the text area.
import { make } from './words.js';

/** Cuts the text at every edge of a part; who lies over what where both meet. */
function pieces(text, groups) {
  const parts = groups.flatMap((g, index) => g.items.flatMap((i) => i.parts.map((p) => ({ ...p, index }))));
  const edges = [...new Set([0, text.length, ...parts.flatMap((p) => [p.start, p.end])])].sort((a, b) => a - b);
  const starts = [...parts].sort((a, b) => a.start - b.start);
  const open = new Set();
  let next = 0;
  return edges.slice(0, -1).map((start, i) => {
    while (next < starts.length && starts[next].start <= start) open.add(starts[next++]);
    for (const p of open) if (p.end <= start) open.delete(p);
    const here = [...open];
    const role = here.some((p) => p.role === 'who') ? 'who' : here.length ? 'what' : '';
    return { text: text.slice(start, edges[i + 1]), role, groups: new Set(here.map((p) => p.index)) };
  });
}

let painted = [];

export function paint(element, text, groups) {
  painted = [];
  const nodes = pieces(text, groups).map((piece) => {
    if (!piece.role) return piece.text;
    const mark = make('mark', piece.role, piece.text);
    painted.push({ mark, groups: piece.groups });
    return mark;
  });
  element.replaceChildren(...nodes, '\n'); // the last line keeps its height
}

/** Shows which marks belong to a card. */
export function point(index) {
  for (const { mark, groups } of painted) mark.classList.toggle('current', groups.has(index));
}
