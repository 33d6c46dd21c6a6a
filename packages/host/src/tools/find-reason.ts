const MAX_CHARACTERS = 500;
const MAX_LINES = 3;

/** `  File "x.py", line 3, in f`, `    at f (x.js:3:4)`, `    ^^^^`: where a program was, not why it ended. */
const IS_TRACE = /^\s+(?:File ".*", line \d+|at\s.*:\d+|[\^~]+\s*$)|^Traceback \(most recent call last\):/;

/**
 * Why a program gave up, from what it printed on standard error: its last words on one line. Of a stack trace only the
 * sentence it is about counts. Null when it printed nothing.
 */
export function findReason(stderr: string): string | null {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const lastTrace = lines.findLastIndex((line) => IS_TRACE.test(line));
  // Below the last place of a trace stands an indented line of source, then the sentence.
  const after = lines.slice(lastTrace + 1);
  const words = lastTrace === -1 ? after : after.filter((line) => !/^\s/.test(line));
  const before = lines.slice(0, Math.max(lastTrace, 0)).filter((line) => !/^\s/.test(line) && !IS_TRACE.test(line));
  const said = words.length > 0 ? words : before;
  const text = said
    .slice(-MAX_LINES)
    .map((line) => line.trim())
    .join(' ');
  if (text === '') return null;
  return text.length <= MAX_CHARACTERS ? text : `…${text.slice(-MAX_CHARACTERS)}`;
}
