// Where the draft goes and who reads it, from the policy.
import { has, make, say } from './words.js';

const $ = (id) => document.getElementById(id);

export function nameOf(kind, name) {
  if (has(`${kind}.${name}`)) return say(`${kind}.${name}`);
  const words = name.replace(/[-_]+/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function option(value, label) {
  const element = make('option', '', label);
  element.value = value;
  return element;
}

/** Fills both pickers and the line about the policy; `onChange` is called when the person chooses. */
export function showPlaces(brief, onChange) {
  const channel = $('channel'), audience = $('audience');
  const usual = () => brief.channels.find((c) => c.name === channel.value)?.audience;
  const nameUsual = () => {
    const name = usual();
    audience.options[0].textContent = name ? say('audienceOf', { audience: nameOf('audience', name) }) : say('audienceUnknown');
  };
  channel.replaceChildren(option('', say('channelUnknown')), ...brief.channels.map((c) => option(c.name, nameOf('channel', c.name))));
  audience.replaceChildren(option('', ''), ...brief.audiences.map((name) => option(name, nameOf('audience', name))));
  channel.value = brief.channels.some((c) => c.name === brief.defaults.channel) ? brief.defaults.channel : '';
  audience.value = brief.audiences.includes(brief.defaults.audience) ? brief.defaults.audience : '';
  nameUsual();
  channel.onchange = () => { nameUsual(); onChange(); };
  audience.onchange = () => onChange();
  $('policy').textContent = policyText(brief);
}

/** Which policy checks, with how many students, and who answers for it. */
export function policyText(brief) {
  const sentences = [
    say('policy', { title: brief.policy.title || brief.policy.id, version: brief.policy.version }),
    brief.students ? say('students', { n: brief.students }) : say('noStudents'),
    brief.policy.contact ? say('contact', { contact: brief.policy.contact }) : '',
  ];
  return sentences.filter(Boolean).join(' ');
}

/** What a question says of the place: only what was chosen. */
export function chosenPlace() {
  const place = {};
  for (const id of ['channel', 'audience']) if ($(id).value) place[id] = $(id).value;
  return place;
}
