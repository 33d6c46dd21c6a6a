import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { runToReport } from '@securescan/testkit/scanner-context';
import { describe, expect, it } from 'vitest';
import { gitHygiene } from '../src/git-hygiene/index.ts';
import { makeTree, type MadeTree } from './make-tree.ts';

const PRIVATE = ['-----BEGIN ', 'PRIVATE KEY-----'].join('');

function git(tree: MadeTree, ...args: string[]): void {
  execFileSync('git', ['-C', tree.path, '-c', 'user.name=t', '-c', 'user.email=t@t.test', ...args], {
    stdio: 'ignore',
  });
}

async function scan(path: string, root = path): Promise<string[]> {
  const { findings } = await runToReport(gitHygiene, {
    target: { kind: 'directory', path, root, display: path },
    environment: { PATH: '/usr/bin:/bin', HOME: '/nowhere' },
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
