// Asks the program that gave this page out. Whatever goes wrong is an answer with a name, never silence.

const CAP = 1 << 20; // bytes that the program takes
const PATIENCE = 30000; // milliseconds

/** The key from the address, which is then cleared; a tab that is loaded again remembers it. */
function readToken() {
  const given = location.hash.slice(1);
  try {
    if (given) sessionStorage.setItem('token', given);
    if (given) history.replaceState(null, '', location.pathname);
    return given || sessionStorage.getItem('token') || '';
  } catch {
    return given;
  }
}

const token = readToken();

async function read(response) {
  try {
    return await response.json();
  } catch {
    return {};
  }
}

function nameOf(status, body) {
  if (status === 401 || status === 403 || status === 421) return 'token';
  if (status === 413) return 'large';
  return ['policy', 'late', 'ended'].includes(body.error) ? body.error : 'other';
}

/** {body} or {trouble: name, messages}. Names: token, large, policy, late, ended, gone, other. */
async function ask(path, options = {}) {
  if (!token) return { trouble: 'token' };
  try {
    const response = await fetch(path, {
      ...options,
      headers: { ...options.headers, Authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(PATIENCE),
    });
    const body = await read(response);
    return response.ok ? { body } : { trouble: nameOf(response.status, body), messages: body.messages };
  } catch (error) {
    return { trouble: error.name === 'TimeoutError' ? 'late' : 'gone' };
  }
}

export const policy = () => ask('policy');
export const alive = () => ask('alive');

let asked = 0;

/** A report as {body}. One that is not the answer to this very draft, or makes no sense, is trouble. */
export async function check(draft) {
  const id = ++asked;
  const json = JSON.stringify({ ...draft, id });
  if (new TextEncoder().encode(json).length > CAP) return { trouble: 'large' };
  const answer = await ask('check', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: json });
  if (answer.trouble) return answer;
  const report = answer.body;
  const known = report.schema === 'hallpass.report/1' && report.id === id && Array.isArray(report.findings) &&
    ['pass', 'review', 'hold'].includes(report.verdict) && typeof report.complete === 'boolean';
  return known ? answer : { trouble: 'other' };
}
