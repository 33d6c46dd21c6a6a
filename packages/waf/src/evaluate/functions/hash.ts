import { createHash } from 'node:crypto';
import { EvaluationError } from '../evaluation-error.ts';
import { string } from '../values.ts';
import { type FunctionTable, onText, takes, textOf } from './function.ts';

const NAMESPACES: Readonly<Record<string, string>> = {
  dns: '6ba7b810-9dad-11d1-80b4-00c04fd430c8',
  url: '6ba7b811-9dad-11d1-80b4-00c04fd430c8',
  oid: '6ba7b812-9dad-11d1-80b4-00c04fd430c8',
  x500: '6ba7b814-9dad-11d1-80b4-00c04fd430c8',
};

/** @see RFC 9562, section 5.5 */
function uuidV5(namespace: string, name: string): string {
  const base = Object.hasOwn(NAMESPACES, namespace) ? (NAMESPACES[namespace] ?? '') : namespace;
  const hex = base.replaceAll('-', '');
  if (!/^[0-9a-f]{32}$/i.test(hex)) throw new EvaluationError('The name space is no UUID.');
  const bytes = createHash('sha1').update(hex, 'hex').update(name).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function hashText(algorithm: string, encoding: 'hex' | 'base64') {
  return (text: string): string => createHash(algorithm).update(text).digest(encoding);
}

/** The hash functions; `file…` ones are the same on the text of a file. */
export const hashes: Readonly<Record<string, (text: string) => string>> = {
  md5: hashText('md5', 'hex'),
  sha1: hashText('sha1', 'hex'),
  sha256: hashText('sha256', 'hex'),
  sha512: hashText('sha512', 'hex'),
  base64sha256: hashText('sha256', 'base64'),
  base64sha512: hashText('sha512', 'base64'),
};

export const hashFunctions: FunctionTable = {
  ...Object.fromEntries(Object.entries(hashes).map(([name, run]) => [name, onText(run)])),
  uuidv5: takes(2, 2, ([namespace, name]) => string(uuidV5(textOf(namespace), textOf(name)))),
};
