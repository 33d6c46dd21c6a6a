#!/usr/bin/env node
// Stands in for bandit in transcripts: same options, same report format, a handful of its rules by regular expression, so that
// the transcripts are the same on machines with and without bandit.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const RULES = [
  [
    'B602',
    'subprocess_popen_with_shell_equals_true',
    /shell\s*=\s*True/,
    'HIGH',
    78,
    'subprocess call with shell=True identified, security issue.',
  ],
  [
    'B324',
    'hashlib',
    /hashlib\.md5\(/,
    'HIGH',
    327,
    'Use of weak MD5 hash for security. Consider usedforsecurity=False',
  ],
  [
    'B307',
    'blacklist',
    /(?<![\w.])eval\(/,
    'MEDIUM',
    78,
    'Use of possibly insecure function - consider using safer ast.literal_eval.',
  ],
  [
    'B301',
    'blacklist',
    /pickle\.loads\(/,
    'MEDIUM',
    502,
    'Pickle and modules that wrap it can be unsafe when used to deserialize untrusted data, possible security issue.',
  ],
  [
    'B403',
    'blacklist',
    /^import pickle/,
    'LOW',
    502,
    'Consider possible security implications associated with pickle module.',
  ],
  [
    'B404',
    'blacklist',
    /^import subprocess/,
    'LOW',
    78,
    'Consider possible security implications associated with the subprocess module.',
  ],
];

const args = process.argv.slice(2);
if (args.includes('--version')) {
  process.stdout.write('bandit 1.9.4\n  python version = 3.12.0\n');
  process.exit(0);
}
const withValue = new Set([
  '-f',
  '--format',
  '-o',
  '--output',
  '-x',
  '--exclude',
  '-c',
  '--configfile',
  '-n',
  '--number',
  '-b',
  '-s',
  '-t',
]);
const targets = args.filter((word, i) => !word.startsWith('-') && !withValue.has(args[i - 1] ?? ''));
const results = [];
for (const target of targets) for (const file of list(target)) scan(file);
process.stdout.write(JSON.stringify({ errors: [], generated_at: '2026-01-01T00:00:00Z', metrics: {}, results }));
process.exit(results.length > 0 ? 1 : 0);

function list(path) {
  if (!statSync(path).isDirectory()) return path.endsWith('.py') ? [path] : [];
  return readdirSync(path).flatMap((name) => (name === '.git' ? [] : list(join(path, name))));
}

function scan(filename) {
  readFileSync(filename, 'utf8')
    .split('\n')
    .forEach((code, index) => {
      for (const [test_id, test_name, pattern, issue_severity, cwe, issue_text] of RULES) {
        if (!pattern.test(code)) continue;
        results.push({
          code: `${index + 1} ${code}\n`,
          col_offset: code.search(pattern),
          end_col_offset: code.length,
          filename,
          issue_confidence: 'HIGH',
          issue_cwe: { id: cwe, link: `https://cwe.mitre.org/data/definitions/${cwe}.html` },
          issue_severity,
          issue_text,
          line_number: index + 1,
          line_range: [index + 1],
          more_info: `https://bandit.readthedocs.io/en/1.9.4/plugins/${test_id.toLowerCase()}.html`,
          test_id,
          test_name,
        });
      }
    });
}
