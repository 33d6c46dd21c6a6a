import { describe, expect, it } from 'vitest';
import { parseHcl } from '../src/hcl/parse-hcl.ts';
import { show } from './show.ts';

function first(text: string): string {
  const { body, diagnostics } = parseHcl(`a = ${text}\n`, 'a.tf');
  expect(diagnostics.map(({ message }) => message)).toEqual([]);
  const [attribute] = body.attributes;
  return attribute === undefined ? 'nothing' : show(attribute.value);
}

describe('expressions are read with their structure', () => {
  const cases: Readonly<Record<string, readonly [source: string, tree: string]>> = {
    'a number': ['12.50', '12.5'],
    'a number with an exponent': ['1e3', '1000'],
    'a negative number': ['-5', '(-5)'],
    'a plain text': ['"a b"', '"a b"'],
    escapes: ['"a\\n\\"\\\\\\u00e9\\U0001F600"', '"a\\n\\"\\\\é😀"'],
    'signs that start no interpolation': ['"$5 100% $$ $${x} %%{y}"', '"$5 100% $$ ${x} %{y}"'],
    'an interpolation': ['"a-${var.b}-c"', 'template["a-", $var.b, "-c"]'],
    'a text within an interpolation within a text': ['"${f("x${y}")}"', 'template[$f(template["x", $y])]'],
    'a brace within an interpolation': ['"${ { a = "}" } }"', 'template[${"a": "}"}]'],
    'a directive with an alternative': ['"%{ if a }x%{ else }y%{ endif }"', 'template[if a ["x"] else ["y"]]'],
    'a directive for a list': ['"%{ for k, v in m }${k}%{ endfor }"', 'template[for k, v in m [$k]]'],
    'marks that take blanks away': ['"a  ${~ b ~}  c"', 'template["a", $b, "c"]'],
    precedence: ['1 + 2 * 3 == 7 && !b || c', '((((1 + (2 * 3)) == 7) && (!b)) || c)'],
    'operators of one level from the left': ['8 - 4 - 2', '((8 - 4) - 2)'],
    'a conditional within another': ['a ? b : c ? d : e', '(a ? b : (c ? d : e))'],
    'an attribute and an index': ['a.b[0].c["k"]', 'a.b[0].c["k"]'],
    'old indexes': ['a.0.1.b', 'a[0][1].b'],
    'an attribute splat': ['a.*.b.c[0]', 'splat(a, *.b.c)[0]'],
    'a full splat': ['a[*].b[0]', 'splat(a, *.b[0])'],
    'a splat of splats': ['a[*].b[*].c', 'splat(a, splat(*.b, *.c))'],
    'a call': ['f(a, b...)', 'f(a, b...)'],
    "a provider's function": ['provider::aws::arn_parse(x)', 'provider::aws::arn_parse(x)'],
    'a call over lines': ['f(\n  a, # one\n  b,\n)', 'f(a, b)'],
    'a tuple with a comma at the end': ['[1, [2],\n]', '[1, [2]]'],
    'an object with all kinds of keys': [
      '{ a = 1, "b" : 2\n (var.k) = 3\n "x${y}" = 4, 5 = 6 }',
      '{"a": 1, "b": 2, (var.k): 3, template["x", $y]: 4, 5: 6}',
    ],
    'a for that makes a list': ['[for x in l : f(x) if x != ""]', '[for x in l : f(x) if (x != "")]'],
    'a for that makes an object': ['{ for k, v in m : k => v... }', '{for k, v in m : k => v...}'],
    'a for over lines': ['{\n  for k, v in m :\n  k => v\n  if v\n}', '{for k, v in m : k => v if v}'],
    parentheses: ['(\n  a\n  + b\n)', '((a + b))'],
    'a name with dashes and foreign letters': ['größe-2.名前', 'größe-2.名前'],
    keywords: ['[true, false, null]', '[true, false, null]'],
    'a heredoc': ['<<EOT\n a ${b}\n\nEOT', 'template[" a ", $b, "\\n", "\\n"]'],
    'a heredoc without its indentation': ['<<-EOT\n    a\n      b\n\n    c\n  EOT', '"a\\n  b\\n\\nc\\n"'],
    'a heredoc with backslashes': ['<<EOT\na\\nb\nEOT', '"a\\\\nb\\n"'],
    'an empty heredoc': ['<<EOT\nEOT', '""'],
    'an argument after a heredoc': ['f(<<EOT\nx\nEOT\n, 1)', 'f("x\\n", 1)'],
  };

  for (const [name, [source, tree]] of Object.entries(cases)) {
    it(name, () => {
      expect(first(source)).toBe(tree);
    });
  }
});

