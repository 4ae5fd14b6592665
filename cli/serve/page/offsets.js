// Places in a text: the program counts UTF-8 bytes, the browser UTF-16 units.

/** Bytes that the character at unit `i` takes, and how many units it is. A lone surrogate is sent as U+FFFD: three bytes. */
function step(text, i) {
  const unit = text.charCodeAt(i);
  if (unit < 0x80) return [1, 1];
  if (unit < 0x800) return [2, 1];
  const next = text.charCodeAt(i + 1);
  return unit >= 0xd800 && unit < 0xdc00 && next >= 0xdc00 && next < 0xe000 ? [4, 2] : [3, 1];
}

/** A Map from each byte offset to its unit. One that falls inside a character or past the end is the character's start, the end. */
export function unitsOf(text, byteOffsets) {
  const wanted = [...new Set(byteOffsets)].sort((a, b) => a - b);
  const found = new Map();
  let unit = 0, byte = 0;
  for (const offset of wanted) {
    while (unit < text.length) {
      const [bytes, units] = step(text, unit);
      if (byte + bytes > offset) break;
      byte += bytes;
      unit += units;
    }
    found.set(offset, unit);
  }
  return found;
}

/** The text as it can be sent: lone surrogates become U+FFFD, so that every unit keeps its place. */
export function wellFormed(text) {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(new TextEncoder().encode(text));
}
