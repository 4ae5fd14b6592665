// Asks hallpass's program on this computer. Nothing of a draft goes anywhere else, and nothing of it is kept.
import { wellFormed } from './offsets.js';
import { nameOf } from './places.js';
import { overrideOf, stateOf } from './verdict.js';
import { has, language, say } from './words.js';

const PATIENCE = 30000; // milliseconds for an answer
const FRESH = 600000; // milliseconds after which policy and class lists are read anew
const MOST = { asked: 120, held: 60 }; // of one tab in a minute: more is a page that tries out names
const TORN = 20; // how often a dialog counts as held that the page took away before the person could read it
const AT_ONCE = 4; // questions of one tab that wait: more is a page that keeps the program from the others
const CAP = 1 << 20; // bytes that the program takes

// ---- the program: one question at a time, answers in order
let port = null, asked = 0, readAt = 0;
let known = { flags: [], usual: [] }; // what the policy lets a person say of a draft
const queue = [];

function settle(answer) {
  const question = queue.shift();
  if (!question) return;
  clearTimeout(question.timer);
  question.resolve(answer);
  next();
}

function drop(trouble) {
  const before = port;
  port = null;
  readAt = 0;
  before?.disconnect();
  for (const question of queue.splice(0)) {
    clearTimeout(question.timer);
    question.resolve({ error: trouble });
  }
}

function connect() {
  const opened = chrome.runtime.connectNative('hallpass');
  let heard = false;
  opened.onMessage.addListener((answer) => { heard = true; if (opened === port) settle(answer); });
  opened.onDisconnect.addListener(() => {
    void chrome.runtime.lastError; // read, so that the browser does not complain of it
    if (opened === port) drop(heard ? 'ended' : 'missing');
  });
  port = opened;
}

function next() {
  const question = queue[0];
  if (!question) return;
  try {
    if (!port) connect();
    question.timer = setTimeout(() => drop('late'), PATIENCE);
    port.postMessage(question.message);
  } catch {
    drop('missing');
  }
}

function ask(message) {
  return new Promise((resolve) => {
    queue.push({ message, resolve });
    if (queue.length === 1) next();
  });
}

async function policy() {
  const brief = await ask('policy');
  if (brief.error) return brief;
  readAt = Date.now();
  known = { flags: brief.flags ?? [], usual: brief.defaults?.flags ?? [] };
  return brief;
}

/** {report} or {error, messages}. One that is not the answer to this very draft, or makes no sense, is none. */
async function check(draft) {
  const id = ++asked, message = { ...draft, id };
  if (new TextEncoder().encode(JSON.stringify(message)).length > CAP) return { error: 'large' };
  if (Date.now() - readAt > FRESH) {
    const brief = await policy();
    if (brief.error) return brief;
  }
  const report = await ask(message);
  if (report.schema === undefined && typeof report.error === 'string') return report;
  const sound = report.schema === 'hallpass.report/1' && report.id === id && Array.isArray(report.findings) &&
    ['pass', 'review', 'hold'].includes(report.verdict) && typeof report.complete === 'boolean';
  return sound ? { report } : { error: 'other' };
}

// ---- what a page's gate is told
const words = (override) => ({ edit: say('gateEdit'), copy: say('copyRewrite'), copied: say('copied'), copyFailed: say('copyFailed'), rewrite: say('rewriteGood'),
  anyway: say({ reason: 'gateReason', go: 'gatePost' }[override] ?? 'gateAnyway'), said: say('said'), busy: say('checking'), reason: say('reason'), reasonMissing: say('gateReasonMissing') });
const TROUBLES = ['large', 'policy', 'late', 'ended', 'missing', 'many', 'shape'];

function troubleOf({ error, messages }) {
  const key = TROUBLES.includes(error) ? `gate${error[0].toUpperCase()}${error.slice(1)}` : 'gateOther';
  const override = error === 'shape' ? 'yes' : 'no';
  return { title: say('gateTrouble'), next: say(key), messages, findings: [], override, words: words(override), lang: language };
}

const LEVEL = { hold: 'levelHold', review: 'levelReview', note: 'levelNote' };
const short = (text) => (text.length > 120 ? `${text.slice(0, 119)}…` : text);

/** What a click may answer: {label} with the flag, or the name and whose it is. */
function answersOf(f) {
  const names = (f.answers ?? []).filter((is) => has(`answer.${is}`)).map((is) => ({ label: say(`answer.${is}`), text: f.text, is }));
  return f.flag ? [{ label: say('answerYes'), flag: f.flag }, ...names] : names;
}

/** The boxes: the policy's flags, and the answers that were given. */
function boxesOf(said) {
  const flags = known.flags.map((f) => ({ label: nameOf('flag', f.name), note: f.reason, flag: f.name, on: said.flags.includes(f.name) }));
  return [...flags, ...said.answers.map((a) => ({ ...a, label: say('answered', { words: a.text, answer: say(`answer.${a.is}`) }), on: true }))];
}

