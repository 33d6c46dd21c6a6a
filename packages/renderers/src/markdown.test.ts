import { describe, expect, it } from 'vitest';
import { blobUrl, codeSpan, escapeMarkdown, fencedBlock } from './markdown.ts';

describe('text in Markdown', () => {
  it.each([
    ['Use of eval()', 'Use of eval()'],
    ['a | b', 'a \\| b'],
    ['*bold* _it_ snake_case', '\\*bold\\* \\_it\\_ snake_case'],
    ['<img src=x> & co', '&lt;img src=x&gt; &amp; co'],
    ['[text](https://x.example)', '\\[text\\](https:&#8203;//x.example)'],
    ['see www.x.example', 'see www&#8203;.x.example'],
    ['@org/team', '@&#8203;org/team'],
    ['closes #12, GH-7', 'closes #&#8203;12, GH-&#8203;7'],
    ['C# and #include', 'C# and #include'],
    ['`code`', '\\`code\\`'],
    ['# heading', '\\# heading'],
    ['- item', '\\- item'],
    ['1. item', '1\\. item'],
    ['two\nlines\tand tabs', 'two lines and tabs'],
    ['back\\slash', 'back\\\\slash'],
    ['costs $5 to $7', 'costs &#36;5 to &#36;7'],
    ['bell\u0007', 'bell\\\\x07'],
  ])('%j', (text, expected) => {
    expect(escapeMarkdown(text)).toBe(expected);
  });
});

describe('a code span', () => {
  it.each([
    ['a.py:3', false, '`a.py:3`'],
    ['a`b', false, '``a`b``'],
    ['`', false, '`` ` ``'],
    ['a|b', true, '`a\\|b`'],
    ['a|b', false, '`a|b`'],
    ['<!-- securescan:diff -->', false, '`\\x3c!-- securescan:diff -->`'],
    ['a\nb', false, '`a\\nb`'],
  ])('%j in a table: %s', (text, inTable, expected) => {
    expect(codeSpan(text, inTable)).toBe(expected);
  });
});

it('a fence is longer than any in its content', () => {
  expect(fencedBlock('suggestion', 'x\n````\ny')).toBe('`````suggestion\nx\n````\ny\n`````');
});

describe('a link to a file', () => {
  const base = { repo: 'o/r', sha: 'abc', serverUrl: 'https://git.example/' };

  it.each([
    [base, 'a b/c(1).py', 3, 5, 'https://git.example/o/r/blob/abc/a%20b/c%281%29.py#L3-L5'],
    [base, 'a.py', 3, 3, 'https://git.example/o/r/blob/abc/a.py#L3'],
    [base, 'a.py', null, null, 'https://git.example/o/r/blob/abc/a.py'],
    [{ ...base, sha: null }, 'a.py', 3, 3, null],
    [{ ...base, repo: null }, 'a.py', 3, 3, null],
  ])('%j %s %s %s', (links, path, line, end, expected) => {
    expect(blobUrl(links, path, line, end)).toBe(expected);
  });
});
