// The suggested wording of the whole draft. It may be copied only when it passes a check of its own.
import { say } from './words.js';

const $ = (id) => document.getElementById(id);
let shown = '';

export function hideRewrite() {
  $('rewrite').hidden = true;
  shown = '';
}

/** `clean`: it was checked as a draft of its own and nothing was found that stops it. */
export function showRewrite(text, clean) {
  shown = text;
  $('rewrite-title').textContent = say(clean ? 'rewriteGood' : 'rewritePart');
  $('rewrite-text').textContent = text;
  $('rewrite-copy').hidden = !clean;
  $('rewrite').hidden = false;
}

export function onRewrite({ use, copy }) {
  $('rewrite-use').addEventListener('click', () => use(shown));
  $('rewrite-copy').addEventListener('click', () => copy(shown));
}