const shown = (f) => ({ severity: Object.hasOwn(LEVEL, f.severity) ? f.severity : 'hold', level: say(LEVEL[f.severity] ?? 'levelHold'),
  title: f.title, why: f.why, do: f.do, quote: f.span && f.text ? short(f.text) : '', ask: f.ask ?? '', answers: f.ask ? answersOf(f) : [] });

/** A wording is offered when it passes a check of its own. */
async function wordingOf(report, place) {
  if (!report.rewrite) return null;
  const again = await check({ text: report.rewrite, ...place });
  return again.report && ['pass', 'notes'].includes(stateOf(again.report)) ? report.rewrite : null;
}

/** `said` is what the person said in the dialog; without it nothing was asked yet, and what is clean goes at once. */
async function verdictOf(text, site, said) {
  const place = said ? { ...site, flags: said.flags, answers: said.answers } : site;
  const answer = await check({ text, ...place });
  if (!answer.report) return troubleOf(answer);
  const state = stateOf(answer.report), clean = state === 'pass' || state === 'notes';
  if (clean && !said) return { go: true };
  const override = clean ? 'go' : overrideOf(answer.report);
  const next = clean ? 'passNext' : { review: 'gateReviewNext', unchecked: 'uncheckedNext' }[state] ?? { yes: 'gateHoldNext', reason: 'gateHoldReasonNext', no: 'holdNoNext' }[override];
  return { title: say(state === 'unchecked' ? 'gateTrouble' : state), next: say(next), findings: answer.report.findings.map(shown),
    rewrite: clean || place.markup ? null : await wordingOf(answer.report, place), override, words: words(override), lang: language,
    boxes: boxesOf(said ?? { flags: known.usual, answers: [] }) };
}

/** The person's own time, as an answer may depend on school hours. */
function now() {
  const date = new Date(), minutes = -date.getTimezoneOffset(), two = (n) => String(Math.trunc(n)).padStart(2, '0');
  const local = new Date(date.getTime() + minutes * 60000).toISOString().slice(0, 19);
  return `${local}${minutes < 0 ? '-' : '+'}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`;
}

const tabs = new Map(); // tab -> {asked, held: the times of the last minute, waiting}

function tabOf(sender) {
  const id = sender.tab?.id ?? -1;
  if (!tabs.has(id)) tabs.set(id, { asked: [], held: [], waiting: 0 });
  return tabs.get(id);
}

function count(tab, what, times = 1) {
  const since = Date.now() - 60000;
  tab[what] = [...tab[what].filter((t) => t > since), ...Array(times).fill(Date.now())].slice(-MOST[what] - 1);
  return tab[what].length;
}

async function judge(question, sender) {
  const tab = tabOf(sender);
  if (count(tab, 'asked') > MOST.asked || count(tab, 'held', 0) > MOST.held || tab.waiting >= AT_ONCE) return troubleOf({ error: 'many' });
  tab.waiting++;
  try {
    const verdict = await answerTo(question, sender);
    if (!verdict.go && !question.said) count(tab, 'held');
    return verdict;
  } finally {
    tab.waiting--;
  }
}

async function answerTo(question, sender) {
  if (question.unknown || typeof question.text !== 'string') return troubleOf({ error: 'shape' });
  const { sites = {} } = await chrome.storage.local.get('sites');
  const host = new URL(sender.tab?.url ?? sender.url).hostname, site = Object.hasOwn(sites, host) ? sites[host] : {};
  const place = { posted_at: now() };
  if (site.channel || question.channel) place.channel = site.channel || question.channel;
  if (site.audience) place.audience = site.audience;
  if (question.markup === 'html') place.markup = 'html';
  return verdictOf(wellFormed(question.text), place, question.said);
}

/** Whose frame asks, in a sentence: the page around it may be somebody else's. A frame without an address has the origin of who made it. */
function fromOf(sender) {
  const site = [sender.origin, sender.url].map((address) => /^https?:\/\/([^/?#]+)/.exec(address)?.[1]).find(Boolean);
  return site ? say('gateFrom', { site }) : '';
}

/** A frame may be too small to ask in, or hidden: the tab's own page asks for it. */
const show = ({ question, verdict }, sender) => chrome.tabs.sendMessage(sender.tab.id, { show: { ...verdict, from: fromOf(sender) }, question }, { frameId: 0 });

chrome.tabs.onRemoved.addListener((id) => tabs.delete(id));

chrome.runtime.onMessage.addListener((question, sender, answer) => {
  if (sender.id !== chrome.runtime.id) return false;
  if (question?.ask === 'torn') count(tabOf(sender), 'held', TORN);
  const ours = sender.url?.startsWith(chrome.runtime.getURL(''));
  const work = { check: judge, show, policy: ours ? policy : null }[question?.ask];
  if (!work) return false;
  work(question, sender).then(answer, () => answer(question.ask === 'show' ? null : troubleOf({ error: 'other' })));
  return true;
});