describe('bodies are read with blocks, names and comments', () => {
  it.each([
    ['line breaks of Windows', 'a "b" c {\r\n  d = 1\r\n}\r\n', 'a "b" "c" { d = 1 }'],
    ['a byte order mark', '\uFEFFa = 1', 'a = 1'],
    ['a block on one line', 'a { b = 1 }', 'a { b = 1 }'],
    ['blocks within blocks', 'a {\n  b {\n    c = 1\n  }\n  d {}\n}', 'a { b { c = 1 } d {  } }'],
    ['comments of each kind', '# x\n// y\n/* z\n*/ a = 1 /* w */ # v\n', 'a = 1'],
    ['no line break at the end', 'a = 1 # end', 'a = 1'],
    ['nothing', '', ''],
  ])('%s', (_, text, shown) => {
    const { body, diagnostics } = parseHcl(text, 'a.tf');
    expect(diagnostics).toEqual([]);
    expect(show(body)).toBe(shown);
  });
});

describe('positions', () => {
  it('count characters as a reader sees them', () => {
    const { body } = parseHcl('a = 1\nb = ["e\u0301👨‍👩‍👧", x]\n', 'p.tf');
    const value = body.attributes[1]?.value;
    const item = value?.kind === 'tuple' ? value.items[1] : undefined;
    expect(JSON.parse(JSON.stringify(item?.span))).toEqual({
      file: 'p.tf',
      start: { line: 2, column: 12, offset: 25 },
      end: { line: 2, column: 13, offset: 26 },
    });
  });

  it('are those of the end of the file, too', () => {
    const { diagnostics } = parseHcl('a {\n  b = 1\n', 'p.tf');
    expect(diagnostics[0]?.span.start).toEqual({ line: 1, column: 1, offset: 0 });
    const { body } = parseHcl('a = 1\n', 'p.tf');
    expect(body.span.end).toEqual({ line: 2, column: 1, offset: 6 });
  });
});

