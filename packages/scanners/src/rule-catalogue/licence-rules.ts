import type { BuiltInRule } from './built-in-rule.ts';

const SPDX = 'https://spdx.org/licenses/';
const CHOOSE = 'https://choosealicense.com/appendix/';
const common = { cwe: null, example: null };
const COPYLEFT = {
  ...common,
  severity: 'medium',
  description:
    'Whoever hands on a work that contains the package (under an AGPL: or offers it over a network) has to meet the conditions of its licence, ' +
    'which may include giving out source code. What only helps to develop is low.',
  remediation:
    'Check with whoever is responsible for licences; replace the package if its conditions cannot be met, or list the licence in licenses.allow.',
  references: [CHOOSE, 'https://www.gnu.org/licenses/gpl-faq.html'],
} as const;

/** Rules of the `licenses` scanner; a finding names the package and its licence. */
export const licenceRules: readonly BuiltInRule[] = [
  {
    ...common,
    id: 'licenses/denied',
    title: 'Denied license',
    severity: 'high',
    description: 'The licence of a package, or its category, is on the project’s deny-list.',
    remediation: 'Replace the package, or take the entry off licenses.deny in .securescan.yml.',
    references: [SPDX],
    example: { bad: 'licenses:\n  deny: [network-copyleft, BUSL-1.1]' },
  },
  {
    ...common,
    id: 'licenses/not-allowed',
    title: 'License not on the allow-list',
    severity: 'medium',
    description: 'The project allows certain licences only, and that of a package is not among them.',
    remediation: 'Replace the package, or add its licence to licenses.allow in .securescan.yml.',
    references: [SPDX],
    example: { bad: 'licenses:\n  allow: [MIT, Apache-2.0]' },
  },
  { ...COPYLEFT, id: 'licenses/copyleft', title: 'Copyleft license' },
  { ...COPYLEFT, id: 'licenses/copyleft-npm', title: 'Copyleft license of an npm package' },
  {
    ...common,
    id: 'licenses/restricted',
    title: 'Restricted license',
    severity: 'medium',
    description:
      'The licence of a package is non-commercial or proprietary, so it does not allow every use. What only helps to develop is low.',
    remediation: 'Check that your use is covered; buy a licence for the package or replace it otherwise.',
    references: [CHOOSE],
  },
  {
    ...common,
    id: 'licenses/unknown',
    title: 'Unknown license',
    severity: 'low',
    description: 'The metadata of a package names no licence, or none that is known. Without one nobody may use it.',
    remediation: 'Ask the authors for the licence, or replace the package.',
    references: ['https://choosealicense.com/no-permission/'],
  },
];
