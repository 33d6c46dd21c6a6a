import { describe, expect, it } from 'vitest';
import { scanCommand } from '../commands/scan.ts';
import { completionCommand } from '../commands/completion.ts';
import { parseCommandArguments } from './parse.ts';

function parse(...words: string[]) {
  return parseCommandArguments(scanCommand, words);
}

describe('arguments', () => {
  it.each([
    [['.', '--type', 'code'], ['code']],
    [['--type', 'code', '.'], ['code']],
    [['.', '--type=code'], ['code']],
    [['.', '-t', 'code'], ['code']],
    [['.', '-tcode'], ['code']],
    [
      ['.', '-t', 'code', '--type', 'iac'],
      ['code', 'iac'],
    ],
  ])('%j names the types', (words, types) => {
    const args = parse(...words);
    expect(args.positionals).toEqual(['.']);
    expect(args.list('type')).toEqual(types);
  });

  it('ends options at --', () => {
    expect(parse('--', '--staged').positionals).toEqual(['--staged']);
  });

  it('keeps both halves of a pair of switches', () => {
    const args = parse('.', '--ai', '--no-ai');
    expect([args.has('ai'), args.has('no-ai')]).toEqual([true, true]);
  });

  it('takes the last value', () => {
    expect(parse('.', '--output', 'json', '--output', 'csv').find('output')).toBe('csv');
  });

  it('takes an empty value when it is written', () => {
    expect(parse('.', '--baseline=').find('baseline')).toBe('');
  });

  it.each([
    [
      ['.', '--fial-on-severity', 'high'],
      'unknown option --fial-on-severity; did you mean --fail-on-severity? See securescan scan --help',
    ],
    [['.', '--zzzzzzzz'], 'unknown option --zzzzzzzz; see securescan scan --help'],
    [['.', '-Z'], 'unknown option -Z; see securescan scan --help'],
    [[], 'missing argument TARGET (what to scan); see securescan scan --help'],
    [['.', 'b'], "unexpected argument 'b'; see securescan scan --help"],
    [['.', '--type'], 'option --type needs a value (TYPE); see securescan scan --help'],
    [['.', '--type', '--staged'], 'option --type needs a value (TYPE); see securescan scan --help'],
    [['.', '--staged=yes'], 'option --staged takes no value; see securescan scan --help'],
  ])('%j is refused', (words, message) => {
    expect(() => parse(...words)).toThrow(message);
  });

  it('accepts a value that starts with a hyphen', () => {
    expect(parse('.', '--since', '-x').find('since')).toBe('-x');
  });

  it('allows no argument where none is required', () => {
    expect(parseCommandArguments(completionCommand, []).positionals).toEqual([]);
  });
});
