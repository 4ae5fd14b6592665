// The answer in one sentence, for the eye and for a screen reader.
import { say } from './words.js';

const $ = (id) => document.getElementById(id);
const QUIET = 900; // milliseconds of rest before a changed answer is spoken

/** The state of the page for a report: pass, notes, review, hold or unchecked. */
export function stateOf(report) {
  if (report.error || !report.complete) return report.verdict === 'hold' ? 'hold' : 'unchecked';
  if (report.verdict !== 'pass') return report.verdict;
  return report.findings.length ? 'notes' : 'pass';
}

const OVERRIDE = { yes: 0, reason: 1, no: 2 };

/** Whether a person may go on with what is not clean: yes, reason or no, the strictest of what holds. Never with what was not checked to the end. */
export function overrideOf(report) {
  if (report.error || !report.complete) return 'no';
  const strictest = Math.max(...report.findings.filter((f) => f.severity === 'hold').map((f) => OVERRIDE[f.override] ?? 2), 0);
  return Object.keys(OVERRIDE)[strictest];
}

function nextOf(state, report) {
  if (state !== 'hold') return { pass: 'passNext', notes: 'passNext', review: 'reviewNext', unchecked: 'uncheckedNext' }[state];
  return { yes: 'holdNext', reason: 'holdReasonNext', no: 'holdNoNext' }[overrideOf(report)];
}

let timer = 0;
let spoken = '';

/** Tells a screen reader, once, when it has been quiet for a moment. */
export function speakLater(text) {
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (text === spoken) return;
    spoken = text;
    $('live').textContent = text;
  }, QUIET);
}

/** At once: the answer to something that the person did. */
export function speakNow(text) {
  spoken = '';
  $('live').textContent = text;
}

function set(state, verdict, next, messages = '') {
  document.body.dataset.state = state;
  $('verdict').textContent = verdict;
  $('next').textContent = next;
  $('trouble').textContent = messages;
  $('trouble').hidden = !messages;
  $('banner').removeAttribute('aria-busy');
}

export function showEmpty() {
  set('empty', say('empty'), say('emptyNext'));
  speakLater('');
}

/** Until the answer is there no old one stands: least of all a good one. */
export function showChecking() {
  const state = document.body.dataset.state;
  $('banner').setAttribute('aria-busy', 'true');
  if (['pass', 'notes', 'empty', 'trouble'].includes(state)) {
    document.body.dataset.state = 'checking';
    $('verdict').textContent = say('checking');
    $('next').textContent = '';
    $('trouble').hidden = true;
  }
}

export function showReport(report, groups) {
  const state = stateOf(report);
  set(state, say(state), say(nextOf(state, report)));
  const problems = [...(report.error ? [report.error] : []), ...(report.problems ?? [])];
  $('problems').replaceChildren(...problems.map((text) => Object.assign(document.createElement('li'), { textContent: say('problem', { text }) })));
  $('problems').hidden = problems.length === 0;
  speakLater(groups.length ? say('spoken', { verdict: say(state), n: groups.length }) : say(state));
}

/** `trouble`: a name of server.js, or fileLarge, fileNotText. */
export function showTrouble(trouble, messages) {
  const key = trouble.startsWith('file') ? trouble : `trouble${trouble[0].toUpperCase()}${trouble.slice(1)}`;
  set('trouble', say('trouble'), say(key), messages);
  $('problems').hidden = true;
  speakLater(`${say('trouble')}. ${say(key)}`);
}
