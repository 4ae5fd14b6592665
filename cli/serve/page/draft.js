// The text area: changes that can be undone, and files dropped on it.

const MOST = 1 << 20; // bytes of a file
const AT_ONCE = /^(insertFrom(Paste|Drop)|deleteBy|history)/; // ways to change a text at one go: there is no next key to wait for

export class Draft {
  #done = []; // {before, after}: what the page changed, newest last

  /** `onChange` is told whether the person is typing. */
  constructor(area, paper, onChange) {
    this.area = area;
    this.onChange = onChange;
    area.addEventListener('input', (event) => onChange(!AT_ONCE.test(event.inputType)));
    paper.addEventListener('dragover', (event) => this.#over(event, paper));
    paper.addEventListener('dragleave', () => paper.classList.remove('over'));
    paper.addEventListener('drop', (event) => this.#drop(event, paper));
  }

  get text() {
    return this.area.value;
  }

  /** Puts `words` for the units from start to end; the browser's own undo knows of it. */
  replace(start, end, words) {
    const before = this.text;
    this.area.focus({ preventScroll: true });
    this.area.setSelectionRange(start, end);
    const wanted = before.slice(0, start) + words + before.slice(end);
    document.execCommand(words ? 'insertText' : 'delete', false, words);
    if (this.text !== wanted) this.area.value = wanted;
    this.#done.push({ before, after: this.text });
    this.onChange();
  }

  /** The whole text anew. */
  become(text) {
    const before = this.text;
    this.area.value = text;
    if (before !== this.text) this.#done.push({ before, after: this.text });
    this.onChange();
  }

  /** Only as long as the text is as the page left it. */
  get canUndo() {
    return this.#done.at(-1)?.after === this.text;
  }

  undo() {
    if (!this.canUndo) return;
    this.area.value = this.#done.pop().before;
    this.onChange();
  }

  select(start, end) {
    this.area.focus();
    this.area.setSelectionRange(start, end);
  }

  #over(event, paper) {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    paper.classList.add('over');
  }

  async #drop(event, paper) {
    paper.classList.remove('over');
    const file = event.dataTransfer.files[0];
    if (!file) return;
    event.preventDefault();
    if (file.size > MOST) return this.onFileTrouble?.('fileLarge');
    try {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
      if (text.includes('\0')) throw new TypeError('binary');
      this.become(text);
    } catch {
      this.onFileTrouble?.('fileNotText');
    }
  }
}