describe('a broken part is reported and the rest is read', () => {
  it.each([
    [
      'a missing bracket',
      'a = [1,\nb = 2\nresource "c" "d" {\n  e = 1\n}\n',
      ['2:3 Expected `,` or `]`, found `=`.'],
      'resource "c" "d" { e = 1 }',
    ],
    [
      'a text that is not closed',
      'a {\n b = "x\n c = 1\n}\nd = 2',
      ['2:6 A text in quotes ends on its line: its `"` is missing. Write \\n for a line break, or use a heredoc.'],
      'd = 2 a { c = 1 }',
    ],
    [
      'a block that is not closed',
      'resource "a" "b" {\n  c = 1\n\nresource "d" "e" {\n}\n',
      ['1:1 This block is never closed: a `}` is missing somewhere below `resource "a" "b" {`.'],
      'resource "a" "b" { c = 1 } resource "d" "e" {  }',
    ],
    ['a brace too many', 'a {\n}\n}\nb = 1', ['3:1 Expected an argument or a block, found `}`.'], 'b = 1 a {  }'],
    [
      'a comment that is not closed',
      'a = 1\n/* b',
      ['2:1 This comment is never closed: its `*/` is missing.'],
      'a = 1',
    ],
    [
      'a heredoc that is not closed',
      'a = <<X\nb = 1\n',
      ['1:5 This heredoc is never closed: a line with nothing but X is missing.'],
      'b = 1',
    ],
    [
      'an error within a text',
      'a = "${b c}"\nd = 1',
      ['1:10 Expected `}`, which closes what is put into the text, found `c`.'],
      'd = 1',
    ],
    [
      'an error within a heredoc',
      'a = <<X\n${b c}\nX\nd = 1',
      ['2:5 Expected `}`, which closes what is put into the text, found `c`.'],
      'd = 1',
    ],
    [
      'a directive that is not closed',
      'a = "%{ if b }"\nd = 1',
      ['1:6 This %{ if } is never closed: %{ endif } is missing.'],
      'd = 1',
    ],
    [
      'an unknown escape',
      'a = "\\d"\nd = 1',
      ['1:6 `\\d` is no escape; known are \\n \\r \\t \\" \\\\ \\uNNNN \\UNNNNNNNN, a backslash itself is `\\\\`.'],
      'd = 1',
    ],
    ['single quotes', "a = 'x'\nd = 1", ['1:5 A text is written in double quotes, not in single quotes.'], 'd = 1'],
    ['two arguments on a line', 'a = 1 b = 2\nd = 1', ['1:7 Expected a new line, found `b`.'], 'a = 1 d = 1'],
    [
      'an argument that is set twice',
      'a = 1\na = 2',
      ['2:1 The argument a is set twice; the first one counts.'],
      'a = 1',
    ],
    [
      'half a character at the end',
      'a = 1\nb {\n\uD800',
      [
        '3:1 The character U+D800 has no meaning here.',
        '2:1 This block is never closed: a `}` is missing somewhere below `b {`.',
      ],
      'a = 1 b {  }',
    ],
    ['a NUL', 'a = \u0000\nd = 1', ['1:5 The character U+0000 has no meaning here.'], 'd = 1'],
  ])('%s', (_, text, problems, shown) => {
    const { body, diagnostics } = parseHcl(text, 'a.tf');
    expect(diagnostics.map(({ message, span: { start } }) => `${start.line}:${start.column} ${message}`)).toEqual(
      problems,
    );
    expect(show(body)).toBe(shown);
  });
});

describe('limits', () => {
  it.each([
    ['brackets', '['.repeat(100_000)],
    ['blocks', 'a {\n'.repeat(100_000)],
    ['operators', `a = ${'1 + '.repeat(100_000)}1`],
    ['signs', `a = ${'!'.repeat(100_000)}b`],
    ['a long reference', `a = b${'.c'.repeat(100_000)}`],
    ['texts within texts', `a = ${'"${'.repeat(100_000)}`],
    ['directives', `a = "${'%{ if b }'.repeat(100_000)}"`],
    ['heredocs that are not closed', 'a = <<X\n'.repeat(100_000)],
    ['conditionals', `a = ${'b ? c : '.repeat(100_000)}d`],
  ])('%s without end are refused', (_, text) => {
    const { diagnostics } = parseHcl(text.startsWith('[') ? `a = ${text}` : text, 'deep.tf');
    expect(diagnostics.length).toBeGreaterThan(0);
  });

  it('hold for length and tokens', () => {
    const limits = { maxLength: 100, maxDepth: 10, maxTokens: 20, maxDiagnostics: 3 };
    expect(parseHcl('#'.repeat(101), 'a.tf', limits).diagnostics[0]?.message).toContain('more than the 100');
    expect(
      parseHcl(Array.from({ length: 10 }, (_, at) => `a${at} = 1\n`).join(''), 'a.tf', limits).diagnostics.map(
        ({ message }) => message,
      ),
    ).toContain('The file has more than 20 tokens; the rest is not read.');
  });
});
