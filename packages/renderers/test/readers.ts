import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** A strict reader of RFC 4180 with LF: anything the grammar does not allow is an error. */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  if (!text.endsWith('\n')) throw new Error('the last record has no line end');
  while (at < text.length) {
    const { cell, next } = text[at] === '"' ? readQuoted(text, at) : readBare(text, at);
    row.push(cell);
    const end = text[next];
    if (end !== ',' && end !== '\n') throw new Error(`a cell at ${at} goes on behind its quotes`);
    if (end === '\n') {
      rows.push(row);
      row = [];
    }
    at = next + 1;
  }
  return rows;
}

function readQuoted(text: string, start: number): { cell: string; next: number } {
  let cell = '';
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] !== '"') cell += text[at];
    else if (text[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else return { cell, next: at + 1 };
  }
  throw new Error(`the quotes at ${start} are not closed`);
}

function readBare(text: string, start: number): { cell: string; next: number } {
  let at = start;
  while (text[at] !== ',' && text[at] !== '\n') {
    if (text[at] === '"') throw new Error(`bare quotes at ${at}`);
    at += 1;
  }
  return { cell: text.slice(start, at), next: at };
}

export interface JunitCase {
  readonly name: string;
  readonly classname: string;
  readonly failure?: unknown;
  readonly error?: unknown;
  readonly skipped?: unknown;
}

/** Reads JUnit XML; throws when it is not well-formed. */
export function readJunit(text: string): {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly cases: readonly JunitCase[];
} {
  const valid = XMLValidator.validate(text);
  if (valid !== true) throw new Error(`not well-formed: ${valid.err.msg} in line ${valid.err.line}`);
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    isArray: (name) => name === 'testcase',
    trimValues: false,
    processEntities: { maxTotalExpansions: 1e7, maxExpandedLength: 1e8 },
  });
  const { testsuites } = parser.parse(text) as {
    testsuites: { testsuite: { testcase: JunitCase[]; tests: string; failures: string; errors: string } };
  };
  const { testcase, tests, failures, errors } = testsuites.testsuite;
  return { tests: Number(tests), failures: Number(failures), errors: Number(errors), cases: testcase };
}

const TAGS = new Set(
  'a article b body circle code dd div dl dt footer h1 h2 h3 h4 head header html li main meta nav ol p path rect section small span style svg table tbody td text th thead title tr ul'.split(
    ' ',
  ),
);
const ATTRIBUTES = new Set(
  'aria-hidden aria-label charset class content cx cy d height href http-equiv id lang name preserveaspectratio r role rx stroke-dasharray stroke-dashoffset transform viewbox width x y'.split(
    ' ',
  ),
);

/** Tags and attributes of a page that the report does not make itself. */
export function findForeignMarkup(page: string): string[] {
  const foreign: string[] = [];
  const markup = page.replace(/<style>[^]*?<\/style>/, '');
  for (const [tag, name = '', rest = ''] of markup.matchAll(/<\/?([^\s>/]*)((?:[^>"']|"[^"]*"|'[^']*')*)>?/g)) {
    if (tag === '<!doctype html>') continue;
    if (!TAGS.has(name)) foreign.push(tag);
    const attributes = rest.replace(/\/$/, '').matchAll(/([^\s=]+)(?:="([^"]*)")?/g);
    for (const [, attribute = '', value = ''] of attributes) {
      if (!ATTRIBUTES.has(attribute.toLowerCase())) foreign.push(`${tag}: ${attribute}`);
      if (attribute === 'href' && !/^(?:https:\/\/|#)/.test(value)) foreign.push(`${tag}: ${value}`);
    }
  }
  return foreign;
}

/** Markdown without its code spans and escaped characters, as CommonMark reads them. */
export function stripCode(markdown: string): string {
  let prose = '';
  let at = 0;
  while (at < markdown.length) {
    if (markdown[at] === '\\' && /[!-/:-@[-`{-~]/.test(markdown[at + 1] ?? '')) {
      at += 2;
      continue;
    }
    const run = /^`+/.exec(markdown.slice(at))?.[0] ?? '';
    const end = run === '' ? null : new RegExp(`(?<!\`)${run}(?!\`)`).exec(markdown.slice(at + run.length));
    if (run === '') prose += markdown[at];
    at += run === '' ? 1 : run.length + (end === null ? 0 : end.index + run.length);
  }
  return prose;
}
