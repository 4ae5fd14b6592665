// What only the person can say of a draft: the policy's flags, and whose a name is. Each is a box to tick; an answer by a click ticks one.
import { nameOf } from './places.js';
import { make, say } from './words.js';

const $ = (id) => document.getElementById(id);
let flags = []; // {name, reason, on}
let usual = []; // names of the flags that are on at first
let answers = []; // {text, is}
let changed = () => {};

function box(label, note, on, toggle) {
  const input = Object.assign(make('input', ''), { type: 'checkbox', checked: on });
  input.addEventListener('change', () => { toggle(input.checked); changed(); });
  return make('label', 'check', input, make('span', '', label, note && make('span', 'note', note)));
}

const boxOf = (flag) => box(nameOf('flag', flag.name), flag.reason, flag.on, (on) => { flag.on = on; });

/** An answer that is taken back has no box any more. */
const boxOfAnswer = (answer) => box(say('answered', { words: answer.text, answer: say(`answer.${answer.is}`) }), '', true, () => {
  answers = answers.filter((a) => a !== answer);
  show();
  ($('said').querySelector('input') ?? $('draft')).focus();
});

function show() {
  $('said-boxes').replaceChildren(...flags.map(boxOf), ...answers.map(boxOfAnswer));
  $('said').hidden = flags.length + answers.length === 0;
}

/** Of a new draft nothing is said yet but what always is. */
export function forgetSaid() {
  for (const flag of flags) flag.on = usual.includes(flag.name);
  answers = [];
  show();
}

/** The policy's flags; `onChange` is called when the person ticks a box. */
export function showSaid(brief, onChange) {
  flags = brief.flags.map((flag) => ({ ...flag, on: false }));
  usual = brief.defaults.flags;
  changed = onChange;
  forgetSaid();
}

/** One answer to what a finding asks: {flag}, or {text, is}. */
export function answer(said) {
  for (const flag of flags) flag.on ||= flag.name === said.flag;
  if (said.is) answers = [...answers.filter((a) => a.text !== said.text), { text: said.text, is: said.is }];
  show();
  changed();
}

/** What a question says of the draft. */
export function said() {
  const all = flags.length ? { flags: flags.filter((f) => f.on).map((f) => f.name) } : {};
  return answers.length ? { ...all, answers } : all;
}
