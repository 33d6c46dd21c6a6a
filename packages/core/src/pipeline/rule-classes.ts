import { matchesGlob } from './glob.ts';
import { INFRASTRUCTURE_PREFIX, INFRASTRUCTURE_RULES } from './infrastructure-rules.ts';

/**
 * Rules of different scanners that name the same problem, for scanners that state no weakness or another one (bandit says
 * CWE-78 for `eval`, semgrep CWE-95). Semgrep ids are compared by their last part, since what stands before depends on
 * where the rule was loaded from. `*` and `?` are wildcards.
 */
const EQUIVALENT_RULES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'code-eval': { bandit: ['B307'], semgrep: ['eval-detected', 'user-eval', 'user-eval-format-string', '*-eval'] },
  'code-exec': { bandit: ['B102'], semgrep: ['exec-detected', 'user-exec', 'user-exec-format-string'] },
  'shell-command': {
    bandit: ['B602', 'B604', 'B605'],
    semgrep: [
      'subprocess-shell-true',
      'dangerous-subprocess-use*',
      'dangerous-system-call*',
      'dangerous-os-exec*',
      '*-shell-command',
      '*-command-from-request',
      '*-spawn-shell',
    ],
  },
  'sql-string': {
    bandit: ['B608'],
    semgrep: ['formatted-sql-query', 'sqlalchemy-execute-raw-query', 'tainted-sql-string', '*-sql-string'],
  },
  'unsafe-pickle': {
    bandit: ['B301'],
    semgrep: ['avoid-pickle', 'avoid-cpickle', 'avoid-dill', 'avoid-shelve', '*-pickle-load'],
  },
  'unsafe-yaml': { bandit: ['B506'], semgrep: ['avoid-pyyaml-load', 'avoid-unsafe-ruamel', '*-yaml-load'] },
  'weak-hash': {
    bandit: ['B303', 'B324'],
    semgrep: ['insecure-hash-algorithm*', 'insecure-hash-function', 'md5-used-as-password', '*-weak-hash'],
  },
  'weak-cipher': {
    bandit: ['B304', 'B305'],
    semgrep: ['insecure-cipher-algorithm*', 'insecure-cipher-mode*', 'crypto-mode-*', '*-weak-cipher'],
  },
  'weak-random': { bandit: ['B311'], semgrep: ['insecure-random*', 'weak-random', '*-weak-random'] },
  'no-certificate-check': {
    bandit: ['B501'],
    semgrep: ['disabled-cert-validation', '*-requests-no-verify', '*-tls-no-verify'],
  },
  'old-tls': {
    bandit: ['B502', 'B503', 'B504'],
    semgrep: ['weak-ssl-version', 'ssl-wrap-socket-is-deprecated', 'ssl-v3-is-insecure', '*-tls-old-version'],
  },
  'bind-all': { bandit: ['B104'], semgrep: ['avoid-bind-to-all-interfaces', 'avoid_app_run_with_bad_host'] },
  'temp-file': { bandit: ['B108', 'B306'], semgrep: ['hardcoded-tmp-path', 'tempfile-insecure', '*-temp-file'] },
  'flask-debug': { bandit: ['B201'], semgrep: ['debug-enabled', '*-flask-debug'] },
  'template-autoescape': {
    bandit: ['B701'],
    semgrep: ['missing-autoescape-disabled', 'incorrect-autoescape-disabled', 'direct-use-of-jinja2'],
  },
  'ssh-host-key': { bandit: ['B507'], semgrep: ['paramiko-implicit-trust-host-key', '*-ssh-host-key'] },
  'xml-entities': {
    bandit: ['B313', 'B314', 'B315', 'B316', 'B317', 'B318', 'B319', 'B320'],
    semgrep: ['use-defused-xml*', '*-xml-entities'],
  },
  'hard-coded-credential': {
    bandit: ['B105', 'B106', 'B107'],
    secrets: ['secrets/*'],
    'git-hygiene': ['gitleaks/*', 'git-hygiene/gitleaks-*'],
    semgrep: ['detected-*', 'hardcoded-password*', 'hardcoded-token*', 'hard-coded-*'],
    checkov: ['CKV_SECRET_*'],
    trivy: ['*-key', '*-token', '*-secret'],
  },
  'docker-moving-tag': { dockerfile: ['dockerfile/DL001', 'dockerfile/DL012'], checkov: ['CKV_DOCKER_7'] },
  'docker-root-user': { dockerfile: ['dockerfile/DL002'], checkov: ['CKV_DOCKER_8'], semgrep: ['last-user-is-root'] },
  'docker-no-user': {
    dockerfile: ['dockerfile/DL010'],
    checkov: ['CKV_DOCKER_3'],
    semgrep: ['missing-user', 'missing-user-entrypoint'],
  },
  'docker-ssh-port': { dockerfile: ['dockerfile/DL005'], checkov: ['CKV_DOCKER_1'] },
  'docker-add': { dockerfile: ['dockerfile/DL006', 'dockerfile/DL017'], checkov: ['CKV_DOCKER_4'] },
  'docker-update-alone': { dockerfile: ['dockerfile/DL016'], checkov: ['CKV_DOCKER_5'] },
  'docker-sudo': { dockerfile: ['dockerfile/DL014'], checkov: ['CKV2_DOCKER_1'] },
  'docker-unchecked-download': {
    dockerfile: ['dockerfile/DL015'],
    checkov: [2, 3, 4, 8, 11, 13].map((number) => `CKV2_DOCKER_${number}`),
  },
  ...INFRASTRUCTURE_RULES,
};

/** Something that the file lacks: one scanner reports it without a line, another at all lines or at the last instruction. */
const FILE_CLASSES: ReadonlySet<string | null> = new Set(['docker-no-user']);

/** One rule of one scanner stands for several of another, which are different problems (`curl -k`, `wget --no-check-certificate`). */
const WIDE_CLASSES: ReadonlySet<string | null> = new Set(['docker-unchecked-download']);

/** True when findings of the class are about the whole file, so that those of one file are one problem whatever their lines. */
export function isAboutFile(ruleClass: string | null): ruleClass is string {
  return FILE_CLASSES.has(ruleClass);
}

/** True when findings of the class are about a resource of infrastructure code, so that all its lines count. */
export function isAboutResource(ruleClass: string | null): ruleClass is string {
  return ruleClass?.startsWith(INFRASTRUCTURE_PREFIX) === true;
}

/** True when also two rules of one scanner name one problem, if they are of this class. */
export function isOneProblem(ruleClass: string | null): boolean {
  return ruleClass !== null && !WIDE_CLASSES.has(ruleClass);
}

interface ClassPattern {
  readonly name: string;
  readonly pattern: string;
}

const PATTERNS_BY_SCANNER: ReadonlyMap<string, readonly ClassPattern[]> = Map.groupBy(
  Object.entries(EQUIVALENT_RULES).flatMap(([name, scanners]) =>
    Object.entries(scanners).flatMap(([scanner, patterns]) => patterns.map((pattern) => ({ scanner, name, pattern }))),
  ),
  ({ scanner }) => scanner,
);

/** Name of the class of equal rules that a scanner's rule belongs to, or null. */
export function findRuleClass(scanner: string, ruleId: string | null): string | null {
  const patterns = ruleId === null ? undefined : PATTERNS_BY_SCANNER.get(scanner);
  if (ruleId === null || patterns === undefined) return null;
  const id = scanner === 'semgrep' ? ruleId.slice(ruleId.lastIndexOf('.') + 1) : ruleId;
  return patterns.find(({ pattern }) => matchesGlob(pattern, id))?.name ?? null;
}
