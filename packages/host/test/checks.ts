import type { FileCheck } from '@securescan/core';

/** Reports each line with the word "bad". */
const words: FileCheck = {
  id: 'words',
  version: '1',
  wants: (path) => !path.endsWith('.png'),
  check: ({ text }) =>
    text
      .split('\n')
      .flatMap((line, i) =>
        line.includes('bad')
          ? [{ severity: 'low' as const, title: 'Bad word', description: line, ruleId: 'words/bad', lineStart: i + 1 }]
          : [],
      ),
};

/** Misbehaves as the file asks it to. */
const unruly: FileCheck = {
  id: 'unruly',
  version: '1',
  wants: (path) => path.endsWith('.unruly'),
  check({ text }) {
    if (text.startsWith('throw')) throw new Error('no such thing');
    if (text.startsWith('exit')) process.exit(7);
    if (text.startsWith('print')) console.log('this must not reach standard output');
    if (text.startsWith('hang')) /^(a+)+$/.test(`${'a'.repeat(60)}b`);
    if (text.startsWith('fill')) {
      const heap: unknown[] = [];
      for (;;) heap.push(Array.from({ length: 1_000_000 }, (_, i) => [i]));
    }
    return [];
  },
};

export const testChecks = { words, unruly };
