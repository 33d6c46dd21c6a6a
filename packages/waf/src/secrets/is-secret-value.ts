/** Texts of a language of its own: what they stand for is somewhere else. */
const REFERENCE_START =
  /^(?:\$\{|\$\(|\$[A-Za-z_]|var\.|local\.|data\.|module\.|aws_secretsmanager|<[^>]*>$|%[A-Za-z_]+%$)/;
const INTERPOLATION = /\$\{|\{\{|%\{|#\{|\{[A-Za-z_][\w.]{0,100}\}/;
/** Stores of secrets: the value is the name of a secret there. */
const STORE = /secretsmanager|keyvault|key-vault|ssm[:/]|vault[:/.]/i;

/** Values that say that there is none, or what kind there should be. */
const EXACT = new Set([
  'n/a',
  'not set',
  'none',
  'null',
  'nil',
  'undefined',
  'true',
  'false',
  'string',
  'required',
  'optional',
  'enabled',
  'disabled',
  'changeme',
  'change_me',
  'change-me',
  'placeholder',
  'todo',
  'tbd',
  'redacted',
  'secret',
  'token',
]);
/** Words of placeholders, anywhere in a value. */
const WORDS = new Set([
  'example',
  'sample',
  'placeholder',
  'changeme',
  'dummy',
  'fake',
  'mock',
  'todo',
  'test',
  'demo',
  'redacted',
  'undefined',
]);
/** Words that ask for a value at the beginning of it. */
const FIRST_WORDS = new Set(['replace', 'your', 'my', 'insert', 'enter', 'change', 'put', 'some']);
/** Keys of vendors' documentation end so. */
const DOCUMENTED = /^(?:AKIA|ASIA)[A-Z0-9]*EXAMPLE$|EXAMPLEKEY$/;

/**
 * Whether a value that is assigned to a secret's name is one. Weak passwords are; placeholders are not, unless a part
 * of them is as random as a secret: `test-9f8e7d6c5b4a` is one.
 */
export function isSecretValue(value: string): boolean {
  const text = value.trim();
  if (text.length < 4 || REFERENCE_START.test(text) || INTERPOLATION.test(text) || STORE.test(text)) return false;
  if (isRepeated(text) || DOCUMENTED.test(text)) return false;
  return !EXACT.has(text.toLowerCase()) && !isPlaceholder(text);
}

function isRepeated(text: string): boolean {
  return text === text.charAt(0).repeat(text.length);
}

function isPlaceholder(text: string): boolean {
  const words = text.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const [first = ''] = words;
  const named = words.some((word) => WORDS.has(word.toLowerCase())) || FIRST_WORDS.has(first.toLowerCase());
  return named && !words.some(isRandom);
}

const MIN_RANDOM_LENGTH = 6;
const MIN_ENTROPY = 3.5;

/** Letters and digits mixed, or many different characters. */
function isRandom(word: string): boolean {
  if (word.length < MIN_RANDOM_LENGTH) return false;
  return (/\d/.test(word) && /[A-Za-z]/.test(word)) || (word.length >= 16 && entropyOf(word) >= MIN_ENTROPY);
}

/** Shannon entropy in bits for each character. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
