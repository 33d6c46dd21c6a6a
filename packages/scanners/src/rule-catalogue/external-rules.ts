import type { Severity } from '@securescan/model';
import { findBanditPage } from '../bandit/documentation.ts';
import { BANDIT_TITLES } from '../bandit/titles.ts';
import { findCheckSeverity } from '../checkov/severities.ts';
import { toPortSeverity } from '../nmap/map.ts';

/** What the form of an id tells of a rule that belongs to another program. */
export interface ExternalRule {
  readonly id: string;
  readonly scanner: string;
  /** Null where only the program knows. */
  readonly title: string | null;
  readonly severity: Severity | null;
  readonly cwe: string | null;
  /** What kind of rule it is and who decides. */
  readonly description: string;
  readonly references: readonly string[];
}

type Known = Pick<ExternalRule, 'description' | 'references'> &
  Partial<Pick<ExternalRule, 'title' | 'severity' | 'cwe'>>;

interface Family {
  readonly scanner: string;
  /** Matches whole ids, in any case. */
  readonly form: RegExp;
  /** The id as the program writes it, where case matters. */
  readonly spell?: (id: string) => string;
  readonly describe: (id: string, part: string) => Known;
}

const upper = (id: string): string => id.toUpperCase();

const FAMILIES: readonly Family[] = [
  {
    scanner: 'bandit',
    form: /^B\d{3}$/i,
    spell: upper,
    describe: (id) => ({
      title: BANDIT_TITLES[id] ?? null,
      description: 'A test of bandit, which reads the syntax tree of Python code.',
      references: [findBanditPage(id)],
    }),
  },
  {
    scanner: 'checkov',
    form: /^CKV2?_[A-Z0-9]+_\d+$/i,
    spell: upper,
    describe: (id) => ({
      severity: findCheckSeverity(id) ?? 'medium',
      description:
        'A policy of checkov, which judges infrastructure code: Terraform, CloudFormation, Kubernetes, Dockerfiles, workflows.',
      references: ['https://www.checkov.io/5.Policy%20Index/all.html'],
    }),
  },
  {
    scanner: 'trivy',
    form: /^CVE-\d{4}-\d{4,}$/i,
    spell: upper,
    describe: (id) => ({
      description:
        'A known vulnerability. Trivy and safety report it for the package and version that a lockfile names.',
      references: [`https://nvd.nist.gov/vuln/detail/${id}`, `https://avd.aquasec.com/nvd/${id.toLowerCase()}`],
    }),
  },
  {
    scanner: 'npm-audit',
    form: /^GHSA(?:-[a-z0-9]{4}){3}$/i,
    spell: (id) => `GHSA${id.slice(4).toLowerCase()}`,
    describe: (id) => ({
      description: 'An advisory of GitHub’s database, which npm audit asks about the packages of a lockfile.',
      references: [`https://github.com/advisories/${id}`],
    }),
  },
  {
    scanner: 'npm-audit',
    form: /^npm-audit\/(.+)$/i,
    describe: (_id, name) => ({
      description: `npm audit calls the package ${name} vulnerable without naming an advisory.`,
      references: [`https://www.npmjs.com/package/${name}`, 'https://docs.npmjs.com/cli/commands/npm-audit'],
    }),
  },
  {
    scanner: 'safety',
    form: /^safety\/(\d+)$/i,
    describe: (_id, number) => ({
      description: 'An entry of the Safety vulnerability database about a Python package.',
      references: [`https://data.safetycli.com/v/${number}/`],
    }),
  },
  {
    scanner: 'trivy',
    form: /^(?:AVD-[A-Z]+-\d+|DS\d{3}|KSV\d{3,4})$/i,
    spell: upper,
    describe: (id) => ({
      description: 'A misconfiguration check of trivy.',
      references: [`https://avd.aquasec.com/misconfig/${id.toLowerCase()}`],
    }),
  },
  {
    scanner: 'zap',
    form: /^zap-(\d+)(?:-\d+)?$/i,
    describe: (_id, number) => ({
      description: 'An alert of ZAP, which crawls a running web application and attacks it.',
      references: [`https://www.zaproxy.org/docs/alerts/${number}/`],
    }),
  },
  {
    scanner: 'nmap',
    form: /^open-port-(\d{1,5})$/i,
    describe: (_id, port) => ({
      title: `Open port ${port}`,
      severity: toPortSeverity(Number(port), ''),
      description: `Something accepts connections on port ${port}. Close the port, bind the service to an address that needs it, or let only those in who need it.`,
      references: [
        'https://nmap.org/book/man-port-scanning-basics.html',
        'https://www.iana.org/assignments/service-names-port-numbers/',
      ],
    }),
  },
  {
    scanner: 'git-hygiene',
    form: /^gitleaks\/([\w-]+)$/i,
    describe: (_id, name) => ({
      title: `Secret found by gitleaks: ${name}`,
      severity: 'high',
      cwe: 'CWE-798',
      description: 'A rule of gitleaks, which git-hygiene runs where it is installed.',
      references: ['https://github.com/gitleaks/gitleaks/blob/master/config/gitleaks.toml'],
    }),
  },
  {
    scanner: 'semgrep',
    form: /^[a-z0-9_-]+(?:\.[a-z0-9_-]+){2,}$/i,
    describe: (id) => ({
      description: 'A rule of semgrep’s registry or of a rule file of yours.',
      references: [`https://semgrep.dev/r/${id}`],
    }),
  },
];

/** What can be said of another program's rule from its id alone; null when no program has ids of that form. */
export function describeExternalRule(id: string): ExternalRule | null {
  for (const { scanner, form, spell, describe } of FAMILIES) {
    const match = form.exec(id);
    if (match === null) continue;
    const spelled = spell?.(id) ?? id;
    return { title: null, severity: null, cwe: null, id: spelled, scanner, ...describe(spelled, match[1] ?? '') };
  }
  return null;
}
