import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

/** A fenced block of a page. */
export interface CodeBlock {
  readonly language: string;
  readonly text: string;
  /** The JSON that the page shows right below it, as what it prints. */
  readonly prints: unknown;
}

export function readPage(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** All fenced blocks of a page, in order. */
export function listCodeBlocks(page: string): readonly CodeBlock[] {
  const found = [...page.matchAll(/^```(\w*)\n([\s\S]*?)^```\n(\s*^```json\n([\s\S]*?)^```\n)?/gm)];
  return found.flatMap(([, language = '', text = '', , json]) => {
    const block = { language, text, prints: json === undefined ? null : (JSON.parse(json) as unknown) };
    return json === undefined ? [block] : [block, { language: 'json', text: json, prints: null }];
  });
}

/** The way to every member of a JSON value, with the kind of what is there; lists are judged by their first entry. */
export function listMembers(value: unknown, way = ''): readonly string[] {
  if (Array.isArray(value)) return value.length === 0 ? [] : listMembers(value[0], `${way}[]`);
  if (typeof value !== 'object' || value === null) return [way];
  return Object.entries(value)
    .flatMap(([name, member]) => listMembers(member, `${way}.${name}`))
    .toSorted();
}
