import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runPipeline } from '@securescan/core';
import { runToReport } from '@securescan/testkit/scanner-context';
import { describe, expect, it } from 'vitest';
import { gitHygiene } from '../src/git-hygiene/index.ts';
import { noise } from '../src/secrets/samples.ts';
import { secrets } from '../src/secrets/index.ts';
import { makeStandIn, makeTestDirectory } from './stand-in.ts';
import { makeTree, type MadeTree } from './make-tree.ts';

const PRIVATE = ['-----BEGIN ', 'PRIVATE KEY-----'].join('');

function git(tree: MadeTree, ...args: string[]): void {
  execFileSync('git', ['-C', tree.path, '-c', 'user.name=t', '-c', 'user.email=t@t.test', ...args], {
    stdio: 'ignore',
  });
}

const environment = { PATH: '/usr/bin:/bin', HOME: '/nowhere' };

async function scan(path: string, root = path): Promise<string[]> {
  const { findings } = await runToReport(gitHygiene, {
    target: { kind: 'directory', path, root, display: path },
    environment,
  });
  return findings.map(({ ruleId, severity, path: where }) => `${severity} ${(ruleId ?? '').slice(12)} ${where ?? ''}`);
}

describe('git-hygiene in a repository', () => {
  it('tells tracked, untracked and ignored files apart', async () => {
    using tree = makeTree({
      '.gitignore': '.env\n*.log\n',
      '.env': 'A=1',
      'kept/.env': 'A=1',
      'deep/id_rsa': 'x',
      'app.log': 'x',
      'server.pem': PRIVATE,
    });
    git(tree, 'init', '-q');
    git(tree, 'add', '-f', 'kept/.env', 'server.pem');
    expect(await scan(tree.path)).toEqual([
      'critical missing-ignore-pem .gitignore',
      'critical missing-ignore-id_rsa .gitignore',
      'medium sensitive-file-id_rsa deep/id_rsa',
      'critical sensitive-file--env kept/.env',
      'critical sensitive-file-private-key server.pem',
    ]);
  });

  it('takes a comment and a similar entry for what they are', async () => {
    using tree = makeTree({ '.gitignore': '# .env\nvenv/\n', '.env': 'A=1' });
    git(tree, 'init', '-q');
    expect(await scan(tree.path)).toContain('critical missing-ignore-env .gitignore');
  });

  it('honours nested ignore files and negation', async () => {
    using tree = makeTree({
      '.gitignore': '*.pem\n!public.pem\n',
      'public.pem': '-----BEGIN CERTIFICATE-----',
      'sub/.gitignore': 'id_rsa\n',
      'sub/id_rsa': 'x',
    });
    git(tree, 'init', '-q');
    expect(await scan(tree.path)).toEqual(['critical missing-ignore-pem .gitignore']);
  });

  it('misses an ignore file where there are files to ignore, and not in an empty directory', async () => {
    using tree = makeTree({ 'a.py': '1' });
    expect(await scan(tree.path)).toEqual([`medium no-gitignore ${tree.path}`]);
    using empty = makeTree({});
    expect(await scan(empty.path)).toEqual([]);
    git(empty, 'init', '-q');
    expect(await scan(empty.path)).toEqual([]);
  });

  it('uses the ignore file of the repository for a directory inside it', async () => {
    using tree = makeTree({ '.gitignore': '.env\n', 'app/.env': 'A=1', 'app/a.py': '1' });
    git(tree, 'init', '-q');
    expect(await scan(join(tree.path, 'app'), tree.path)).toEqual([]);
  });

  it('sees dependencies that are committed', async () => {
    using tree = makeTree({ '.gitignore': 'x\n', 'node_modules/a/index.js': '1' });
    git(tree, 'init', '-q');
    git(tree, 'add', '-f', 'node_modules');
    expect(await scan(tree.path)).toEqual(['low missing-ignore-node_modules .gitignore']);
  });

  it('sees dependencies that are one git add away, at every depth, but not ignored ones', async () => {
    using tree = makeTree({
      '.gitignore': 'build/\n',
      'web/node_modules/a/index.js': '1',
      'web/build/a.js': '1',
      'dist/a.js': '1',
    });
    git(tree, 'init', '-q');
    expect(await scan(tree.path)).toEqual([
      'low missing-ignore-node_modules .gitignore',
      'low missing-ignore-dist .gitignore',
    ]);
  });

  it('keeps its answers when a submodule has such files too', async () => {
    using sub = makeTree({ 'server.pem': PRIVATE });
    git(sub, 'init', '-q');
    git(sub, 'add', '.');
    git(sub, 'commit', '-qm', 'a');
    using tree = makeTree({ '.gitignore': '*.key\n', 'kept.key': 'public' });
    git(tree, 'init', '-q');
    git(tree, '-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', sub.path, 'sub');
    git(tree, 'add', '-f', 'kept.key');
    expect(await scan(tree.path)).toContain('critical missing-ignore-pem .gitignore');
    expect(await scan(tree.path)).not.toContain('critical missing-ignore-key .gitignore');
  });

  it('does not speak of tracked files that are gone or excluded', async () => {
    using tree = makeTree({ '.gitignore': 'x\n', '.env': 'A=1', 'data/.env': 'A=1' });
    git(tree, 'init', '-q');
    git(tree, 'add', '-f', '.');
    execFileSync('rm', [join(tree.path, '.env')]);
    const { findings } = await runToReport(gitHygiene, { target: tree.path, exclude: ['data/**'], environment });
    expect(findings).toEqual([]);
  });
});

