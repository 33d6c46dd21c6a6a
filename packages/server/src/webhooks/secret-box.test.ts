import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createSecretBox } from './secret-box.ts';

it('opens what it sealed, and never seals twice alike', () => {
  const box = createSecretBox('a key');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (secret) => {
      const sealed = box.seal(secret);
      expect(box.open(sealed)).toBe(secret);
      expect(box.seal(secret)).not.toBe(sealed);
      if (secret.length > 3) expect(sealed).not.toContain(secret);
    }),
  );
});

it('opens what was stored in clear before there was a key', () => {
  expect(createSecretBox('a key').open('plain')).toBe('plain');
  expect(createSecretBox(null).open(createSecretBox(null).seal('plain'))).toBe('plain');
});

it('says which key a secret needs', () => {
  const sealed = createSecretBox('a key').seal('secret');
  expect(() => createSecretBox('another').open(sealed)).toThrow(/sealed under another SECRET_KEY \(id [0-9a-f]{8}\)/);
  expect(() => createSecretBox(null).open(sealed)).toThrow(/SECRET_KEY/);
});

it('notices a changed secret', () => {
  const box = createSecretBox('a key');
  const sealed = box.seal('secret');
  const broken = sealed
    .replace(/.$/, sealed.endsWith('A') ? 'B' : 'A')
    .replace(/\.(.)/, (_, first: string) => (first === 'x' ? '.y' : '.x'));
  expect(() => box.open(broken)).toThrow();
});
