// Prints the names of every locale of @faker-js/faker that writes them in Latin letters: locale, part, name.
// usage: node faker_names.mjs >names.tsv      where `npm install @faker-js/faker` was run
import { allLocales } from "@faker-js/faker";

const listed = (part) => (Array.isArray(part) ? part : Object.values(part ?? {}).flat()).filter((name) => typeof name === "string");
const latin = /^\p{Script=Latin}[\p{Script=Latin}'’ -]+$/u;

for (const [locale, data] of Object.entries(allLocales))
  for (const [part, names] of [["given", data.person?.first_name], ["family", data.person?.last_name]])
    for (const name of [...new Set(listed(names))].filter((n) => latin.test(n)))
      console.log([locale, part, name].join("\t"));
