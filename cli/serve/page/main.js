// hallpass's page: puts its parts together. A draft goes to server.js when it has rested for a moment, or at once when it was pasted
// or answered for; one question at a time.
import * as cards from './cards.js';
import { Draft } from './draft.js';
import { carry, group } from './groups.js';
import * as marks from './marks.js';
import { wellFormed } from './offsets.js';
import { chosenPlace, showPlaces } from './places.js';
import { hideRewrite, onRewrite, showRewrite } from './rewrite.js';
import * as said from './said.js';
import * as server from './server.js';
import * as verdict from './verdict.js';
import { say, speak } from './words.js';

const REST = 120; // milliseconds without a key before the draft is checked; whatever else changes it is checked at once
const REASON = 3; // characters of one at least
const PULSE = 60000; // milliseconds between signs of life, by which the program knows that a page is open

const $ = (id) => document.getElementById(id);
let groups = []; // of the last report, with their places in `painted`
let painted = ''; // the text behind which the marks stand
let checked = null; // {text, state, override}: the last report that holds for what stands in the text area
let timer = 0, asking = false, again = false;
let blocked = false; // the policy cannot be used: nothing is asked

const draft = new Draft($('draft'), $('paper'), changed);

function showButtons() {
  const filled = draft.text.trim() !== '', now = checked?.text === draft.text ? checked : {};
  const copy = $('copy'), free = now.state === 'pass' || now.state === 'notes';
  const wantsReason = now.override === 'reason';
  $('reason-line').hidden = !wantsReason;
  copy.hidden = !filled;
  copy.disabled = !free && now.override !== 'yes' && !(wantsReason && $('reason').value.trim().length >= REASON);
  copy.classList.toggle('primary', free);
  copy.textContent = say(free ? 'copy' : { yes: 'copyAnyway', reason: 'copyReason' }[now.override] ?? 'copyNot');
  $('clear').hidden = !filled;
  $('undo').hidden = !draft.canUndo;
  $('undo').textContent = say('undo');
  $('legend').hidden = !groups.some((g) => g.name);
}

function paint() {
  painted = draft.text;
  marks.paint($('marks'), painted, groups);
}

function forget() {
  groups = [];
  checked = null;
  hideRewrite();
  cards.show($('cards'), '', [], hands);
  $('problems').hidden = true;
}

function changed(typing = false) {
  clearTimeout(timer);
  checked = null;
  $('reason').value = '';
  if (blocked) return showButtons();
  if (draft.text.trim() === '') {
    if (painted.trim() !== '') said.forgetSaid();
    forget();
    paint();
    verdict.showEmpty();
  } else {
    carry(groups, painted, draft.text);
    paint();
    verdict.showChecking();
    if (typing) timer = setTimeout(ask, REST);
    else ask();
  }
  showButtons();
}

async function ask() {
  if (asking) {
    again = true;
    return;
  }
  asking = true;
  const text = draft.text, place = { ...chosenPlace(), ...said.said() };
  const answer = await server.check({ text: wellFormed(text), ...place });
  asking = false;
  const stale = again || draft.text !== text;
  again = false;
  if (stale) return changed(true);
  if (answer.trouble) return fail(answer);
  showAnswer(text, answer.body);
  await offerRewrite(text, place, answer.body);
}

function showAnswer(text, report) {
  groups = group(text, report.findings);
  checked = { text, state: verdict.stateOf(report), override: verdict.overrideOf(report) };
  paint();
  verdict.showReport(report, groups);
  cards.show($('cards'), text, groups, hands);
  hideRewrite();
  showButtons();
}

async function offerRewrite(text, place, report) {
  const wording = report.rewrite;
  if (!wording || wording === text) return;
  const answer = await server.check({ text: wording, ...place });
  if (draft.text !== text || checked?.text !== text || answer.trouble) return;
  const state = verdict.stateOf(answer.body);
  showRewrite(wording, state === 'pass' || state === 'notes');
}

async function fail(answer) {
  forget();
  paint();
  verdict.showTrouble(answer.trouble, answer.messages);
  showButtons();
  if (answer.trouble === 'policy' && !answer.messages) await open();
}

const hands = {
  take(items) {
    const here = items.filter((item) => item.start >= 0); // what was written over meanwhile has no place
    for (const item of here.sort((a, b) => b.start - a.start)) draft.replace(item.start, item.end, item.finding.replacement);
    $('verdict').focus({ preventScroll: true });
    verdict.speakNow(say('taken'));
  },
  answer(answer) {
    said.answer(answer);
    $('verdict').focus({ preventScroll: true });
    verdict.speakNow(say('noted'));
  },
  show(item) {
    if (item.start >= 0) draft.select(item.start, item.end);
  },
  point(index) {
    marks.point(index);
    cards.point($('cards'), index);
  },
};

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    verdict.speakNow(say('copied'));
    return true;
  } catch {
    verdict.speakNow(say('copyFailed'));
    $('next').textContent = say('copyFailed');
    return false;
  }
}

async function copyDraft() {
  if (checked?.text === draft.text && (await copy(checked.text))) $('copy').textContent = say('copied');
}

/** The caret in marked words shows their card. */
function follow() {
  if (document.activeElement !== draft.area) return;
  const at = draft.area.selectionStart;
  hands.point(groups.findIndex((g) => g.items.some((i) => i.parts.some((p) => p.start <= at && at <= p.end))));
}

function onKey(event) {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    $('verdict').focus();
  } else if (event.key === 'Escape' && $('answers').contains(document.activeElement)) {
    draft.area.focus();
  }
}

async function open() {
  const answer = await server.policy();
  blocked = Boolean(answer.trouble);
  if (answer.trouble) {
    verdict.showTrouble(answer.trouble, answer.messages);
    return showButtons();
  }
  showPlaces(answer.body, changed);
  said.showSaid(answer.body, changed);
  changed();
}

async function pulse() {
  const answer = await server.alive();
  if (answer.trouble === 'gone' || answer.trouble === 'token') await fail(answer);
}

draft.onFileTrouble = (name) => {
  forget();
  verdict.showTrouble(name);
};
$('undo').addEventListener('click', () => { draft.undo(); draft.area.focus(); verdict.speakNow(say('undone')); });
$('clear').addEventListener('click', () => { draft.become(''); draft.area.focus(); });
$('reason').addEventListener('input', showButtons);
$('copy').addEventListener('click', copyDraft);
onRewrite({ use: (text) => { draft.become(text); $('verdict').focus(); verdict.speakNow(say('taken')); }, copy });
document.addEventListener('selectionchange', follow);
document.addEventListener('keydown', onKey);
speak();
verdict.showEmpty();
draft.area.focus();
setInterval(pulse, PULSE);
open();
