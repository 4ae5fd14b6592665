// The cards beside the draft: for each child or thing its findings, why, what to do, what to write instead.
import { has, make, ruleText, say } from './words.js';

const LEVEL = { hold: 'levelHold', review: 'levelReview', note: 'levelNote' };
const QUOTED = 80; // characters of a quotation

const short = (words) => (words.length > QUOTED ? `${words.slice(0, QUOTED).trimEnd()}…` : words).replace(/\s+/g, ' ');

function button(label, onClick, className = '') {
  const element = make('button', className, label);
  element.type = 'button';
  element.addEventListener('click', onClick);
  return element;
}

function sources(finding) {
  const list = make('ul', '');
  for (const cite of finding.cite) {
    const words = [cite.says, cite.note].filter(Boolean).join(' ');
    const item = ruleText('li', '', `${words} `);
    const ref = `(${[cite.says ? null : cite.source, cite.ref].filter(Boolean).join(', ')})`;
    item.append(ref === '()' ? '' : ref);
    list.append(item);
  }
  const about = make('details', '', make('summary', '', say('because')), list);
  const reasons = [...new Set(finding.reasons.map((r) => r.what))].join('; ');
  if (reasons) about.append(ruleText('p', '', say('reasons', { list: reasons })));
  if (finding.exception) about.append(make('p', '', say('exception', { name: finding.exception })));
  return about;
}

/** What the policy asks here, and a button for each answer. */
function question(finding, hands) {
  if (!finding.ask || !(finding.flag || finding.answers)) return null;
  const asked = ruleText('p', 'asked', finding.ask), buttons = [];
  if (finding.flag) buttons.push(button(say('answerYes'), () => hands.answer({ flag: finding.flag })));
  for (const is of (finding.answers ?? []).filter((name) => has(`answer.${name}`))) {
    buttons.push(button(say(`answer.${is}`), () => hands.answer({ text: finding.text, is })));
  }
  const group = make('div', 'question', asked, make('div', 'actions', ...buttons));
  group.setAttribute('role', 'group');
  group.setAttribute('aria-label', finding.ask);
  return group;
}

function label(finding) {
  return finding.replacement === '' ? say('takeOut') : say('use', { words: short(finding.replacement) });
}

function row(item, text, group, hands) {
  const { finding } = item;
  const title = make('h4', '', make('span', `level ${finding.severity}`, say(LEVEL[finding.severity])), ruleText('span', '', finding.title));
  const quoted = item.start >= 0 ? text.slice(item.start, item.end) : '';
  if (quoted && quoted !== group.name) title.append(make('span', 'quote', ` ${say('quote', { words: short(quoted) })}`));
  const actions = make('div', 'actions');
  if (item.start >= 0 && finding.replacement !== null) actions.append(button(label(finding), () => hands.take([item])));
  if (item.start >= 0) actions.append(button(say('show'), () => hands.show(item), 'quiet'));
  return make('li', '', title, ruleText('p', 'why', finding.why), ruleText('p', '', finding.do), question(finding, hands), actions, sources(finding));
}

function card(group, index, text, hands) {
  const name = group.name ? make('mark', group.role, short(group.name)) : say('whole');
  const heading = make('h3', '', name);
  const list = make('ol', '', ...group.items.map((item) => row(item, text, group, hands)));
  const element = make('article', 'card', heading);
  heading.id = `card-${index}`;
  element.setAttribute('aria-labelledby', heading.id);
  const ready = group.items.filter((item) => item.start >= 0 && item.finding.replacement !== null);
  if (ready.length > 1) element.append(make('div', 'actions', button(say('takeAll', { n: ready.length }), () => hands.take(ready))));
  element.append(list);
  element.addEventListener('pointerenter', () => hands.point(index));
  element.addEventListener('pointerleave', () => hands.point(-1));
  element.addEventListener('focusin', () => hands.point(index));
  return element;
}

/** What was open or had the focus, by what it says: the cards are made anew while the person may be in them. */
function keep(element) {
  const at = (node) => [...element.querySelectorAll('button, summary')].indexOf(node);
  const open = [...element.querySelectorAll('details')].map((d) => d.open);
  return { focused: at(document.activeElement), open };
}

export function show(element, text, groups, hands) {
  const before = keep(element);
  element.replaceChildren(...groups.map((group, index) => card(group, index, text, hands)));
  [...element.querySelectorAll('details')].forEach((d, i) => { d.open = before.open.length > i && before.open[i]; });
  if (before.focused < 0) return;
  const places = [...element.querySelectorAll('button, summary')];
  (places[Math.min(before.focused, places.length - 1)] ?? document.getElementById('verdict')).focus();
}

export function point(element, index) {
  [...element.children].forEach((child, i) => child.classList.toggle('current', i === index));
}
