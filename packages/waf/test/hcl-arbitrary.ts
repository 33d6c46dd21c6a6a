import fc from 'fast-check';

const name = fc
  .stringMatching(/^[a-z][a-z0-9_-]{0,6}$/)
  .filter((word) => !['for', 'if', 'in', 'true', 'false', 'null'].includes(word));
const character = fc.constantFrom(
  'a',
  'Z',
  '0',
  ' ',
  'é',
  '\\n',
  '\\"',
  '\\\\',
  '\\u00e9',
  '$',
  '%',
  '#',
  '//',
  '{',
  '}',
  '$${',
  '%%{',
);
const plainText = fc
  .array(character, { maxLength: 6 })
  .map((parts) => parts.join(''))
  // `$` or `%` before a brace would begin markup.
  .filter((text) => !/(?:^|[^$])\$\{|(?:^|[^%])%\{|\$\$\$|%%%/.test(text));

const { expression } = fc.letrec<{ expression: string }>((tie) => {
  const inner = tie('expression');
  return {
    expression: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      fc.constantFrom('1', '0.5', '12', 'true', 'false', 'null', '[]', '{}'),
      plainText.map((text) => `"${text}"`),
      name.map((word) => `var.${word}`),
      fc.tuple(plainText, inner).map(([text, value]) => `"${text.replace(/[$%]+$/, '')}\${${value}}-"`),
      fc.array(inner, { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
      fc
        .uniqueArray(fc.tuple(name, inner), { maxLength: 3, selector: ([key]) => key })
        .map((entries) => `{\n${entries.map(([key, value]) => `${key} = ${value}`).join('\n')}\n}`),
      fc.tuple(name, fc.array(inner, { maxLength: 3 })).map(([word, args]) => `${word}(${args.join(', ')})`),
      fc.tuple(inner, fc.constantFrom('+', '-', '*', '==', '&&', '<='), inner).map((parts) => `(${parts.join(' ')})`),
      fc.tuple(inner, inner, inner).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
      fc.tuple(inner, inner).map(([list, value]) => `[for x in ${list} : ${value}]`),
      fc.tuple(name, inner).map(([word, key]) => `local.${word}[${key}].*.id`),
      fc
        .array(
          plainText.filter((text) => !text.includes('\\')),
          { maxLength: 3 },
        )
        .map((lines) => `<<-END\n  ${lines.join('\n  ')}\n  END\n`),
    ),
  };
});

// A heredoc ends on a line of its own, so it can only be the last thing in a value.
const value = expression.filter(
  (text) => !text.includes('<<-') || (text.startsWith('<<-') && text.indexOf('<<-', 1) === -1),
);
const attributes = fc
  .uniqueArray(fc.tuple(name, value), { maxLength: 4, selector: ([key]) => key })
  .map((pairs) => pairs.map(([key, text]) => `${key} = ${text.trimEnd()}\n`).join(''));
const block = fc
  .tuple(
    name,
    fc.array(
      plainText.filter((text) => !/[\\$%]/.test(text)),
      { maxLength: 2 },
    ),
    attributes,
    attributes,
  )
  .map(
    ([type, labels, body, nested]) =>
      `${type}_block ${labels.map((label) => `"${label}"`).join(' ')} {\n${body}nested {\n${nested}}\n}\n`,
  );

/** Valid files in the native syntax. Blocks of one type have the same number of names, else hcl2json cannot print them. */
export const hclText: fc.Arbitrary<string> = fc
  .tuple(attributes, fc.uniqueArray(block, { maxLength: 3, selector: (text) => text.split(' ')[0] ?? '' }))
  .map(([top, blocks]) => top + blocks.join('\n'));