describe('git-hygiene by content', () => {
  it('reports files only when they hold what their name says', async () => {
    using tree = makeTree({
      '.gitignore': '*.pem\n',
      '.npmrc': 'registry=https://registry.npmjs.org/\n',
      'a/.npmrc': '//registry.npmjs.org/:_authToken=${NPM_TOKEN}\n',
      'b/.npmrc': ['//registry.npmjs.org/:_auth', 'Token=abcdef0123\n'].join(''),
      'main.tfvars': 'region = "eu-west-1"\n',
      'prod.tfvars': ['db_pass', 'word = "tr0ub4dor9"\n'].join(''),
      'terraform.tfstate': '{}',
      '.bash_history': 'ls\n',
      'dump.sql': 'INSERT INTO users VALUES (1);\n',
      'schema-export.sql': 'CREATE TABLE users (id int);\n',
      'store.p12': 'text, no keystore',
    });
    expect(await scan(tree.path)).toEqual([
      'critical missing-ignore-p12 .gitignore',
      'high sensitive-file-shell-history .bash_history',
      'high sensitive-file--npmrc b/.npmrc',
      'medium sensitive-file-database-dump dump.sql',
      'high sensitive-file-terraform-variables prod.tfvars',
      'high sensitive-file-terraform-tfstate terraform.tfstate',
    ]);
  });
});

describe('git-hygiene with gitleaks', () => {
  const report = readFileSync(join(import.meta.dirname, '../src/git-hygiene/__fixtures__/8.30.1/one.json'), 'utf8');
  const files = { '.gitignore': '', 'app.py': `x = 1\ntoken = "${['gh', 'p_', noise('alnum', 36)].join('')}"\n` };

  it('makes one finding with a witness of what secrets finds too', async () => {
    using tree = makeTree(files);
    using directory = makeTestDirectory();
    const gitleaks = makeStandIn(directory.path, { stdout: report });
    const own = await runToReport(secrets, { target: tree.path });
    const theirs = await runToReport(gitHygiene, { target: tree.path, toolPaths: { gitleaks: gitleaks.path } });
    const { findings } = runPipeline(
      [
        { scanner: 'secrets', scanType: 'code', findings: own.findings },
        { scanner: 'git-hygiene', scanType: 'code', findings: theirs.findings },
      ],
      {
        scanId: 'scan',
        root: tree.path,
        severityOverrides: {},
        ignoredRules: [],
        baseline: null,
        noSuppress: false,
        sources: new Map(),
      },
    );
    expect(findings).toMatchObject([
      {
        scanner: 'secrets',
        filePath: 'app.py',
        lineStart: 2,
        metadata: {
          also_reported_by: [{ scanner: 'git-hygiene', rule_id: 'gitleaks/github-pat', severity: 'high' }],
        },
      },
    ]);
    expect(gitleaks.invocations().at(-1)).toMatchObject({
      cwd: tree.path,
      args: expect.arrayContaining(['dir', '--redact', '--ignore-gitleaks-allow']),
    });
  });

  it.each([
    ['fails', { stdout: '', exitCode: 1, stderr: 'no space' }, 'no space'],
    ['writes half a report', { stdout: report.slice(0, 100) }, 'did not write a JSON report'],
  ])('is incomplete when gitleaks %s, and keeps its own findings', async (_name, answer, reason) => {
    using tree = makeTree({ ...files, '.env': 'A=1' });
    using directory = makeTestDirectory();
    const gitleaks = makeStandIn(directory.path, answer);
    // The stand-in tells its version with the same exit code, so a failing one counts as broken.
    const result = await runToReport(gitHygiene, { target: tree.path, toolPaths: { gitleaks: gitleaks.path } });
    expect(result.incomplete).toContain(reason);
    expect(result.findings.map(({ ruleId }) => ruleId)).toContain('git-hygiene/sensitive-file--env');
  });

  it('says that .gitleaksignore hides something', async () => {
    using tree = makeTree({ ...files, '.gitleaksignore': '# why\napp.py:github-pat:2\n' });
    using directory = makeTestDirectory();
    const gitleaks = makeStandIn(directory.path, { stdout: '[]' });
    const { notes } = await runToReport(gitHygiene, { target: tree.path, toolPaths: { gitleaks: gitleaks.path } });
    expect(notes).toEqual(['gitleaks leaves out what .gitleaksignore lists (1 entries).']);
  });
});
