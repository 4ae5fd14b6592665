// The page's own words, in the first language that both the browser and the catalogue know.
import { catalogue } from './messages.js';

const choices = (navigator.languages || [navigator.language || 'en']).map((tag) => tag.toLowerCase().split('-')[0]);
export const language = choices.find((code) => catalogue[code]) || 'en';
const plurals = new Intl.PluralRules(language);

/** A message with its {names} filled in; of one that counts, the form for `values.n`. */
export function say(key, values = {}) {
  let text = catalogue[language][key] ?? catalogue.en[key] ?? key;
  if (typeof text === 'object') text = text[plurals.select(values.n)] ?? text.other;
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

export const has = (key) => key in catalogue.en;

/** Fills in what index.html leaves open. */
export function speak() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll('[data-say]')) element.textContent = say(element.dataset.say);
  for (const element of document.querySelectorAll('[data-say-placeholder]')) element.placeholder = say(element.dataset.sayPlaceholder);
  document.title = say('title');
}

/** An element with a class, a text and children. */
export function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** A rule's or policy's own words, which stay in the language they were written in. */
export function ruleText(tag, className, text) {
  const element = make(tag, className, text);
  if (language !== 'en') element.lang = 'en';
  return element;
}
