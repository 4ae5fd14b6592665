// What holds for each site: channel, audience, whether its plain forms are checked. Kept by the browser on this computer.
import { nameOf, option, policyText } from './places.js';
import { make, say, speak } from './words.js';

const $ = (id) => document.getElementById(id);
let sites = {}, brief = { channels: [], audiences: [] };

async function save() {
  await chrome.storage.local.set({ sites });
  $('said').textContent = say('optionsSaved');
}

function picker(label, kind, names, site, key) {
  const select = make('select', '', option('', say('optionsUsual')), ...names.map((name) => option(name, nameOf(kind, name))));
  select.value = names.includes(site[key]) ? site[key] : '';
  select.addEventListener('change', () => { site[key] = select.value; save(); });
  return make('label', '', label, select);
}

function formsOf(site) {
  const box = Object.assign(make('input', ''), { type: 'checkbox', checked: Boolean(site.forms) });
  box.addEventListener('change', () => { site.forms = box.checked; save(); });
  return make('label', 'check', box, say('optionsForms'));
}

function row(host) {
  const site = sites[host], remove = make('button', '', say('optionsRemove'));
  remove.type = 'button';
  remove.setAttribute('aria-label', `${say('optionsRemove')}: ${host}`);
  remove.addEventListener('click', () => { delete sites[host]; save(); show(); $('host').focus(); });
  return make('li', '', make('h3', '', host), picker(say('channel'), 'channel', brief.channels.map((c) => c.name), site, 'channel'),
    picker(say('audience'), 'audience', brief.audiences, site, 'audience'), formsOf(site), remove);
}

function show() {
  $('sites').replaceChildren(...Object.keys(sites).sort().map(row));
}

/** The host of what was typed: an address or a host's name; empty: neither. */
function hostOf(text) {
  try {
    return new URL(text.includes('://') ? text : `https://${text}`).hostname;
  } catch {
    return '';
  }
}

function add(event) {
  event.preventDefault();
  const host = hostOf($('host').value.trim());
  if (!host) {
    $('said').textContent = say('optionsHostWrong');
    return;
  }
  if (!Object.hasOwn(sites, host)) sites[host] = { channel: '', audience: '', forms: true };
  $('host').value = '';
  save();
  show();
}

async function open() {
  const answer = await chrome.runtime.sendMessage({ ask: 'policy' });
  if (answer.error) {
    $('policy').textContent = say(answer.error === 'policy' ? 'gatePolicy' : 'gateMissing');
    $('trouble').textContent = answer.messages ?? '';
    $('trouble').hidden = !answer.messages;
  } else {
    brief = answer;
    $('policy').textContent = policyText(brief);
  }
  sites = (await chrome.storage.local.get('sites')).sites ?? {};
  show();
}

speak();
document.title = say('optionsTitle');
$('add').addEventListener('submit', add);
open();
